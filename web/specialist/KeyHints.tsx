import { listWords } from './words.ts';

/** The keys, always in sight of those who have a keyboard. */
export function KeyHints({ lists }: { readonly lists: number }) {
  const t = listWords();
  const keys = [[['j', 'k'], t.keys.move], [['Enter'], t.keys.open], [Array.from({ length: lists }, (_, index) => String(index + 1)), t.keys.list]] as const;
  return (
    <dl class="key-hints small" aria-label={t.keysLabel}>
      {keys.map(([pressed, does]) => <div key={does}><dt>{pressed.map((key) => <kbd key={key}>{key}</kbd>)}</dt><dd>{does}</dd></div>)}
    </dl>
  );
}
