import { Icon, type IconName } from './Icon.tsx';

export type Tone = 'neutral' | 'waiting' | 'active' | 'attention' | 'danger' | 'done' | 'stopped';

const shapes: Readonly<Record<Tone, IconName>> = {
  neutral: 'ring', waiting: 'clock', active: 'half', attention: 'alert', danger: 'alert', done: 'check', stopped: 'cross',
};

/** A state by shape, word and colour; none of them alone. */
export function StatusTag({ tone, children }: { readonly tone: Tone; readonly children: string }) {
  return <span class={`tag tag--${tone}`}><Icon name={shapes[tone]} />{children}</span>;
}
