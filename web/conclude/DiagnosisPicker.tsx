import { useId, useState } from 'preact/hooks';
import type { Conclusion, DiagnosisCodes } from '../../shared/consultation/contract.ts';
import { get } from '../api/client.ts';
import { useSuggestions } from '../api/useSuggestions.ts';
import { language } from '../i18n/language.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorLine } from '../ui/Field.tsx';
import { withDiagnosis, withMain, withoutDiagnosis } from './draft.ts';
import { concludeWords } from './words.ts';

type Codes = DiagnosisCodes['codes'];
type PickerProps = { readonly id: string; readonly value: Conclusion['diagnoses']; readonly onChange: (value: Conclusion['diagnoses']) => void; readonly error?: string };

/** ICD-10 by words or code: a combobox by the ARIA pattern; what is chosen stands below, one of it the main one. */
export function DiagnosisPicker({ id, value, onChange, error }: PickerProps) {
  const t = concludeWords();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const list = useId();
  const codes = useSuggestions(typed, codesLike);
  const open = typed.trim() !== '' && codes !== 'searching' && codes.length > 0;
  const choose = (one: Codes[number] | undefined) => {
    if (!one) return;
    onChange(withDiagnosis(value, one.code, language.value === 'en' ? one.en : one.vi));
    setTyped('');
  };
  const press = (event: KeyboardEvent) => {
    if (!open) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) setAt((at + move + codes.length) % codes.length);
    if (event.key === 'Enter') choose(codes[at]);
    if (event.key === 'Escape') setTyped('');
    if (move || event.key === 'Enter' || event.key === 'Escape') event.preventDefault();
  };
  return (
    <div class={error ? 'field field--wrong' : 'field'}>
      <label class="field__label" for={id}>{t.diagnosis}</label>
      <p class="field__hint" id={`${id}-hint`}>{t.diagnosisHint}</p>
      <ErrorLine id={id} error={error} />
      <Chosen value={value} onChange={onChange} />
      <div class="picker">
        <input
          id={id} class="input" type="text" role="combobox" autocomplete="off" spellcheck={false} aria-autocomplete="list" aria-expanded={open} aria-controls={list} value={typed}
          aria-activedescendant={open ? `${list}-${String(at)}` : undefined} aria-describedby={[`${id}-hint`, error ? `${id}-error` : ''].join(' ').trim()} aria-invalid={error ? 'true' : undefined}
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            setAt(0);
          }} onKeyDown={press}
        />
        <ul class="picker__list" role="listbox" id={list} aria-label={t.diagnosis} hidden={!open}>
          {open ? codes.map((one, index) => (
            <li key={one.code} id={`${list}-${String(index)}`} role="option" aria-selected={index === at} class="picker__one" onMouseDown={(event) => event.preventDefault()} onClick={() => choose(one)}>
              <b class="number">{one.code}</b><span>{language.value === 'en' ? one.en : one.vi}{value.some(({ code }) => code === one.code) ? <span class="soft"> ({t.already})</span> : null}</span>
            </li>
          )) : null}
        </ul>
        <p class="small soft" role="status">{typed.trim() === '' ? '' : codes === 'searching' ? t.searching : codes.length === 0 ? t.noneFound : t.found(String(codes.length))}</p>
      </div>
    </div>
  );
}

const codesLike = async (q: string, signal: AbortSignal): Promise<Codes> => {
  const answer = await get('diagnosisCodes', {}, { q }, { signal, tries: 2 });
  return answer.ok ? answer.value.codes.slice(0, 12) : [];
};

function Chosen({ value, onChange }: Pick<PickerProps, 'value' | 'onChange'>) {
  const t = concludeWords();
  if (value.length === 0) return null;
  return (
    <ul class="chosen">
      {value.map(({ code, display, main }) => (
        <li key={code} class={main ? 'chosen__one chosen__one--main' : 'chosen__one'}>
          <label class="chosen__main"><input type="radio" name="main-diagnosis" checked={main} aria-label={`${t.makeMain}: ${display}`} onChange={() => onChange(withMain(value, code))} /><span class="small">{main ? t.main : t.secondary}</span></label>
          <span class="grow"><b class="number">{code}</b> {display}</span>
          <Button kind="quiet" label={t.removeDiagnosis(display)} onClick={() => onChange(withoutDiagnosis(value, code))}>×</Button>
        </li>
      ))}
    </ul>
  );
}
