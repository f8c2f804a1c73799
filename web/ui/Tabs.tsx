import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';

export type Tab<K extends string> = { readonly key: K; readonly label: ComponentChildren };

type TabsProps<K extends string> = { readonly id: string; readonly label: string; readonly tabs: readonly Tab<K>[]; readonly current: K; readonly onSelect: (key: K) => void; readonly children: ComponentChildren };

/** Tabs by the ARIA pattern: arrows move, only the current one is in the tab order. */
export function Tabs<K extends string>({ id, label, tabs, current, onSelect, children }: TabsProps<K>) {
  const bar = useRef<HTMLDivElement>(null);
  const move = (by: number) => {
    const index = tabs.findIndex((tab) => tab.key === current);
    const next = tabs[(index + by + tabs.length) % tabs.length];
    if (!next) return;
    onSelect(next.key);
    bar.current?.querySelector<HTMLElement>(`#${CSS.escape(`${id}-${next.key}`)}`)?.focus();
  };
  return (
    <div class="stack">
      <div class="tabs" role="tablist" aria-label={label} ref={bar} onKeyDown={(event) => {
        if (event.key === 'ArrowRight') move(1);
        if (event.key === 'ArrowLeft') move(-1);
      }}>
        {tabs.map((tab) => (
          <button key={tab.key} id={`${id}-${tab.key}`} type="button" role="tab" aria-selected={tab.key === current} aria-controls={`${id}-panel`} tabIndex={tab.key === current ? 0 : -1} onClick={() => onSelect(tab.key)}>{tab.label}</button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${current}`} class="stack">{children}</div>
    </div>
  );
}
