import { useState } from 'preact/hooks';
import { Button } from '../ui/Button.tsx';
import { TextField } from '../ui/Field.tsx';
import { insuranceWords } from './words.ts';

/** A number from the paper card or VssID, for those whom the numbers on record don't find. */
export function CardNumberForm({ busy, onAsk }: { readonly busy: boolean; readonly onAsk: (cardNumber: string) => void }) {
  const t = insuranceWords();
  const [value, setValue] = useState('');
  const [error, setError] = useState<string>();
  const ask = (event: Event) => {
    event.preventDefault();
    setError(value.trim() ? undefined : t.numberMissing);
    if (value.trim()) onAsk(value);
  };
  return (
    <form class="stack-tight" onSubmit={ask}>
      <TextField id="card-number" label={t.numberLabel} hint={t.numberHint} value={value} onInput={setValue} error={error} look="digits" maxLength={40} />
      <div><Button type="submit" busy={busy} busyText={t.checking}>{t.askByNumber}</Button></div>
    </form>
  );
}
