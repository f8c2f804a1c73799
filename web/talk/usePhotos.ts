import { useRef, useState } from 'preact/hooks';
import type { ConsultationView } from '../../shared/consultation/contract.ts';
import { command, isPassing, upload } from '../api/client.ts';
import type { Answer, Problem } from '../api/problem.ts';
import { useDraft } from '../offline/useDraft.ts';
import { useSending } from '../offline/useSending.ts';

/** A photo on its way into the record, with the two keys under which it is stored once, however often it is sent. */
export type OutgoingPhoto = { readonly key: string; readonly attachKey: string; readonly blob: Blob; readonly caption: string; readonly binaryId?: string };

/** Photos of one consultation: those in the record, and those that this device still has to send. */
export type Photos = {
  readonly stored: ConsultationView['photos'];
  readonly mayAdd: boolean;
  readonly add: (blob: Blob, caption: string) => void;
  readonly waiting: readonly OutgoingPhoto[];
  /** The last try got no answer: what waits goes out with the network. */
  readonly stuck: boolean;
  /** Why the last photo was refused; it is gone from the row. */
  readonly problem?: Problem;
  /** Binary id of the last one that went into the record from here. */
  readonly sent: string | undefined;
  /** Another photo may be there. */
  readonly reload: () => void;
};

type Source = { readonly view: Pick<ConsultationView, 'id' | 'photos' | 'actions' | 'patient'> | undefined; readonly onView: (view: ConsultationView) => void; readonly reload: () => Promise<void> };
type Draft = { readonly waiting: readonly OutgoingPhoto[] };
type State = { readonly problem?: Problem; readonly sent?: string; readonly stuck?: boolean };

const none: Draft = { waiting: [] };

/** Kept on this device until the record has them: the file first, then its place in the consultation, each once. */
export function usePhotos({ view, onView, reload }: Source): Photos {
  const draft = useDraft<Draft>(`photos/${view?.id ?? ''}`, none);
  const [state, setState] = useState<State>({});
  const newest = useRef(draft.value.waiting);
  newest.current = draft.value.waiting;
  const keep = (waiting: readonly OutgoingPhoto[]) => {
    newest.current = waiting;
    draft.change({ waiting });
  };
  useSending(draft.ready ? draft.value.waiting[0] : undefined, async (item) => {
    if (view === undefined) return;
    const stored = await store(view, newest.current.find(({ key }) => key === item.key) ?? item, (binaryId) => keep(newest.current.map((each) => (each.key === item.key ? { ...each, binaryId } : each))));
    if (!stored.ok && isPassing(stored.problem)) return setState({ stuck: true });
    keep(newest.current.filter(({ key }) => key !== item.key));
    if (!stored.ok) return setState({ problem: stored.problem });
    setState({ sent: stored.value.binaryId });
    onView(stored.value.view);
  });
  return {
    stored: view?.photos ?? [],
    mayAdd: view?.actions.includes('attach-photo') ?? false,
    add: (blob, caption) => keep([...newest.current, { key: crypto.randomUUID(), attachKey: crypto.randomUUID(), blob, caption: caption.trim() }]),
    waiting: draft.value.waiting,
    stuck: state.stuck ?? false,
    problem: state.problem,
    sent: state.sent,
    reload: () => void reload(),
  };
}

async function store({ id, patient }: NonNullable<Source['view']>, photo: OutgoingPhoto, onStored: (binaryId: string) => void): Promise<Answer<{ readonly binaryId: string; readonly view: ConsultationView }>> {
  const uploaded: Answer<string> = photo.binaryId === undefined ? await upload(photo.blob, photo.key, patient.id) : { ok: true, value: photo.binaryId };
  if (!uploaded.ok) return uploaded;
  const binaryId = uploaded.value;
  if (photo.binaryId === undefined) onStored(binaryId);
  const attached = await command('consultationAction', { id }, { action: 'attach-photo', binaryId, ...(photo.caption ? { caption: photo.caption } : {}) }, { key: photo.attachKey });
  return attached.ok ? { ok: true, value: { binaryId, view: attached.value } } : attached;
}
