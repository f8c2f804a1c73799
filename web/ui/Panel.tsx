import type { ComponentChildren } from 'preact';

type PanelProps = {
  readonly title?: string;
  readonly tone?: 'plain' | 'accent' | 'warn' | 'danger' | 'good' | 'sunken';
  readonly children: ComponentChildren;
  readonly aside?: ComponentChildren;
  readonly label?: string;
};

export function Panel({ title, tone = 'plain', children, aside, label }: PanelProps) {
  return (
    <section class={tone === 'plain' ? 'panel' : `panel panel--${tone}`} aria-label={label}>
      {title || aside ? <div class="row-between">{title ? <h2>{title}</h2> : null}{aside}</div> : null}
      {children}
    </section>
  );
}

export type Fact = readonly [label: string, value: ComponentChildren];

/** Labelled values; those without a value are left out. */
export function Facts({ items, wide = false }: { readonly items: readonly (Fact | undefined)[]; readonly wide?: boolean }) {
  return (
    <dl class={wide ? 'facts facts--wide' : 'facts'}>
      {items.filter((item): item is Fact => item !== undefined && item[1] !== undefined && item[1] !== '').map(([label, value]) => (
        <div key={label}><dt>{label}</dt><dd>{value}</dd></div>
      ))}
    </dl>
  );
}
