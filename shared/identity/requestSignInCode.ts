import { createHash } from 'node:crypto';
import type { Patient } from '@medplum/fhirtypes';
import type { FhirRepository, Stored } from '../fhir/repository.ts';
import type { Clock } from '../kernel/clock.ts';
import type { NewId } from '../kernel/ids.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { parseTypedNumber } from './citizenNumber.ts';
import type { SignInCodeAnswer } from './contract.ts';
import type { NumberErrorCode } from './errors.ts';
import { patientByNumber } from './findPeople.ts';
import { hashCode, newSalt } from './oneTimeCode.ts';
import type { Naming } from './naming.ts';
import { mobileNumber } from './phone.ts';
import type { ChallengeStore, SmsGateway } from './ports.ts';

export const codeLifeMilliseconds = 5 * 60_000;
export const attemptsPerCode = 5;
export const codesPerHour = 5;
const hour = 3_600_000;

export type RequestCodeDeps = {
  readonly repository: Pick<FhirRepository, 'search' | 'readMany' | 'recordAccess'>;
  readonly challenges: ChallengeStore;
  readonly sms: SmsGateway;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly newCode: () => string;
  readonly naming: Naming;
  /** Resolves when the answer may be given: the same moment whether or not a message had to be sent. */
  readonly untilAnswer: () => Promise<void>;
  readonly onSmsFailure: (challengeId: string) => void;
};

/**
 * Sends a one-time code to the phone in the record. The answer is the same, and comes at the same time, whether or
 * not the number belongs to somebody, has a phone, or the message could be sent.
 */
export async function requestSignInCode(
  deps: RequestCodeDeps,
  citizenId: string,
  correlationId: string,
): Promise<Result<SignInCodeAnswer, Refusal<NumberErrorCode | 'IDENTITY_CODES_TOO_MANY'>>> {
  const { challenges, clock, newId, newCode } = deps;
  const number = parseTypedNumber(citizenId);
  if (!number.ok) return number;
  const now = clock.now();
  const windowStart = new Date(Math.floor(now.getTime() / hour) * hour);
  const numberHash = createHash('sha256').update(`sign-in ${number.value}`).digest('base64url');
  if (!(await challenges.countCode(numberHash, windowStart, codesPerHour))) return refuse(refusal('IDENTITY_CODES_TOO_MANY'));

  const mayAnswer = deps.untilAnswer();
  const [id, code, salt] = [newId(), newCode(), newSalt()];
  const expiresAt = new Date(now.getTime() + codeLifeMilliseconds);
  const reachable = await reachablePatient(deps, number.value, now);
  await challenges.save({ id, salt, codeHash: hashCode(code, salt), expiresAt, ...(reachable ? { patient: `Patient/${reachable.patient.id}` as const } : {}) }, attemptsPerCode);
  if (reachable) await sendCode(deps, reachable, { id, code, correlationId });
  await mayAnswer;
  return ok({ challengeId: id, expiresAt: expiresAt.toISOString() });
}

type Reachable = { readonly patient: Stored<Patient>; readonly phone: string };

async function reachablePatient({ repository, naming }: RequestCodeDeps, number: string, now: Date): Promise<Reachable | undefined> {
  const patient = await patientByNumber(repository, naming.systems, number, now);
  if (!patient || patient.deceasedBoolean || patient.deceasedDateTime) return undefined;
  const phone = patient.telecom?.filter(({ system, use }) => system === 'phone' && use !== 'old').map(({ value }) => mobileNumber(value ?? '')).find(Boolean);
  return phone ? { patient, phone } : undefined;
}

async function sendCode(deps: RequestCodeDeps, { patient, phone }: Reachable, { id, code, correlationId }: { id: string; code: string; correlationId: string }): Promise<void> {
  const reference = `Patient/${patient.id}` as const;
  await deps.repository.recordAccess({
    actor: { subject: reference, name: 'Patient', role: 'patient' }, action: 'execute', outcome: 'success', event: 'sign-in-code-sent', patient: reference, entities: [reference], correlationId,
  });
  try {
    await deps.sms.send({ to: phone, text: codeMessage(code) });
  } catch {
    // Said to nobody outside, because it would tell that the person is known.
    deps.onSmsFailure(id);
  }
}

/** Without marks, so that it fits one message of 160 characters (GSM 03.38). */
export const codeMessage = (code: string): string =>
  `Lien Tuyen: ma dang nhap ${code}, dung trong 5 phut. Khong dua ma nay cho ai, ke ca nhan vien y te.`;
