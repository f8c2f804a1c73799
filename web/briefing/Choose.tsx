import { useState } from 'preact/hooks';
import { number } from '../i18n/format.ts';
import { Checkbox, TextField } from '../ui/Field.tsx';
import { briefingWords } from './words.ts';

type Props = { readonly id: string; readonly label: string; readonly options: readonly { readonly id: string; readonly name: string }[]; readonly chosen: readonly string[]; readonly onChange: (chosen: readonly string[]) => void };

/** Longer lists are searched. */
const FIND_FROM = 8;

const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase();

/** Some of many, by name, without marks; whoever is chosen stays in sight. */
export function Choose({ id, label, options, chosen, onChange }: Props) {
  const t = briefingWords().fields;
  const [typed, setTyped] = useState('');
  const shown = options.filter((option) => chosen.includes(option.id) || folded(option.name).includes(folded(typed.trim())));
  return (
    <div class="stack-tight">
      {options.length >= FIND_FROM ? <TextField id={`${id}-find`} label={t.find} value={typed} onInput={setTyped} /> : null}
      <p class="small soft" role="status">{t.chosen(number(chosen.length))}</p>
      <fieldset class="choose"><legend class="unseen">{label}</legend>
        {shown.map((option) => <Checkbox key={option.id} id={`${id}-${option.id}`} label={option.name} checked={chosen.includes(option.id)} onChange={(on) => onChange(on ? [...chosen, option.id] : chosen.filter((each) => each !== option.id))} />)}
      </fieldset>
    </div>
  );
}
