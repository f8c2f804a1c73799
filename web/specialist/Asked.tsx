import type { ConsultationView } from '../../shared/consultation/contract.ts';
import { common } from '../i18n/common.ts';
import { number } from '../i18n/format.ts';
import { vitalWords } from '../i18n/vitals.ts';
import { PhotoWall } from '../ui/PhotoWall.tsx';
import { Panel } from '../ui/Panel.tsx';
import { caseWords } from './caseWords.ts';

/** The numbered questions: the first thing that a specialist looks for. */
export function Questions({ view }: { readonly view: Pick<ConsultationView, 'questions'> }) {
  const t = caseWords();
  return (
    <Panel tone="accent" title={t.asked}>
      <ol class="asked">{view.questions.map(({ number: n, text }) => <li key={n}><span class="asked__number" aria-hidden="true">{String(n)}</span><span>{text}</span></li>)}</ol>
    </Panel>
  );
}

type Shown = { readonly label: string; readonly value: string; readonly unit: string };

function shownVitals({ vitals: v }: Pick<ConsultationView, 'vitals'>): { readonly measured: readonly Shown[]; readonly missing: readonly string[] } {
  const t = vitalWords();
  const pressure = v.systolic === undefined || v.diastolic === undefined ? undefined : `${number(v.systolic)}/${number(v.diastolic)}`;
  const say = (value: number | undefined) => (value === undefined ? undefined : number(value));
  const all = [
    [t.series['blood-pressure'], pressure, 'mmHg'], [t.fields.heartRate, say(v.heartRate), t.perMinute], [t.fields.oxygenSaturation, say(v.oxygenSaturation), '%'],
    [t.fields.respiratoryRate, say(v.respiratoryRate), t.perMinute], [t.fields.temperature, say(v.temperature), '°C'], [t.fields.bloodGlucose, say(v.bloodGlucose), 'mmol/L'],
    [t.fields.weight, say(v.weight), 'kg'], [t.fields.height, say(v.height), 'cm'],
  ] as const;
  return {
    measured: all.flatMap(([label, value, unit]) => (value === undefined ? [] : [{ label, value, unit }])),
    missing: all.flatMap(([label, value]) => (value === undefined ? [label] : [])),
  };
}

/** What the station measured, saw and photographed this time. */
export function Presented({ view }: { readonly view: ConsultationView }) {
  const t = caseWords();
  const { measured, missing } = shownVitals(view);
  return (
    <>
      <Panel title={t.vitalsToday}>
        {measured.length === 0 ? <p class="soft">{t.noVitals}</p> : (
          <dl class="readings">{measured.map(({ label, value, unit }) => <div key={label}><dt>{label}</dt><dd><b class="number">{value}</b> <span class="small soft">{unit}</span></dd></div>)}</dl>
        )}
        {measured.length > 0 && missing.length > 0 ? <p class="small soft">{t.notMeasured(missing.join(', '))}</p> : null}
      </Panel>
      <Panel title={t.symptoms}><p class="keep-lines measure">{view.symptoms || common().unknown}</p></Panel>
      <Panel title={t.photos}>{view.photos.length === 0 ? <p class="soft">{t.noPhotos}</p> : <PhotoWall photos={view.photos} />}</Panel>
    </>
  );
}
