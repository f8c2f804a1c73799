import { createHash } from 'node:crypto';
import { refusal, type Refusal } from '../../kernel/refusal.ts';
import { ok, refuse, type Result } from '../../kernel/result.ts';
import { mayCommand, personKey } from '../policy.ts';
import { passkeyFact, type Caller, type ConfirmDeps } from './confirm.ts';
import type { CreationOptions, PasskeyCreation, PasskeyReset, PasskeyResetAnswer, Passkeys, PasskeyView } from './contract.ts';
import { challengeSeconds, creationOptions } from './options.ts';
import type { Passkey } from './ports.ts';

/** Enough for every device of a person, and a list that a screen can show. */
export const mostPasskeys = 10;
const registration = 'registration';

type Refused<Code extends string> = Promise<Result<never, Refusal<Code>>>;

/** For addresses: a credential id may be a thousand letters long. */
const shownId = ({ id }: Pick<Passkey, 'id'>): string => createHash('sha256').update(id).digest('hex').slice(0, 32);

const viewOf = ({ id, name, createdAt, lastUsedAt, backedUp }: Passkey): PasskeyView =>
  ({ id: shownId({ id }), name, createdAt: createdAt.toISOString(), ...(lastUsedAt ? { lastUsedAt: lastUsedAt.toISOString() } : {}), backedUp });

/** Refused, and written down, for who can't have passkeys: patients come by one-time code, programs by their keys. */
async function forbidden({ repository }: ConfirmDeps, caller: Caller, event: string): Refused<'HTTP_FORBIDDEN'> {
  await repository.recordAccess(passkeyFact(caller, event, 'refused'));
  return refuse(refusal('HTTP_FORBIDDEN'));
}

export async function listPasskeys(deps: ConfirmDeps, caller: Caller): Promise<Result<Passkeys, Refusal<'HTTP_FORBIDDEN'>>> {
  if (!mayCommand(caller.principal, 'manage-own-passkeys').allowed) return await forbidden(deps, caller, 'passkeys-listed');
  const known = await deps.passkeys.list(personKey(caller.principal));
  return ok({ passkeys: known.map(viewOf), required: deps.passkeysRequired });
}

/** Options for navigator.credentials.create(). Who asks has stepped up (the route says so): by a passkey they have, or for the first by a fresh sign-in. */
export async function beginRegistration(deps: ConfirmDeps, caller: Caller): Promise<Result<CreationOptions, Refusal<'HTTP_FORBIDDEN' | 'IDENTITY_PASSKEYS_TOO_MANY'>>> {
  if (!mayCommand(caller.principal, 'manage-own-passkeys').allowed) return await forbidden(deps, caller, 'passkey-registered');
  const [person, now] = [personKey(caller.principal), deps.clock.now()];
  const known = await deps.passkeys.list(person);
  if (known.length >= mostPasskeys) return refuse(refusal('IDENTITY_PASSKEYS_TOO_MANY', { params: { most: mostPasskeys } }));
  const expiresAt = new Date(now.getTime() + challengeSeconds * 1000);
  const { challenge } = await deps.confirmations.open(person, registration, { challenge: deps.newChallenge(), expiresAt }, { now, usableUntil: expiresAt });
  return ok(creationOptions(deps.party, caller.principal, person, known, challenge));
}

type RegisterCode = 'HTTP_FORBIDDEN' | 'IDENTITY_CONFIRMATION_GONE' | 'IDENTITY_PASSKEY_NOT_ACCEPTED';

/** Keeps the public key. The same credential sent again is answered as the first time. */
export async function registerPasskey(deps: ConfirmDeps, caller: Caller, { name, credential }: PasskeyCreation): Promise<Result<PasskeyView, Refusal<RegisterCode>>> {
  if (!mayCommand(caller.principal, 'manage-own-passkeys').allowed) return await forbidden(deps, caller, 'passkey-registered');
  const { passkeys, confirmations, checks, clock, repository } = deps;
  const [person, now] = [personKey(caller.principal), clock.now()];
  const before = (await passkeys.list(person)).find(({ id }) => id === credential.id);
  if (before) return ok(viewOf(before));
  const waiting = await confirmations.find(person, registration, now);
  if (!waiting || waiting.made) return refuse(refusal('IDENTITY_CONFIRMATION_GONE'));
  const made = await checks.created(credential, waiting.challenge);
  await repository.recordAccess(passkeyFact(caller, 'passkey-registered', made ? 'success' : 'refused'));
  if (!made) return refuse(refusal('IDENTITY_PASSKEY_NOT_ACCEPTED'));
  // The challenge ends at once, so that the next registration begins with its own.
  if (!(await confirmations.make(person, registration, waiting.challenge, { passkey: made.id, assertion: '' }, { now, until: now }))) return refuse(refusal('IDENTITY_CONFIRMATION_GONE'));
  const passkey: Passkey = { ...made, name, createdAt: now };
  await passkeys.add(person, passkey);
  return ok(viewOf(passkey));
}

/** Who asks has stepped up by one of their passkeys, which may be the one that goes. */
export async function removePasskey(deps: ConfirmDeps, caller: Caller, id: string): Promise<Result<Passkeys, Refusal<'HTTP_FORBIDDEN' | 'HTTP_NOT_FOUND'>>> {
  if (!mayCommand(caller.principal, 'manage-own-passkeys').allowed) return await forbidden(deps, caller, 'passkey-removed');
  const person = personKey(caller.principal);
  const gone = (await deps.passkeys.list(person)).find((one) => shownId(one) === id);
  await deps.repository.recordAccess(passkeyFact(caller, 'passkey-removed', gone ? 'success' : 'refused'));
  if (!gone) return refuse(refusal('HTTP_NOT_FOUND'));
  await deps.passkeys.remove(person, gone.id);
  return ok({ passkeys: (await deps.passkeys.list(person)).map(viewOf), required: deps.passkeysRequired });
}

/**
 * All passkeys of somebody who lost them go, by the office for data protection, who knows the person or asked their
 * facility. The next one is registered after a fresh sign-in, as the first was. Nobody resets their own.
 */
export async function resetPasskeys(deps: ConfirmDeps, caller: Caller, practitionerId: string, { reason }: PasskeyReset): Promise<Result<PasskeyResetAnswer, Refusal<'HTTP_FORBIDDEN' | 'HTTP_NOT_FOUND'>>> {
  const of = `Practitioner/${practitionerId}` as const;
  const allowed = mayCommand(caller.principal, 'reset-passkeys').allowed && caller.principal.practitioner !== of;
  await deps.repository.recordAccess({ ...passkeyFact(caller, 'passkeys-reset', allowed ? 'success' : 'refused'), entities: [of], reason });
  if (!allowed) return refuse(refusal('HTTP_FORBIDDEN'));
  if (!(await deps.repository.read(of))) return refuse(refusal('HTTP_NOT_FOUND'));
  const known = await deps.passkeys.list(of);
  for (const { id } of known) await deps.passkeys.remove(of, id);
  return ok({ removed: known.length });
}
