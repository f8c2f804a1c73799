import type { Reference } from '../fhir/repository.ts';
import type { Refusal } from '../kernel/refusal.ts';
import type { Result } from '../kernel/result.ts';
import type { InvitationMessage, InvitationRedemption, RoomMessages } from './contract.ts';
import { invitationOf } from './invite.ts';
import type { RoomContext } from './join.ts';
import type { GuestCommand } from './ports.ts';

/** What was written for the whole room, for the bearer of an invitation to it. Audited. */
export async function readAsGuest(context: RoomContext, { secret }: InvitationRedemption, correlationId: string): Promise<Result<RoomMessages, Refusal>> {
  const known = await invitationOf(context, secret);
  if (!known.ok) return known;
  const { invitation: { consultationId, room, name, role }, subject } = known.value;
  const read = await context.talk.read({ consultationId, room });
  const found = await context.consultations.roomOf(consultationId);
  const patient: Reference | undefined = found ? `Patient/${found.patientId}` : undefined;
  await context.repository.recordAccess({
    actor: { subject, name, role }, action: 'read', outcome: read.ok ? 'success' : 'refused', event: 'room-messages-read',
    ...(patient ? { patient } : {}), entities: [`Task/${consultationId}`], correlationId,
  });
  return read;
}

/** A message of the bearer of an invitation to the whole room; a Communication of the consultation. */
export async function writeAsGuest(context: RoomContext, { secret, text }: InvitationMessage, { correlationId, command }: { readonly correlationId: string; readonly command: GuestCommand }): Promise<Result<RoomMessages, Refusal>> {
  const known = await invitationOf(context, secret);
  if (!known.ok) return known;
  const { invitation: { consultationId, room, name, role }, subject } = known.value;
  return await context.talk.write({ consultationId, room }, { subject, name, role }, { text, correlationId, command });
}
