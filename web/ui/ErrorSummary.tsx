import { useEffect, useRef } from 'preact/hooks';
import { common } from '../i18n/common.ts';

export type FieldErrors = Readonly<Record<string, string | undefined>>;

export const hasErrors = (errors: FieldErrors): boolean => Object.values(errors).some(Boolean);

/** All that is wrong, once, at the top: takes the focus and links to each field (by the field's id). */
export function ErrorSummary({ errors, attempt }: { readonly errors: FieldErrors; /** Grows with each try to send. */ readonly attempt: number }) {
  const box = useRef<HTMLDivElement>(null);
  const wrong = Object.entries(errors).filter((entry): entry is [string, string] => Boolean(entry[1]));
  useEffect(() => {
    if (attempt > 0) box.current?.focus();
  }, [attempt]);
  if (wrong.length === 0) return null;
  return (
    <div class="summary" role="alert" tabIndex={-1} ref={box}>
      <h2>{common().errorsTitle(String(wrong.length))}</h2>
      <ul>
        {wrong.map(([id, text]) => (
          <li key={id}>
            <a href={`#${id}`} onClick={(event) => {
              event.preventDefault();
              document.getElementById(id)?.focus();
            }}>{text}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
