import type { Basic, Extension } from '@medplum/fhirtypes';
import { createHash } from 'node:crypto';
import { dayInVietnam } from '../kernel/dayInVietnam.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { roomRoles, type InvitationRedemption, type RoomInvitation, type RoomInvitationAnswer, type RoomPass, type RoomRole } from './contract.ts';
import type { RoomErrorCode } from './errors.ts';
import { factOf, type RoomContext } from './join.ts';
import { passFor } from './pass.ts';
import type { RoomAsk } from './ports.ts';

const hour = 3_600_000;

/** Two hours after the appointment, and never less than four hours from now. */
export const expiryOf = (now: Date, endsAt: string | undefined): Date => new Date(Math.max(now.getTime() + 4 * hour, endsAt ? Date.parse(endsAt) + 2 * hour : 0));

/**
 * A link for somebody who has no account: relative, patient, interpreter, second specialist. The secret stands in the
 * link's fragment, which no server and no log sees; only its hash is stored, as the id of a Basic resource.
 */
export async function inviteToRoom(context: RoomContext, ask: RoomAsk, consultationId: string, invitation: RoomInvitation): Promise<Result<RoomInvitationAnswer, Refusal>> {
  const found = await context.consultations.roomFor(ask, consultationId);
  if (!found.ok) return found;
  const { state, mayInvite, patientId, endsAt } = found.value;
  const fact = { ...factOf(ask, consultationId, patientId), event: 'room-invited' };
  const refused = state.kind === 'closed' ? 'ROOM_CLOSED' : mayInvite ? undefined : 'ROOM_NOT_FOR_YOU';
  if (refused || state.kind === 'closed') {
    await context.repository.recordAccess({ ...fact, outcome: 'refused' });
    return refuse(refusal(refused ?? 'ROOM_CLOSED'));
  }
  const secret = context.newSecret();
  const expires = expiryOf(context.clock.now(), endsAt).toISOString();
  const resource = invitationResource(context, { secret, expires, consultationId, room: state.room, invitation, by: ask.principal });
  const committed = await context.repository.commit({ writes: [{ kind: 'put', resource, precondition: { kind: 'absent' } }], audit: { ...fact, outcome: 'success' } });
  if (!committed.ok) return refuse(refusal('HTTP_CONTENTION'));
  return ok({ url: `${context.issuer}/join#${secret}`, expiresAt: expires });
}

/** A pass for the bearer of a secret; as often as needed, because people reload, until it expires or the room closes. */
export async function redeemInvitation(context: RoomContext, { secret }: InvitationRedemption, correlationId: string): Promise<Result<RoomPass, Refusal>> {
  const known = await invitationOf(context, secret);
  if (!known.ok) return known;
  const { invitation, subject } = known.value;
  const found = await context.consultations.roomOf(invitation.consultationId);
  const { role, name, room } = invitation;
  // A room that was closed and opened again has another name: the old invitation does not lead there.
  const same = found !== undefined && found.state.kind !== 'closed' && found.state.room === room;
  const pass = same ? await passFor(context, found, { sub: subject, role, name }) : refuse(refusal('ROOM_CLOSED'));
  await context.repository.recordAccess({
    actor: { subject, name, role },
    action: 'execute',
    outcome: pass.ok ? 'success' : 'refused',
    event: 'room-joined-by-invitation',
    ...(found ? { patient: `Patient/${found.patientId}` as const } : {}),
    entities: [`Task/${invitation.consultationId}`],
    correlationId,
  });
  return pass;
}

/** The invitation behind a secret, while it is good. `subject` names the invitation in audit and idempotency. */
export async function invitationOf({ repository, clock }: Pick<RoomContext, 'repository' | 'clock'>, secret: string): Promise<Result<{ readonly invitation: Invitation; readonly subject: string }, Refusal<RoomErrorCode>>> {
  const id = hashOf(secret);
  const stored = await repository.read<Basic>(`Basic/${id}`);
  const invitation = stored && invitationIn(stored);
  if (!invitation) return refuse(refusal('ROOM_INVITATION_UNKNOWN'));
  if (invitation.expires <= clock.now().toISOString()) return refuse(refusal('ROOM_INVITATION_EXPIRED'));
  return ok({ invitation, subject: `invitation:${id.slice(0, 24)}` });
}

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

type Invitation = { readonly consultationId: string; readonly room: string; readonly role: RoomRole; readonly name: string; readonly expires: string };
type NewInvitation = { readonly secret: string; readonly expires: string; readonly consultationId: string; readonly room: string; readonly invitation: RoomInvitation; readonly by: RoomAsk['principal'] };

const extensionName = (base: string) => `${base}/StructureDefinition/room-invitation`;

function invitationResource({ base, clock }: RoomContext, { secret, expires, consultationId, room, invitation, by }: NewInvitation): Basic & { readonly id: string } {
  const parts: Extension[] = [
    { url: 'room', valueString: room },
    { url: 'role', valueCode: invitation.role },
    { url: 'name', valueString: invitation.name },
    { url: 'expires', valueInstant: expires },
  ];
  return {
    resourceType: 'Basic',
    id: hashOf(secret),
    extension: [{ url: extensionName(base), extension: parts }],
    code: { coding: [{ system: `${base}/CodeSystem/basic-kind`, code: 'room-invitation' }] },
    subject: { reference: `Task/${consultationId}` },
    created: dayInVietnam(clock.now()),
    ...(by.practitioner ? { author: { reference: by.practitioner, display: by.name } } : {}),
  };
}

function invitationIn(basic: Basic): Invitation | undefined {
  const parts = basic.extension?.find(({ url }) => url.endsWith('/room-invitation'))?.extension ?? [];
  const part = (url: string) => parts.find((e) => e.url === url);
  const role = roomRoles.find((r) => r === part('role')?.valueCode);
  const consultationId = basic.subject?.reference?.split('/')[1];
  const expires = part('expires')?.valueInstant;
  if (!role || !consultationId || !expires) return undefined;
  return { consultationId, role, expires, room: part('room')?.valueString ?? '', name: part('name')?.valueString ?? '' };
}
