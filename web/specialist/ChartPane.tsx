import type { VNode } from 'preact';
import type { Chart } from '../../shared/record/contract.ts';
import { partialDate } from '../i18n/format.ts';
import { Icon } from '../ui/Icon.tsx';
import { Panel } from '../ui/Panel.tsx';
import { VitalsChart } from '../ui/VitalsChart.tsx';
import { caseWords } from './caseWords.ts';

/** What is known from before: allergies first, because they can do harm today. */
export function KnownBefore({ chart }: { readonly chart: Chart }) {
  const t = caseWords();
  return (
    <div class="grid-3 known-before">
      <Known title={t.allergies} none={t.noAllergies} tone={chart.allergies.length > 0 ? 'danger' : 'plain'}>
        {chart.allergies.map(({ id, text }) => <li key={id} class="known"><Icon name="alert" /><b>{text}</b></li>)}
      </Known>
      <Known title={t.medications} none={t.noMedications}>
        {chart.medications.map(({ id, text, dosage, active }) => <li key={id}><b>{text}</b>{active ? '' : ` (${t.stopped})`}{dosage ? <span class="soft">, {dosage}</span> : null}</li>)}
      </Known>
      <Known title={t.conditions} none={t.noConditions}>
        {chart.conditions.map(({ id, code, text, since, active }) => (
          <li key={id}><b>{text}</b> <span class="soft small number">{[code, since ? t.since(partialDate(since)) : '', active ? '' : t.past].filter(Boolean).join(' · ')}</span></li>
        ))}
      </Known>
    </div>
  );
}

export function VitalsOverTime({ chart }: { readonly chart: Chart }) {
  if (chart.vitals.length === 0) return null;
  return <Panel title={caseWords().vitalsOverTime}><div class="series">{chart.vitals.map((series) => <VitalsChart key={series.code} series={series} />)}</div></Panel>;
}

type KnownProps = { readonly title: string; readonly none: string; readonly tone?: 'plain' | 'danger'; readonly children: readonly VNode[] };

function Known({ title, none, tone = 'plain', children }: KnownProps) {
  return <Panel title={title} tone={tone}>{children.length === 0 ? <p class="soft">{none}</p> : <ul class="stack-tight">{children}</ul>}</Panel>;
}
