import type { PractitionerRole } from '@medplum/fhirtypes';
import type { AuditFact, FhirRepository } from '../fhir/repository.ts';
import { actorOf, type Principal } from '../identity/policy.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { DutyChange, DutyState } from './contract.ts';
import type { BookingErrorCode } from './errors.ts';
import { dutyExtension, roleIdOf } from './names.ts';

type Asking = { readonly principal: Principal; readonly correlationId: string };

/** The specialist's own switch. The last one who turns it is right, so it asks for no version. */
export async function changeDuty(
  repository: Pick<FhirRepository, 'read' | 'commit' | 'recordAccess'>,
  base: string,
  { principal, correlationId }: Asking,
  { state }: DutyChange,
): Promise<Result<{ readonly state: DutyState }, Refusal<BookingErrorCode>>> {
  const id = roleIdOf(principal.practitioner?.slice('Practitioner/'.length) ?? '');
  const audit: AuditFact = {
    actor: actorOf(principal),
    action: 'update',
    outcome: 'success',
    event: 'duty-changed',
    entities: [`PractitionerRole/${id}`],
    correlationId,
  };
  const role = principal.roles.includes('specialist') && principal.practitioner ? await repository.read<PractitionerRole>(`PractitionerRole/${id}`) : undefined;
  if (!role) {
    await repository.recordAccess({ ...audit, outcome: 'refused', entities: [] });
    return refuse(refusal('BOOKING_DUTY_NOT_YOURS'));
  }
  const { meta, ...rest } = role;
  const others = (role.extension ?? []).filter(({ url }) => url !== dutyExtension(base));
  const resource = { ...rest, ...(meta.tag ? { meta: { tag: meta.tag } } : {}), extension: [...others, { url: dutyExtension(base), valueCode: state }] };
  const committed = await repository.commit({ writes: [{ kind: 'put', resource, precondition: { kind: 'any' } }], audit });
  if (!committed.ok) throw new Error(`duty not stored: ${committed.error.kind}`);
  return ok({ state });
}
