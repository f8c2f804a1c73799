import { useState } from 'preact/hooks';
import type { DataRequest, DataRequestAnswer, DataRequests, EmergencyAccess, EmergencyAccesses } from '../../shared/consent/contract.ts';
import { PasskeyReset } from '../account/PasskeyReset.tsx';
import { command } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { QueryView } from '../api/QueryView.tsx';
import { useQuery } from '../api/useQuery.ts';
import { dayTime } from '../i18n/format.ts';
import { RequestLine } from '../patient/DataRequests.tsx';
import { privacyWords } from '../patient/privacyWords.ts';
import { useTyped } from '../offline/useTyped.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/Button.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { Select, TextArea } from '../ui/Field.tsx';
import { StatusTag } from '../ui/StatusTag.tsx';
import { officeWords } from './words.ts';

/** The office for data protection: who opened a record in an emergency, and what people ask about their data. */
export function OfficePage() {
  const emergencies = useQuery('emergencies', {}, {}, { every: 30_000 });
  const requests = useQuery('officeRequests', {}, {}, { every: 30_000 });
  return (
    <div class="stack-loose">
      <h1>{officeWords().title}</h1>
      <QueryView query={emergencies}>{(value) => <Emergencies list={value} onChange={emergencies.reload} />}</QueryView>
      <QueryView query={requests}>{(value) => <Requests list={value} onChange={requests.reload} />}</QueryView>
      <PasskeyReset />
    </div>
  );
}

export function Emergencies({ list, onChange }: { readonly list: EmergencyAccesses; readonly onChange: () => Promise<void> }) {
  const t = officeWords();
  return (
    <section class="stack">
      <h2>{t.emergencies}</h2>
      {list.emergencies.length === 0 ? <p class="soft">{t.noEmergencies}</p> : <ul class="list">{list.emergencies.map((one) => <Emergency key={one.id} one={one} onChange={onChange} />)}</ul>}
    </section>
  );
}

function Emergency({ one, onChange }: { readonly one: EmergencyAccess; readonly onChange: () => Promise<void> }) {
  const t = officeWords();
  const [state, setState] = useState<{ readonly busy?: boolean; readonly problem?: Problem }>({});
  const review = async (finding: 'justified' | 'not-justified') => {
    setState({ busy: true });
    const answer = await command('emergencyReview', { id: one.id }, { finding });
    setState(answer.ok ? {} : { problem: answer.problem });
    if (!answer.ok) return;
    announce(t.saved);
    await onChange();
  };
  return (
    <li class="list__row">
      <div class="row-between"><b>{one.patient.name}</b><StatusTag tone={one.reviewed ? 'done' : 'attention'}>{one.reviewed ? t.seen : t.waits}</StatusTag></div>
      <p>{t.by(one.by.name, one.by.organization)} · <span class="number">{dayTime(one.at)}</span></p>
      <p><b>{t.purposes[one.purpose]}</b>: {one.reason}</p>
      {state.problem ? <ProblemView problem={state.problem} /> : null}
      {one.reviewed ? null : <div class="row"><Button busy={state.busy} onClick={() => void review('justified')}>{t.justified}</Button><Button kind="danger" busy={state.busy} onClick={() => void review('not-justified')}>{t.notJustified}</Button></div>}
    </li>
  );
}

export function Requests({ list, onChange }: { readonly list: DataRequests; readonly onChange: () => Promise<void> }) {
  const t = officeWords();
  return (
    <section class="stack">
      <h2>{t.requests}</h2>
      {list.requests.length === 0 ? <p class="soft">{t.noRequests}</p> : list.requests.map((request) => (
        <article class="panel stack" key={request.id}>
          <h3>{request.patient.name}</h3>
          <ul class="list"><RequestLine request={request} /></ul>
          {request.answer ? null : <AnswerForm request={request} onDone={onChange} />}
        </article>
      ))}
    </section>
  );
}

const outcomes = ['done', 'partly', 'refused'] as const satisfies readonly DataRequestAnswer['outcome'][];

function AnswerForm({ request, onDone }: { readonly request: DataRequest; readonly onDone: () => Promise<void> }) {
  const t = officeWords();
  const [outcome, setOutcome] = useState<DataRequestAnswer['outcome']>('done');
  const [text, setText, sent] = useTyped(`data-request-answer/${request.id}`);
  const [tried, setTried] = useState(false);
  const [state, setState] = useState<{ readonly busy?: boolean; readonly problem?: Problem }>({});
  const short = text.trim().length < 5;
  const send = async () => {
    setTried(true);
    if (short) return document.getElementById(`answer-${request.id}`)?.focus();
    setState({ busy: true });
    const answer = await command('dataRequestAnswer', { id: request.id }, { outcome, text: text.trim() });
    setState(answer.ok ? {} : { problem: answer.problem });
    if (!answer.ok) return undefined;
    sent();
    announce(t.saved);
    await onDone();
    return undefined;
  };
  return (
    <form class="stack" noValidate onSubmit={(event) => {
      event.preventDefault();
      void send();
    }}>
      {state.problem ? <ProblemView problem={state.problem} /> : null}
      <Select id={`outcome-${request.id}`} label={t.outcome} value={outcome} onChange={setOutcome} options={outcomes.map((value) => ({ value, label: privacyWords().outcomes[value] }))} />
      <TextArea id={`answer-${request.id}`} label={t.answer} value={text} onInput={setText} max={2000} error={tried && short ? t.answerShort : undefined} />
      <div><Button type="submit" kind="primary" busy={state.busy}>{t.answer}</Button></div>
    </form>
  );
}
