import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import type { Chart } from '../../shared/record/contract.ts';
import type { Directory } from '../../shared/booking/contract.ts';
import { isPassing } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { QueryView } from '../api/QueryView.tsx';
import { useQuery } from '../api/useQuery.ts';
import { me } from '../auth/session.ts';
import { ageInYears } from '../i18n/format.ts';
import { redFlagsIn } from '../intake/redFlags.ts';
import { readVitals } from '../intake/vitals.ts';
import { online } from '../offline/online.ts';
import { sendNow, type Waiting } from '../offline/outbox.ts';
import { draftKey, useDraft } from '../offline/useDraft.ts';
import { Loading } from '../ui/Feedback.tsx';
import { AskView } from './AskView.tsx';
import { asEmergency, emptyAsk, requestOf, type AskForm } from './askForm.ts';
import { IntakeView } from './IntakeView.tsx';

export const askDraftName = (patientId: string): string => `ask-${patientId}`;

/** Intake and questions of one request, on two pages over one draft. */
export function AskPage({ patientId, page }: { readonly patientId: string; readonly page: 'intake' | 'ask' }) {
  const kept = useDraft(askDraftName(patientId), emptyAsk);
  const chart = useQuery('chart', { patientId }, {});
  // Asked for on the first page too: the second may be reached without a network.
  const directory = useQuery('directory', {}, {}, { keep: true });
  const about = chart.value?.patient;
  const draft = { ...kept, change: (part: Partial<AskForm>) => kept.change(about ? { ...part, about } : part) };
  const begun = kept.ready && (kept.restored || kept.value.symptoms !== '' || Object.keys(kept.value.vitals).length > 0);
  useEffect(() => {
    if (begun && about && kept.value.about?.name !== about.name) kept.change({ about });
  }, [begun, about]);
  if (!draft.ready) return <Loading />;
  const patient = about ?? draft.value.about;
  const flags = redFlagsIn(readVitals(draft.value.vitals).vitals, patient?.birthDate ? ageInYears(patient.birthDate) : undefined);
  if (page === 'intake') return <Intake patientId={patientId} draft={draft} patient={patient} flags={flags} />;
  return <QueryView query={directory}>{(found) => <Asking patientId={patientId} draft={draft} patient={patient} flags={flags} directory={found} />}</QueryView>;
}

type Shared = { readonly patientId: string; readonly draft: ReturnType<typeof useDraft<typeof emptyAsk>>; readonly patient?: Chart['patient']; readonly flags: ReturnType<typeof redFlagsIn> };

function Intake({ patientId, draft, patient, flags }: Shared) {
  const [, go] = useLocation();
  const next = () => {
    if (flags.length > 0) draft.change(asEmergency(draft.value));
    go(`/station/patients/${encodeURIComponent(patientId)}/ask`);
  };
  return <IntakeView form={draft.value} change={draft.change} patient={patient} flags={flags} restored={draft.restored} onNext={next} />;
}

function Asking({ patientId, draft, patient, flags, directory }: Shared & { readonly directory: Directory }) {
  const [, go] = useLocation();
  const [state, setState] = useState<{ readonly busy: boolean; readonly problem?: Problem; readonly kept?: boolean }>({ busy: false });
  const [waiting, setWaiting] = useState<{ readonly text: string; readonly item: Waiting } | undefined>(undefined);
  const send = async () => {
    setState({ busy: true });
    const body = requestOf(patientId, draft.value);
    const text = JSON.stringify([body, draft.value.photos.map(({ key, caption }) => [key, caption])]);
    // The same content keeps its key; a change makes it another request.
    const item = waiting?.text === text ? waiting.item : newItem();
    setWaiting({ text, item });
    const answer = await sendNow(item);
    if (answer.ok) return go(`/station/requests/${encodeURIComponent(answer.value.id)}`, { replace: true });
    if (answer.problem.at === '/when/slotId' || answer.problem.code === 'BOOKING_SLOT_TAKEN') draft.change({ slotId: '' });
    setState({ busy: false, problem: answer.problem, kept: isPassing(answer.problem) });

    function newItem(): Waiting {
      return {
        id: crypto.randomUUID(), key: crypto.randomUUID(), at: new Date().toISOString(), patientName: patient?.name ?? '', body, photos: draft.value.photos,
        draft: draftKey(me.value?.subject ?? 'nobody', askDraftName(patientId)),
      };
    }
  };
  useEffect(() => {
    if (online.value && state.kept && state.problem?.status === 0) void send();
  }, [online.value]);
  return <AskView form={draft.value} change={draft.change} directory={directory} patient={patient} patientId={patientId} flags={flags} state={state} onSend={() => void send()} />;
}
