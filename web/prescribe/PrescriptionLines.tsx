import './prescribe.css';
import type { DrugLine, PrescribedLine } from '../../shared/prescription/contract.ts';
import { partialDate } from '../i18n/format.ts';
import { Icon } from '../ui/Icon.tsx';
import { prescribeWords } from './words.ts';

type Shown = Omit<DrugLine, 'allergyReason' | 'kind'> & Partial<Pick<PrescribedLine, 'until' | 'allergy'>> & { readonly allergyReason?: string };

/** Medicines as they are read: what, how to take it, how many, until when. */
export function PrescriptionLines({ lines }: { readonly lines: readonly Shown[] }) {
  const t = prescribeWords();
  return (
    <ol class="rx-list">
      {lines.map((line, index) => {
        const { name, strength, form, quantity, unit, dosage, instruction, days, until, allergy, allergyReason } = line;
        const reason = allergy ? `${allergy.text}. ${allergy.reason}` : allergyReason;
        return (
          <li key={`${String(index)}${name}`}>
            <p class="rx-list__name"><span><b>{name} {strength}</b>{form ? <span class="soft">, {form}</span> : null}</span><b class="number">{t.gives(quantityText(quantity), unit)}</b></p>
            <p class="rx-list__dosage">{dosage}</p>
            {instruction ? <p>{instruction}</p> : null}
            <p class="small soft">{until ? t.until(partialDate(until), String(days)) : `${t.days}: ${String(days)}`}</p>
            {reason ? <p class="rx-list__allergy"><Icon name="alert" size={18} /> {t.given(reason)}</p> : null}
          </li>
        );
      })}
    </ol>
  );
}

/** Under ten with a leading zero, as on paper: nobody can write a digit before it. */
const quantityText = (quantity: number): string => (quantity < 10 && Number.isInteger(quantity) ? `0${String(quantity)}` : String(quantity).replace('.', ','));
