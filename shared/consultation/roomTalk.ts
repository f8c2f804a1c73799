import type { Communication, Reference as FhirReference } from '@medplum/fhirtypes';
import type { UnitOfWork } from '../fhir/repository.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { RoomMessages, RoomRole } from '../room/contract.ts';
import type { Guest, RoomAddress, RoomTalk } from '../room/ports.ts';
import { changeOf, eventsOf } from './change.ts';
import { communicationOf, isForTheRoom, messageIn, type Sender } from './clinical.ts';
import { roomOf, type Consultation } from './consultation.ts';
import type { CareContext } from './context.ts';
import { decide } from './decide.ts';
import { is, readCase } from './load.ts';

type TalkContext = Pick<CareContext, 'repository' | 'base' | 'bookings' | 'clock' | 'newId'>;
type Loaded = NonNullable<Awaited<ReturnType<typeof readCase>>>;

/** How often a message is decided anew when the consultation changed in between. */
const attempts = 6;

/** What is written in the rooms of consultations by and for those who were invited by a link; for shared/room. */
export const roomTalk = (context: TalkContext): RoomTalk => ({
  async read(address) {
    const found = await openRoom(context, address);
    return found.ok ? ok(await forTheRoom(context, found.value.consultation)) : found;
  },

  async write(address, guest, { text, command, correlationId }) {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const found = await openRoom(context, address);
      if (!found.ok) return found;
      const planned = await plan(context, found.value, guest, text, correlationId);
      if (!planned.ok) return planned;
      const { unit, answer } = planned.value;
      const committed = await context.repository.commit({ ...unit, idempotency: { ...command, answer } });
      if (committed.ok) return ok(answer);
      if (committed.error.kind === 'repeated') return ok(committed.error.answer as RoomMessages);
      if (committed.error.kind === 'key-reused') return refuse(refusal('HTTP_IDEMPOTENCY_KEY_REUSED'));
    }
    return refuse(refusal('HTTP_CONTENTION'));
  },
});

async function openRoom(context: TalkContext, { consultationId, room }: RoomAddress): Promise<Result<Loaded & { readonly consultation: Consultation }, Refusal>> {
  const found = await readCase(context, consultationId);
  if (!found?.consultation || roomOf(found.consultation) !== room) return refuse(refusal('ROOM_CLOSED'));
  return ok({ ...found, consultation: found.consultation });
}

async function plan(context: TalkContext, found: Loaded & { readonly consultation: Consultation }, guest: Guest, text: string, correlationId: string): Promise<Result<{ readonly unit: UnitOfWork; readonly answer: RoomMessages }, Refusal>> {
  const { base, clock, newId } = context;
  const { consultation } = found;
  const at = clock.now().toISOString();
  const actor = { id: guest.subject, name: guest.name };
  const decided = decide(consultation, { action: 'say', text }, { at, actor, sides: ['guest'], room: '', messageId: newId() });
  if (!decided.ok) return decided;
  const { next, message } = decided.value;
  const sender = senderOf(guest, base);
  const before = await forTheRoom(context, consultation);
  const written = message ? [messageIn(communicationOf(next, message, { sender, at, base }))] : [];
  return ok({
    answer: { messages: [...before.messages, ...written.map(bare)] },
    unit: {
      writes: await changeOf(context, found, decided.value, { at, actor, sender }),
      audit: {
        actor: { subject: guest.subject, name: guest.name, role: guest.role }, action: 'update', outcome: 'success', event: 'consultation-say',
        patient: `Patient/${consultation.patient.id}`, entities: [`Task/${consultation.id}`], correlationId,
      },
      events: eventsOf(consultation, next, 'say', newId),
    },
  });
}

/** Only what was written for everybody in the room: what station and specialist write to each other is not a guest's to read. */
async function forTheRoom({ repository }: TalkContext, c: Consultation): Promise<RoomMessages> {
  const stored = c.messages.length > 0 ? await repository.readMany(c.messages.map((id) => `Communication/${id}` as const)) : [];
  const shared = stored.filter((r): r is NonNullable<typeof r> & Communication => is('Communication', r) && isForTheRoom(r));
  return { messages: shared.map(messageIn).map(bare).toSorted((a, b) => a.at.localeCompare(b.at)) };
}

const bare = ({ id, at, by, text }: ReturnType<typeof messageIn>) => ({ id, at, by, text });

const typeOf: Readonly<Partial<Record<RoomRole, FhirReference['type']>>> = { patient: 'Patient', relative: 'RelatedPerson', specialist: 'Practitioner', interpreter: 'RelatedPerson' };

/** Nobody has proved who holds the link: a logical reference to the invitation, in the role and name that it was given for. */
const senderOf = ({ subject, name, role }: Guest, base: string): Sender => ({
  type: typeOf[role] ?? 'RelatedPerson',
  identifier: { system: `${base}/sid/room-invitation`, value: subject.slice('invitation:'.length) },
  display: name,
});
