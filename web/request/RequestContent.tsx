import type { ConsultationView } from '../../shared/consultation/contract.ts';
import { number } from '../i18n/format.ts';
import { vitalWords } from '../i18n/vitals.ts';
import { vitalLimits, vitalNames } from '../intake/vitals.ts';
import { Panel } from '../ui/Panel.tsx';
import { RecordImage } from '../ui/RecordImage.tsx';
import { unitText } from '../ui/VitalsChart.tsx';
import { requestWords } from './words.ts';

/** What the station sent: questions, symptoms, values, pictures. */
export function RequestContent({ view }: { readonly view: Pick<ConsultationView, 'questions' | 'symptoms' | 'vitals' | 'photos'> }) {
  const t = requestWords();
  const measured = vitalNames.filter((name) => view.vitals[name] !== undefined && name !== 'diastolic');
  return (
    <Panel title={t.content}>
      <h3>{t.questions}</h3>
      <ol class="numbered">{view.questions.map((question) => <li key={question.number}><b class="number">{question.number}.</b><span class="keep-lines">{question.text}</span></li>)}</ol>
      <h3>{t.symptoms}</h3>
      <p class="keep-lines">{view.symptoms}</p>
      {measured.length > 0 ? <h3>{t.vitals}</h3> : null}
      <ul class="vitals-line">
        {measured.map((name) => {
          const pressure = name === 'systolic';
          const value = pressure ? `${number(view.vitals.systolic ?? 0)}/${number(view.vitals.diastolic ?? 0)}` : number(view.vitals[name] ?? 0);
          return <li key={name}><span class="soft small">{pressure ? vitalWords().series['blood-pressure'] : vitalWords().fields[name]}</span><br /><b class="number">{value}</b> <span class="small soft">{unitText(vitalLimits[name].unit)}</span></li>;
        })}
      </ul>
      {view.photos.length > 0 ? (
        <>
          <h3>{t.photos}</h3>
          <ul class="photos">{view.photos.map((photo, index) => <li class="photo" key={photo.binaryId}><RecordImage binaryId={photo.binaryId} alt={photo.caption ?? t.photo(String(index + 1))} />{photo.caption ? <span class="small">{photo.caption}</span> : null}</li>)}</ul>
        </>
      ) : null}
    </Panel>
  );
}
