import { useState } from 'preact/hooks';
import type { Chart } from '../../shared/record/contract.ts';
import { download } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { QueryView } from '../api/QueryView.tsx';
import { useQuery } from '../api/useQuery.ts';
import { DownloadPdf } from '../conclusion/DownloadPdf.tsx';
import { dayForName, saveFile } from '../conclusion/saveFile.ts';
import { day } from '../i18n/format.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState, ProblemView } from '../ui/Feedback.tsx';
import { Panel } from '../ui/Panel.tsx';
import { ReadAloud } from '../ui/ReadAloud.tsx';
import { patientWords } from './words.ts';

export function DocumentsPage({ patientId }: { readonly patientId: string }) {
  const chart = useQuery('chart', { patientId }, {});
  return <><h1>{patientWords().documents}</h1><QueryView query={chart}>{(value) => <Documents chart={value} />}</QueryView></>;
}

export function Documents({ chart }: { readonly chart: Chart }) {
  const t = patientWords();
  const signed = chart.visits.filter((visit) => visit.signed);
  return (
    <div class="stack-loose">
      <ReadAloud text={[...signed.map((visit) => `${t.conclusionOf(day(visit.at))}. ${visit.summary}`), t.whole, t.wholeText, t.keepSafe].join('. ')} />
      {signed.length === 0 ? <EmptyState title={t.noDocuments}>{t.noDocumentsText}</EmptyState> : signed.map((visit) => (
        <article key={visit.consultationId} class="panel">
          <h2 class="number">{t.conclusionOf(day(visit.at))}</h2>
          <p>{visit.summary}</p>
          <p class="soft">{t.with(visit.specialist ?? '', visit.facility)}</p>
          <DownloadPdf large consultationId={visit.consultationId} signedAt={visit.at} />
        </article>
      ))}
      <WholeRecord patientId={chart.patient.id} />
    </div>
  );
}

/** FHIR R4 Patient/$everything, saved under a name that says nothing of the person. */
function WholeRecord({ patientId }: { readonly patientId: string }) {
  const t = patientWords();
  const [state, setState] = useState<'idle' | 'busy' | Problem>('idle');
  const take = async () => {
    setState('busy');
    const answer = await download(`/fhir/Patient/${encodeURIComponent(patientId)}/$everything`, 'application/fhir+json');
    if (!answer.ok) return setState(answer.problem);
    saveFile(answer.value, t.wholeName(dayForName(new Date().toISOString())));
    announce(t.wholeSaved);
    return setState('idle');
  };
  return (
    <Panel title={t.whole}>
      <p>{t.wholeText}</p>
      <div><Button large busy={state === 'busy'} busyText={t.wholeBusy} onClick={() => void take()}>{t.wholeGet}</Button></div>
      <p class="soft">{t.keepSafe}</p>
      {typeof state === 'object' ? <ProblemView problem={state} onRetry={() => void take()} /> : null}
    </Panel>
  );
}
