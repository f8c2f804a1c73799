import { useId, useState } from 'preact/hooks';
import type { Medicine } from '../../shared/prescription/contract.ts';
import { get } from '../api/client.ts';
import { useSuggestions } from '../api/useSuggestions.ts';
import { language } from '../i18n/language.ts';
import { ErrorLine } from '../ui/Field.tsx';
import { prescribeWords } from './words.ts';

type PickerProps = { readonly id: string; readonly value: string; readonly hint: boolean; readonly error?: string; readonly onType: (name: string) => void; readonly onChoose: (medicine: Medicine) => void };

/** A medicine's name as free text with suggestions below (ARIA combobox, list autocomplete): what is typed counts, whether it is suggested or not. */
export function MedicinePicker({ id, value, hint, error, onType, onChoose }: PickerProps) {
  const t = prescribeWords();
  const list = useId();
  const [asking, ask] = useState('');
  const [at, setAt] = useState(-1);
  const found = useSuggestions(asking, medicinesLike, 2);
  const medicines = found === 'searching' ? [] : found;
  const open = medicines.length > 0;
  const close = () => {
    ask('');
    setAt(-1);
  };
  const choose = (one: Medicine | undefined) => {
    close();
    if (one) onChoose(one);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter') event.preventDefault();
    if (!open) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) setAt((Math.max(at, move > 0 ? -1 : 0) + move + medicines.length) % medicines.length);
    if (event.key === 'Enter') choose(medicines[Math.max(at, 0)]);
    if (event.key === 'Escape') close();
    if (move || event.key === 'Escape') event.preventDefault();
  };
  return (
    <div class={error ? 'field field--wrong' : 'field'}>
      <label class="field__label" for={id}>{t.name}</label>
      {hint ? <p class="field__hint" id={`${id}-hint`}>{t.nameHint}</p> : null}
      <ErrorLine id={id} error={error} />
      <div class="picker">
        <input
          id={id} class="input" type="text" role="combobox" autocomplete="off" spellcheck={false} maxLength={200} aria-autocomplete="list" aria-expanded={open} aria-controls={list} value={value}
          aria-activedescendant={open && at >= 0 ? `${list}-${String(at)}` : undefined} aria-describedby={[hint ? `${id}-hint` : '', error ? `${id}-error` : ''].join(' ').trim() || undefined} aria-invalid={error ? 'true' : undefined}
          onInput={(event) => {
            onType(event.currentTarget.value);
            ask(event.currentTarget.value);
            setAt(-1);
          }} onKeyDown={press} onBlur={close}
        />
        <ul class="picker__list" role="listbox" id={list} aria-label={t.name} hidden={!open}>
          {medicines.map((one, index) => (
            <li key={one.code} id={`${list}-${String(index)}`} role="option" aria-selected={index === at} class="picker__one picker__one--words" onMouseDown={(event) => event.preventDefault()} onClick={() => choose(one)}>
              <span><b>{language.value === 'en' ? one.en : one.name}</b> {one.strength} <span class="soft">{one.form}{one.kind === 'C' ? '' : ` · ${t.kinds[one.kind]}`}</span></span>
            </li>
          ))}
        </ul>
        <p class="unseen" role="status">{open ? t.found(String(medicines.length)) : ''}</p>
      </div>
    </div>
  );
}

const medicinesLike = async (q: string, signal: AbortSignal): Promise<readonly Medicine[]> => {
  const answer = await get('medicines', {}, { q }, { signal, tries: 2 });
  return answer.ok ? answer.value.medicines : [];
};
