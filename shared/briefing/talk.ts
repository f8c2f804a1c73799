import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { mayWriteAt } from './briefing.ts';
import type { BriefingMessage } from './contract.ts';
import { auditOf, type Ask, type BriefingContext } from './context.ts';
import { loadBriefing, messagesAt } from './load.ts';
import { communicationOf } from './resources.ts';

const event = 'briefing-message-written';

/** All of them are read with the briefing: without an end nobody could open it any more. Those who write at one moment may pass it by a few. */
export const mostMessages = 400;

/**
 * A message to everybody in the briefing, by whoever has a place in it. Repeatable by its key. One that arrives as the minutes
 * are being signed may stand beside them: the Appointment is not written for it, so that forty sites never wait for each other.
 */
export async function writeInBriefing(context: BriefingContext, ask: Ask, id: string, text: string): Promise<Result<BriefingMessage, Refusal>> {
  const { repository, clock, newId } = context;
  const found = await loadBriefing(context, ask, id, { action: 'create', event });
  if (!found.ok) return found;
  const { briefing } = found.value;
  const now = clock.now();
  const refused = briefing.cancelled !== undefined ? 'BRIEFING_CANCELLED' : briefing.minutes ? 'BRIEFING_MINUTES_SIGNED' : mayWriteAt(briefing, now) ? undefined : 'ROOM_CLOSED';
  if (refused) return refuse(refusal(refused));
  if ((await messagesAt(context, id)).length >= mostMessages) return refuse(refusal('BRIEFING_MESSAGES_FULL'));
  const { practitioner = 'Practitioner/', name } = ask.principal;
  const message: BriefingMessage = { id: newId(), at: now.toISOString(), by: { id: practitioner.slice('Practitioner/'.length), name }, text };
  const committed = await repository.commit({
    writes: [{ kind: 'put', resource: communicationOf(id, message), precondition: { kind: 'absent' } }],
    audit: auditOf(ask, { action: 'create', event, entities: [`Appointment/${id}`, `Communication/${message.id}`] }),
    ...(ask.command ? { idempotency: { ...ask.command, answer: message } } : {}),
  });
  if (committed.ok) return ok(message);
  if (committed.error.kind === 'repeated') return ok(committed.error.answer as BriefingMessage);
  return refuse(refusal(committed.error.kind === 'key-reused' ? 'HTTP_IDEMPOTENCY_KEY_REUSED' : 'HTTP_CONTENTION'));
}
