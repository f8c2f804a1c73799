import { useState } from 'preact/hooks';
import type { DataRequest, DataRequests as RequestList } from '../../shared/consent/contract.ts';
import { command } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { day } from '../i18n/format.ts';
import { useTyped } from '../offline/useTyped.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/Button.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { RadioCards, TextArea } from '../ui/Field.tsx';
import { StatusTag } from '../ui/StatusTag.tsx';
import { privacyWords } from './privacyWords.ts';

type Kind = DataRequest['kind'];
const kinds: readonly Kind[] = ['copy', 'correction', 'restriction', 'deletion'];

/** A copy, a correction, a restriction, a deletion: sent, its clock, and what was answered. */
export function DataRequests({ patientId, requests, onChange }: { readonly patientId: string; readonly requests: RequestList; readonly onChange: () => Promise<void> }) {
  const t = privacyWords();
  return (
    <section class="stack">
      <div class="stack-tight"><h2>{t.requests}</h2><p>{t.requestsText}</p></div>
      {requests.requests.length === 0 ? <p class="soft">{t.noRequests}</p> : <ul class="list">{requests.requests.map((request) => <RequestLine key={request.id} request={request} />)}</ul>}
      <NewRequest patientId={patientId} onDone={onChange} />
    </section>
  );
}

export function RequestLine({ request }: { readonly request: DataRequest }) {
  const t = privacyWords();
  const { answer } = request;
  return (
    <li class="list__row">
      <div class="row-between">
        <b>{t.requestKinds[request.kind]}</b>
        {answer ? <StatusTag tone={answer.outcome === 'refused' ? 'stopped' : 'done'}>{t.outcomes[answer.outcome]}</StatusTag> : <StatusTag tone={request.late ? 'danger' : 'waiting'}>{request.late ? t.late : t.waiting}</StatusTag>}
      </div>
      <p>{request.text}</p>
      {answer ? <p><b>{answer.by}</b>, <span class="number">{day(answer.at)}</span>: {answer.text}</p> : <p class="soft">{t.due(day(request.dueAt))}</p>}
    </li>
  );
}

function NewRequest({ patientId, onDone }: { readonly patientId: string; readonly onDone: () => Promise<void> }) {
  const t = privacyWords();
  const [kind, setKind] = useState<Kind>('correction');
  const [text, setText, sent] = useTyped(`data-request/${patientId}`);
  const [tried, setTried] = useState(false);
  const [state, setState] = useState<{ readonly busy?: boolean; readonly problem?: Problem }>({});
  const short = text.trim().length < 5;
  const send = async () => {
    setTried(true);
    if (short) return document.getElementById('data-request-text')?.focus();
    setState({ busy: true });
    const answer = await command('dataRequest', { patientId }, { kind, text: text.trim() });
    setState(answer.ok ? {} : { problem: answer.problem });
    if (!answer.ok) return undefined;
    sent();
    setTried(false);
    announce(t.sent);
    await onDone();
    return undefined;
  };
  return (
    <form class="panel stack" noValidate aria-label={t.requests} onSubmit={(event) => {
      event.preventDefault();
      void send();
    }}>
      {state.problem ? <ProblemView problem={state.problem} /> : null}
      <RadioCards id="data-request-kind" label={t.requestKind} value={kind} onChange={setKind} options={kinds.map((value) => ({ value, label: t.requestKinds[value], hint: t.requestHints[value] }))} />
      <TextArea id="data-request-text" label={t.requestText} value={text} onInput={setText} max={2000} error={tried && short ? t.tooShort : undefined} />
      <div><Button type="submit" kind="primary" busy={state.busy}>{t.send}</Button></div>
    </form>
  );
}
