import { signal } from '@preact/signals';
import type { ConsultationRequest, ConsultationView } from '../../shared/consultation/contract.ts';
import { command, isPassing, upload } from '../api/client.ts';
import type { Answer, Problem } from '../api/problem.ts';
import { me } from '../auth/session.ts';
import { box, type Box } from './store.ts';

/** A request that is complete but has not got its answer; on this device, with its own key, until it has. */
export type Waiting = {
  readonly id: string;
  readonly key: string;
  readonly at: string;
  readonly patientName: string;
  readonly body: Omit<ConsultationRequest, 'photos'>;
  readonly photos: readonly { readonly key: string; readonly blob: Blob; readonly caption: string; readonly binaryId?: string }[];
  /** The draft that it was made from; thrown away once it is sent. */
  readonly draft: string;
  /** Why it did not go the last time. */
  readonly problem?: Problem;
};

export type OutboxDeps = {
  readonly box: Box;
  readonly upload: typeof upload;
  readonly send: (body: ConsultationRequest, key: string) => Promise<Answer<ConsultationView>>;
};

const prefix = (subject: string) => `outbox/${subject}/`;

/** Pictures first, each once; then the request that names them. What was reached is kept after every step. */
export async function sendWaiting(deps: OutboxDeps, subject: string, item: Waiting): Promise<Answer<ConsultationView>> {
  const address = prefix(subject) + item.id;
  let now = item;
  const keep = async (next: Waiting) => {
    now = next;
    await deps.box.set(address, next);
  };
  await keep(item);
  for (const photo of item.photos) {
    if (photo.binaryId !== undefined) continue;
    const sent = await deps.upload(photo.blob, photo.key, item.body.patientId);
    if (!sent.ok) return await failed(sent.problem);
    await keep({ ...now, photos: now.photos.map((other) => (other.key === photo.key ? { ...other, binaryId: sent.value } : other)) });
  }
  const photos = now.photos.map(({ binaryId = '', caption }) => ({ binaryId, ...(caption.trim() ? { caption: caption.trim() } : {}) }));
  const answer = await deps.send({ ...now.body, photos }, now.key);
  if (!answer.ok) return await failed(answer.problem);
  await deps.box.remove(address);
  await deps.box.remove(now.draft);
  return answer;

  async function failed(problem: Problem): Promise<Answer<never>> {
    // A refusal is for the person to put right in the form, whose draft is still there.
    if (isPassing(problem)) await keep({ ...now, problem });
    else await deps.box.remove(address);
    return { ok: false, problem };
  }
}

/** What waits on this device for the person signed in. */
export const outbox = signal<readonly Waiting[]>([]);

const realDeps = async (): Promise<OutboxDeps> => ({ box: await box(), upload, send: (body, key) => command('consultationRequest', {}, body, { key }) });

export async function loadOutbox(): Promise<void> {
  const subject = me.value?.subject;
  if (subject === undefined) return;
  const b = await box();
  const items = await Promise.all((await b.keys(prefix(subject))).map((key) => b.get(key)));
  outbox.value = items.filter((item): item is Waiting => typeof item === 'object' && item !== null).toSorted((x, y) => x.at.localeCompare(y.at));
}

/** How many requests of a person wait on this device: no word of them, so a locked screen may say it. */
export const waitingFor = async (subject: string): Promise<number> => (await (await box()).keys(prefix(subject))).length;

const onTheWay = new Map<string, Promise<Answer<ConsultationView>>>();

/** Sends one item; whoever asks while it is on the way gets the same answer. */
export function sendNow(item: Waiting): Promise<Answer<ConsultationView>> {
  const sending = onTheWay.get(item.id) ?? sendOnce(item).finally(() => onTheWay.delete(item.id));
  onTheWay.set(item.id, sending);
  return sending;
}

async function sendOnce(item: Waiting): Promise<Answer<ConsultationView>> {
  const answer = await sendWaiting(await realDeps(), me.value?.subject ?? 'nobody', item);
  await loadOutbox();
  return answer;
}

let flushing = false;

/** Sends what waits, oldest first, one at a time. */
export async function flushOutbox(): Promise<void> {
  if (flushing) return;
  flushing = true;
  try {
    await loadOutbox();
    for (const item of outbox.value) if (!(await sendNow(item)).ok) break;
  } finally {
    flushing = false;
  }
}
