import type { ComponentChildren } from 'preact';
import { Link } from 'wouter-preact';
import { common } from '../i18n/common.ts';

type Kind = 'primary' | 'plain' | 'danger' | 'quiet';

type Look = { readonly kind?: Kind; readonly large?: boolean; readonly wide?: boolean };

const classOf = ({ kind = 'plain', large, wide }: Look) =>
  ['button', kind === 'plain' ? '' : `button--${kind}`, large ? 'button--large' : '', wide ? 'button--wide' : ''].filter(Boolean).join(' ');

export type ButtonProps = Look & {
  readonly children: ComponentChildren;
  readonly onClick?: (event: MouseEvent) => void;
  readonly type?: 'button' | 'submit';
  /** The work is under way: the button stays focusable, says so, and does nothing. */
  readonly busy?: boolean;
  readonly busyText?: string;
  readonly disabled?: boolean;
  readonly label?: string;
  readonly pressed?: boolean;
  readonly id?: string;
};

export function Button({ children, onClick, type = 'button', busy = false, busyText, disabled = false, label, pressed, id, ...look }: ButtonProps) {
  const idle = busy || disabled;
  return (
    <button
      id={id} type={type} class={classOf(look)} aria-disabled={idle ? 'true' : undefined} aria-label={label} aria-pressed={pressed}
      onClick={(event) => {
        if (idle) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy ? (busyText ?? common().sending) : children}
    </button>
  );
}

/** A link that looks like a button: it goes somewhere, it does not do something. */
export function ButtonLink({ children, href, ...look }: Look & { readonly children: ComponentChildren; readonly href: string }) {
  return <Link href={href} className={classOf(look)}>{children}</Link>;
}
