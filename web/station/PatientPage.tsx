import type { ConsultationRow } from '../../shared/consultation/contract.ts';
import type { Chart } from '../../shared/record/contract.ts';
import { QueryView } from '../api/QueryView.tsx';
import { useQuery } from '../api/useQuery.ts';
import { askDraftName } from '../ask/AskPage.tsx';
import { emptyAsk } from '../ask/askForm.ts';
import { PatientLine } from '../ask/PatientLine.tsx';
import { askWords } from '../ask/words.ts';
import { dayTime } from '../i18n/format.ts';
import { InsurancePanel } from '../insurance/InsurancePanel.tsx';
import { officeWords } from '../privacy/words.ts';
import { useDraft } from '../offline/useDraft.ts';
import { isOpen } from '../request/progress.ts';
import { ButtonLink } from '../ui/Button.tsx';
import { StateTag } from '../ui/ConsultationTags.tsx';
import { Icon } from '../ui/Icon.tsx';
import { List, ListRow } from '../ui/List.tsx';
import { Panel } from '../ui/Panel.tsx';
import { VitalsChart } from '../ui/VitalsChart.tsx';
import { JoinedFrom } from './JoinedFrom.tsx';
import { stationWords } from './words.ts';

/** One person at the desk: insurance, what is under way, what came before, and the way on. */
export function PatientPage({ patientId }: { readonly patientId: string }) {
  const chart = useQuery('chart', { patientId }, {});
  const rows = useQuery('consultations', {}, { list: 'station' });
  const draft = useDraft(askDraftName(patientId), emptyAsk);
  const open = (rows.value?.rows ?? []).filter((row) => row.patient.id === patientId && isOpen(row.state));
  return (
    <div class="stack-loose">
      <PatientHead chart={chart.value} />
      {chart.value?.patient.replaces ? <JoinedFrom patientId={chart.value.patient.id} others={chart.value.patient.replaces} /> : null}
      <InsurancePanel patientId={patientId} />
      {open.length > 0 ? <OpenRequests rows={open} /> : null}
      <StartAsking patientId={patientId} again={open.length > 0} draft={draft.restored} />
      <QueryView query={chart}>{(value) => <ChartView chart={value} />}</QueryView>
      <ConsentsLink patientId={patientId} />
      {chart.problem?.status === 404 ? <p><ButtonLink kind="danger" href={`/office/emergency/${encodeURIComponent(patientId)}`}>{officeWords().link}</ButtonLink></p> : null}
    </div>
  );
}

export function ConsentsLink({ patientId }: { readonly patientId: string }) {
  return <p><ButtonLink href={`/station/patients/${encodeURIComponent(patientId)}/consents`}>{stationWords().consents}</ButtonLink></p>;
}

export function PatientHead({ chart }: { readonly chart?: Chart }) {
  return <div class="stack-tight"><h1>{chart?.patient.name ?? askWords().patientUnknown}</h1><PatientLine patient={chart?.patient} named={false} /></div>;
}

export function OpenRequests({ rows }: { readonly rows: readonly ConsultationRow[] }) {
  const t = askWords();
  return (
    <Panel tone="accent" title={t.openTitle}>
      <List label={t.openTitle}>{rows.map((row) => <ListRow key={row.id} href={`/station/requests/${encodeURIComponent(row.id)}`} title={row.questions[0] ?? row.facility.name} aside={<StateTag state={row.state} />} />)}</List>
    </Panel>
  );
}

export function StartAsking({ patientId, again, draft }: { readonly patientId: string; readonly again: boolean; readonly draft: boolean }) {
  const t = askWords();
  return <div><ButtonLink kind={again ? 'plain' : 'primary'} large href={`/station/patients/${encodeURIComponent(patientId)}/intake`}><Icon name="send" />{draft ? t.goOn : t.start}</ButtonLink></div>;
}

export function ChartView({ chart }: { readonly chart: Chart }) {
  const t = askWords();
  return (
    <div class="stack-loose">
      <div class="grid-3">
      <Known title={t.allergies} items={chart.allergies.map(({ id, text }) => [id, text])} tone="warn" />
      <Known title={t.conditions} items={chart.conditions.filter(({ active }) => active).map(({ id, text, code }) => [id, code ? `${text} (${code})` : text])} />
      <Known title={t.medications} items={chart.medications.filter(({ active }) => active).map(({ id, text, dosage }) => [id, dosage ? `${text}: ${dosage}` : text])} />
      </div>
      {chart.vitals.length > 0 ? <Vitals all={chart.vitals} /> : null}
      <section class="stack-tight">
        <h2>{t.visits}</h2>
        {chart.visits.length === 0 ? <p class="soft">{t.noVisits}</p> : (
          <List label={t.visits}>
            {chart.visits.map((visit) => (
              <ListRow key={visit.consultationId} href={`/station/requests/${encodeURIComponent(visit.consultationId)}`} title={visit.summary} aside={<StateTag state={visit.state} />}>
                <p class="small soft"><span class="number">{dayTime(visit.at)}</span> · {visit.facility}{visit.specialist ? ` · ${visit.specialist}` : ''}</p>
              </ListRow>
            ))}
          </List>
        )}
      </section>
    </div>
  );
}

/** What has a course is drawn; single readings stand together below, so that no row is half empty. */
function Vitals({ all }: { readonly all: Chart['vitals'] }) {
  const cards = (list: Chart['vitals']) => list.map((series) => <Panel key={series.code} label={series.code}><VitalsChart series={series} /></Panel>);
  const drawn = all.filter(({ points }) => points.length > 1);
  return (
    <section class="stack">
      <h2>{askWords().lastVitals}</h2>
      {drawn.length > 0 ? <div class="grid-2">{cards(drawn)}</div> : null}
      {drawn.length < all.length ? <div class="grid-3">{cards(all.filter((series) => !drawn.includes(series)))}</div> : null}
    </section>
  );
}

function Known({ title, items, tone = 'plain' }: { readonly title: string; readonly items: readonly (readonly [id: string, text: string])[]; readonly tone?: 'plain' | 'warn' }) {
  if (items.length === 0) return null;
  return <Panel title={title} tone={tone}><ul>{items.map(([id, text]) => <li key={id}>{text}</li>)}</ul></Panel>;
}
