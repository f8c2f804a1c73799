import type { Principal } from '../identity/policy.ts';
import type { Specialty } from '../booking/contract.ts';
import { namedOf, specialistOf, type Consultation } from './consultation.ts';
import type { Side } from './transitions.ts';

/** Who is asking, and in which specialties where it is a specialist. */
export type Caller = { readonly principal: Principal; readonly specialties: readonly Specialty[] };

/** How the caller stands to this consultation; none for a stranger, who must not learn that it exists. */
export function sidesOf(consultation: Consultation, caller: Caller): readonly Side[] {
  const { principal } = caller;
  const sides: Side[] = [];
  const at = (facility: { readonly id: string }) => principal.organization === `Organization/${facility.id}`;
  const has = specialistOf(consultation);
  if (principal.roles.includes('station') && at(consultation.station)) sides.push('station');
  if (principal.roles.includes('specialist')) {
    const own = has !== undefined && principal.practitioner === `Practitioner/${has.id}`;
    const couldTake = at(consultation.facility) && mayTake(consultation, caller);
    if (own || (!has && couldTake)) sides.push('specialist');
    // Who saw it wait and was slower. To those of another specialty it never was there.
    else if (couldTake) sides.push('colleague');
  }
  if (isCosigner(consultation, principal)) sides.push('cosigner');
  if (principal.roles.includes('coordinator') && at(consultation.facility)) sides.push('coordinator');
  if (principal.patient === `Patient/${consultation.patient.id}`) sides.push('patient');
  return sides;
}

/** Beside the specialist, who signs first. */
const isCosigner = ({ pending, cosigners = [] }: Consultation, { practitioner }: Principal): boolean =>
  [...(pending?.signers.slice(1) ?? []), ...cosigners].some(({ id }) => practitioner === `Practitioner/${id}`);

/** A case nobody has may be taken by the asked specialty of the asked facility, and by the one who was named. */
function mayTake(consultation: Consultation, caller: Caller): boolean {
  const named = namedOf(consultation);
  if (named && caller.principal.practitioner === `Practitioner/${named.id}`) return true;
  return caller.specialties.includes(consultation.specialty);
}
