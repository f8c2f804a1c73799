import { number } from '../i18n/format.ts';
import { vitalWords } from '../i18n/vitals.ts';
import { TextField } from '../ui/Field.tsx';
import { Panel } from '../ui/Panel.tsx';
import { unitText } from '../ui/VitalsChart.tsx';
import type { FieldErrors } from '../ui/ErrorSummary.tsx';
import type { RedFlag } from './redFlags.ts';
import { vitalLimits, vitalNames, type VitalFault, type VitalName, type VitalTexts } from './vitals.ts';
import { intakeWords } from './words.ts';

export const vitalFieldId = (name: VitalName): string => `vital-${name}`;

/** Each fault in words, by the field's id. */
export function vitalErrors(faults: Readonly<Partial<Record<VitalName, VitalFault>>>): FieldErrors {
  const t = intakeWords();
  return Object.fromEntries(vitalNames.flatMap((name) => {
    const fault = faults[name];
    const { min, max } = vitalLimits[name];
    return fault ? [[vitalFieldId(name), `${vitalWords().fields[name]}: ${t.faults[fault]}${fault === 'range' ? ` (${t.range(number(min), number(max))})` : ''}`]] : [];
  }));
}

type Props = { readonly texts: VitalTexts; readonly onChange: (texts: VitalTexts) => void; readonly errors: FieldErrors };

export function VitalsFields({ texts, onChange, errors }: Props) {
  const t = intakeWords();
  return (
    <fieldset class="stack">
      <legend class="large"><b>{t.vitals}</b></legend>
      <p class="field__hint">{t.vitalsHint}</p>
      <div class="vital-grid">
        {vitalNames.map((name) => {
          const { unit, whole } = vitalLimits[name];
          const id = vitalFieldId(name);
          return (
            <TextField
              key={name} id={id} label={vitalWords().fields[name]} unit={unitText(unit)} look="short" inputMode={whole ? 'numeric' : 'decimal'}
              value={texts[name] ?? ''} onInput={(text) => onChange({ ...texts, [name]: text })} error={errors[id]}
            />
          );
        })}
      </div>
    </fieldset>
  );
}

export function RedFlagNotice({ flags }: { readonly flags: readonly RedFlag[] }) {
  const t = intakeWords();
  return (
    <div role="alert">
      {flags.length === 0 ? null : (
        <Panel tone="danger" title={t.flagTitle}>
          <ul>{flags.map(({ vital, value, side }) => <li key={`${vital}${side}`}><b>{t[side](vitalWords().fields[vital], `${number(value)} ${unitText(vitalLimits[vital].unit)}`)}</b></li>)}</ul>
          <p>{t.flagText}</p>
        </Panel>
      )}
    </div>
  );
}
