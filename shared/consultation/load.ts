import type { Encounter, PractitionerRole, Resource, ServiceRequest, Task } from '@medplum/fhirtypes';
import { specialtyCodes, type Specialty } from '../booking/contract.ts';
import type { FhirRepository, Reference, Stored } from '../fhir/repository.ts';
import { decide, type Principal, type Relation } from '../identity/policy.ts';
import { besideTheCase, relationsToPatient, restricted, withdrawnBy } from '../identity/relations.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { specialistOf, type Consultation } from './consultation.ts';
import { auditOf, type Ask, type CareContext } from './context.ts';
import { sidesOf } from './sides.ts';
import { consultationOf } from './taskRead.ts';
import type { Side } from './transitions.ts';

/** A consultation with its stored resources and how the caller stands to it. */
export type Case = {
  readonly consultation: Consultation;
  readonly task: Stored<Task>;
  readonly serviceRequest: Stored<ServiceRequest>;
  readonly encounter: Stored<Encounter>;
  readonly sides: readonly Side[];
};

/** What it is loaded for, as it is written down when it is refused. */
export type Purpose = { readonly event: string; readonly kind: 'read' | 'move' };

/**
 * The consultation, for a caller who may read it. A stranger gets HTTP_NOT_FOUND, as if there were none, and the
 * attempt is audited. One read of up to four items.
 */
export async function loadCase(context: Pick<CareContext, 'repository' | 'base' | 'clock'>, ask: Ask, id: string, purpose: Purpose): Promise<Result<Case, Refusal>> {
  const { principal } = ask;
  const found = await readCase(context, id, roleReference(principal));
  const consultation = found?.consultation;
  if (!found || !consultation) return refuse(refusal('HTTP_NOT_FOUND'));
  const sides = sidesOf(consultation, { principal, specialties: specialtiesIn(found.role) });
  const relations = await standing(context, principal, consultation, sides);
  const asks = decide({ principal, interaction: 'read', resourceType: 'Task', relations });
  const cared: readonly Side[] = relations.includes('carer') ? ['patient'] : [];
  // A colleague who was slower is told so by the move itself; a reader of a case that is another's is a stranger.
  if (asks.allowed || (purpose.kind === 'move' && sides.includes('colleague'))) return ok({ ...found, consultation, sides: [...sides, ...cared] });
  await context.repository.recordAccess(
    auditOf(ask, { action: 'read', event: purpose.event, outcome: 'refused', patient: `Patient/${consultation.patient.id}`, entities: [`Task/${id}`] }),
  );
  return refuse(refusal('HTTP_NOT_FOUND'));
}

/**
 * How the caller stands to the case: by a side, unless the patient has withdrawn what it rests on; and beside the case,
 * in an emergency or as a carer. Who has a side that holds costs one read of keys more.
 */
async function standing({ repository, clock }: Pick<CareContext, 'repository' | 'clock'>, principal: Principal, consultation: Consultation, sides: readonly Side[]): Promise<readonly Relation[]> {
  const patient: Reference = `Patient/${consultation.patient.id}`;
  const bySide = relationsOf(consultation, sides);
  if (bySide.includes('own-record')) return bySide;
  const withdrawn = (await withdrawnBy(repository, [patient])).get(patient) ?? new Set();
  const left = restricted(bySide, withdrawn);
  if (left === bySide && !left.includes('none')) return left;
  return [...left, ...(await relationsToPatient(repository, principal, patient, clock)).filter((relation) => besideTheCase.has(relation))];
}

/** How these sides are called in the policy. */
export function relationsOf(consultation: Consultation, sides: readonly Side[]): readonly Relation[] {
  const taken = specialistOf(consultation) !== undefined;
  const relations = sides.flatMap((side): Relation[] => {
    switch (side) {
      case 'station':
        return ['own-facility-request'];
      case 'specialist':
        return [taken ? 'own-consultation' : 'asked-facility-request'];
      case 'cosigner':
        return ['own-consultation'];
      case 'colleague':
        // Was slower: the case is another's now.
        return [];
      case 'coordinator':
        return ['asked-facility-request'];
      case 'patient':
        return ['own-record'];
      case 'guest':
      case 'system':
        return [];
    }
  });
  return relations.length > 0 ? relations : ['none'];
}

/** PractitionerRole of a specialist, by the agreed id `role-<practitionerId>`; undefined for everybody else. */
export const roleReference = ({ roles, practitioner }: Principal): Reference | undefined =>
  roles.includes('specialist') && practitioner ? `PractitionerRole/role-${practitioner.slice('Practitioner/'.length)}` : undefined;

export function specialtiesIn(role: PractitionerRole | undefined): readonly Specialty[] {
  const codes = (role?.specialty ?? []).flatMap(({ coding = [] }) => coding).map(({ code }) => code);
  return specialtyCodes.filter((specialty) => codes.includes(specialty));
}

/** Without any question of access: for the system itself and for what has asked already. */
export async function readCase({ repository, base }: { readonly repository: FhirRepository; readonly base: string }, id: string, role?: Reference) {
  const [task, serviceRequest, encounter, practitionerRole] = await repository.readMany([`Task/${id}`, `ServiceRequest/${id}`, `Encounter/${id}`, ...(role ? [role] : [])]);
  if (!is('Task', task) || !is('ServiceRequest', serviceRequest) || !is('Encounter', encounter)) return undefined;
  return { task, serviceRequest, encounter, consultation: consultationOf(task, base), role: is('PractitionerRole', practitionerRole) ? practitionerRole : undefined };
}

/** Narrows a stored resource to its type. */
export const is = <T extends Resource['resourceType']>(type: T, resource: Stored | undefined): resource is Stored<Extract<Resource, { resourceType: T }>> =>
  resource?.resourceType === type;
