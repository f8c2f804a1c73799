import type { KnownField } from '../../shared/identity/contract.ts';
import { Panel } from '../ui/Panel.tsx';
import { Checkbox } from '../ui/Field.tsx';
import { valueText } from './personWords.ts';
import { adds, isGrave, type Difference } from './takeFromCard.ts';
import { deskWords } from './words.ts';

type Props = { readonly differences: readonly Difference[]; readonly chosen: ReadonlySet<KnownField>; readonly onChoose: (chosen: ReadonlySet<KnownField>) => void };

/** Card and record side by side where they are not the same; what to take is somebody's choice, value by value. */
export function Differences({ differences, chosen, onChoose }: Props) {
  const t = deskWords();
  const grave = isGrave(differences);
  const toggle = (field: KnownField, on: boolean) => onChoose(new Set(on ? [...chosen, field] : [...chosen].filter((one) => one !== field)));
  return (
    <Panel tone={grave ? 'danger' : 'warn'} title={t.differTitle}>
      {grave ? <p><b>{t.identityDiffers}</b></p> : null}
      <ul class="differ">
        {differences.map((one) => (
          <li class="differ__row" key={one.field}>
            <h3>{t[one.field]}</h3>
            <dl class="differ__pair">
              <div><dt>{t.onCard}</dt><dd>{valueText(one.field, one.card)}</dd></div>
              <div><dt>{t.inRecord}</dt><dd>{one.record === undefined ? <i class="soft">{t.nothingYet}</i> : valueText(one.field, one.record)}</dd></div>
            </dl>
            <Checkbox id={`take-${one.field}`} label={t.takeItem(t[one.field].toLowerCase())} hint={one.record === one.card ? t.confirms : adds(one) ? t.adds : t.replaces} checked={chosen.has(one.field)} onChange={(on) => toggle(one.field, on)} />
          </li>
        ))}
      </ul>
      <p>{t.differText}</p>
      {chosen.size > 0 ? <p role="status">{t.takeCount(String(chosen.size))}</p> : null}
    </Panel>
  );
}
