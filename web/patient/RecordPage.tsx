import type { VNode } from 'preact';
import type { Chart } from '../../shared/record/contract.ts';
import { QueryView } from '../api/QueryView.tsx';
import { useQuery } from '../api/useQuery.ts';
import { partialDate } from '../i18n/format.ts';
import { Panel } from '../ui/Panel.tsx';
import { PhotoWall } from '../ui/PhotoWall.tsx';
import { ReadAloud } from '../ui/ReadAloud.tsx';
import { seriesName, unitText, VitalsChart } from '../ui/VitalsChart.tsx';
import { Recordings, spokenRecordings } from './Recordings.tsx';
import { trendSentence } from './trend.ts';
import { patientWords } from './words.ts';

export function RecordPage({ patientId }: { readonly patientId: string }) {
  const chart = useQuery('chart', { patientId }, {});
  return <><h1>{patientWords().record}</h1><QueryView query={chart} rows={4}>{(value) => <PatientRecord chart={value} />}</QueryView></>;
}

export function PatientRecord({ chart }: { readonly chart: Chart }) {
  const t = patientWords();
  const medicines = chart.medications.map(({ id, text, dosage, until, active }) => <li key={id}><b>{text}</b>{active ? '' : ` (${t.stopped})`}{dosage ? <><br />{dosage}</> : null}{until && active ? <><br /><span class="soft">{t.takeUntil(partialDate(until))}</span></> : null}</li>);
  const conditions = chart.conditions.map(({ id, text, since, active }) => <li key={id}><b>{text}</b> <span class="soft">{[since ? t.since(partialDate(since)) : '', active ? '' : t.past_].filter(Boolean).join(', ')}</span></li>);
  const card = chart.insurance?.card;
  return (
    <div class="stack-loose">
      <ReadAloud text={spokenRecord(chart)} />
      <Section title={t.allergies} none={t.noAllergies} items={chart.allergies.map(({ id, text }) => <li key={id}><b>{text}</b></li>)} tone={chart.allergies.length > 0 ? 'danger' : 'plain'} />
      <Section title={t.medications} none={t.noMedications} items={medicines} />
      <Section title={t.conditions} none={t.noConditions} items={conditions} />
      <Panel title={t.vitals}>
        {chart.vitals.length === 0 ? <p class="soft">{t.noVitals}</p> : chart.vitals.map((series) => (
          <div key={series.code} class="stack-tight patient-series"><VitalsChart series={series} /><p>{trendSentence(series, seriesName(series.code), unitText(series.unit))}</p></div>
        ))}
      </Panel>
      <Panel title={t.photos}>{chart.photos.length === 0 ? <p class="soft">{t.noPhotos}</p> : <PhotoWall photos={chart.photos} />}</Panel>
      <Recordings chart={chart} />
      {card ? <Panel title={t.insurance}><p><b class="number">{card.number}</b>{card.validTo ? `, ${t.validTo(partialDate(card.validTo))}` : ''}</p></Panel> : null}
    </div>
  );
}

type SectionProps = { readonly title: string; readonly none: string; readonly items: readonly VNode[]; readonly tone?: 'plain' | 'danger' };

const Section = ({ title, none, items, tone = 'plain' }: SectionProps) => (
  <Panel title={title} tone={tone}>{items.length === 0 ? <p class="soft">{none}</p> : <ul class="stack">{items}</ul>}</Panel>
);

function spokenRecord(chart: Chart): string {
  const t = patientWords();
  const part = (title: string, none: string, items: readonly string[]) => `${title}: ${items.length > 0 ? items.join('. ') : none}`;
  return [
    part(t.allergies, t.noAllergies, chart.allergies.map(({ text }) => text)),
    part(t.medications, t.noMedications, chart.medications.filter(({ active }) => active).map(({ text, dosage, until }) => [text, dosage, until ? t.takeUntil(partialDate(until)) : ''].filter(Boolean).join(', '))),
    part(t.conditions, t.noConditions, chart.conditions.map(({ text }) => text)),
    ...chart.vitals.map((series) => trendSentence(series, seriesName(series.code), unitText(series.unit))),
    ...(chart.recordings?.length ? [part(t.recordings, '', spokenRecordings(chart))] : []),
  ].join('. ');
}
