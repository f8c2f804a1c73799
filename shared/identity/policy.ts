import type { ResourceType } from '@medplum/fhirtypes';
import type { Role } from './contract.ts';
import type { AuditFact } from '../fhir/repository.ts';
import { groupOf, type ResourceGroup } from './resourceGroups.ts';

/** Who is asking: made from a verified access token and nothing else. References are FHIR ("Practitioner/x"). */
export type Principal = {
  readonly subject: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly practitioner?: `Practitioner/${string}`;
  readonly patient?: `Patient/${string}`;
  readonly organization?: `Organization/${string}`;
};

export const interactions = ['read', 'search', 'create', 'update', 'delete', 'history'] as const;
export type Interaction = (typeof interactions)[number];

/**
 * How the caller stands to the record at hand; found by the use case (relations.ts), decided on here.
 * own-record: the patient's own. own-facility-patient: registered at the caller's facility, received there within a
 * day by the whole number, or a request of that facility exists. own-facility-request: the request at hand was made by the caller's facility. own-consultation:
 * the caller has (or within `consultationAccessDays` had) the case, or is invited to it. asked-facility-request:
 * an open request waits at the caller's facility. public-directory: holds nothing about a patient.
 */
export const relations = [
  'own-record',
  'own-facility-patient',
  'own-facility-request',
  'own-consultation',
  'asked-facility-request',
  'public-directory',
  'none',
] as const;
export type Relation = (typeof relations)[number];

export type Decision = { readonly allowed: true } | { readonly allowed: false; readonly reason: 'role' | 'relation' };

/** One question, one answer; the table behind it is `docs/policy.md`. */
export type AccessQuestion = {
  readonly principal: Principal;
  readonly interaction: Interaction;
  readonly resourceType: ResourceType;
  readonly relations: readonly Relation[];
};

/** One line of the policy: the roles may do these interactions on these groups when one of the relations holds. */
export type PolicyRule = {
  readonly role: Role;
  readonly groups: readonly ResourceGroup[];
  readonly may: readonly Interaction[];
  /** 'anybody': whatever the relation, none included. */
  readonly when: readonly Relation[] | 'anybody';
};

const look = ['read', 'search', 'history'] as const;
const station = ['own-facility-patient', 'own-facility-request'] as const;
const clinician = ['own-consultation', 'asked-facility-request'] as const;

/**
 * The whole policy. What no line allows is refused.
 * `search` without a named patient has the relation of its own condition (owner=me: own-consultation; owner=my
 * facility: asked-facility-request; requester=my facility: own-facility-request), otherwise none; each result is
 * then decided again as `read`. Looking up a person in front of the desk by the whole number is `create` on Patient.
 */
export const policy: readonly PolicyRule[] = [
  ...(['station', 'specialist', 'coordinator', 'patient', 'viewer', 'auditor'] as const).map(
    (role): PolicyRule => ({ role, groups: ['directory', 'availability'], may: look, when: ['public-directory'] }),
  ),

  // Whoever stands at the desk is registered, or received by the whole number (visit.ts): create on person needs no relation.
  { role: 'station', groups: ['person', 'clinical', 'work', 'documents', 'insurance', 'consent'], may: look, when: station },
  { role: 'station', groups: ['person'], may: ['create'], when: 'anybody' },
  { role: 'station', groups: ['work', 'clinical', 'insurance', 'consent'], may: ['create'], when: station },
  { role: 'station', groups: ['person', 'clinical', 'insurance', 'consent'], may: ['update'], when: station },
  { role: 'station', groups: ['work'], may: ['update'], when: ['own-facility-request'] },

  { role: 'specialist', groups: ['person', 'clinical', 'work', 'documents'], may: look, when: clinician },
  { role: 'specialist', groups: ['consent'], may: ['read', 'search'], when: clinician },
  { role: 'specialist', groups: ['clinical', 'documents'], may: ['create'], when: ['own-consultation'] },
  { role: 'specialist', groups: ['clinical'], may: ['update'], when: ['own-consultation'] },
  { role: 'specialist', groups: ['work'], may: ['create'], when: ['own-consultation'] },
  { role: 'specialist', groups: ['work'], may: ['update'], when: clinician },

  // A coordinator directs requests to the right hands and does not read the chart.
  { role: 'coordinator', groups: ['person'], may: ['read', 'search'], when: ['asked-facility-request', 'own-facility-request'] },
  { role: 'coordinator', groups: ['work'], may: look, when: ['asked-facility-request', 'own-facility-request'] },
  { role: 'coordinator', groups: ['work'], may: ['update'], when: ['asked-facility-request'] },
  { role: 'coordinator', groups: ['availability'], may: ['create', 'update'], when: ['public-directory'] },

  { role: 'patient', groups: ['person', 'clinical', 'work', 'documents', 'insurance', 'consent'], may: look, when: ['own-record'] },
  { role: 'patient', groups: ['consent'], may: ['create', 'update'], when: ['own-record'] },
  { role: 'patient', groups: ['audit'], may: ['read', 'search'], when: ['own-record'] },

  { role: 'auditor', groups: ['audit'], may: look, when: 'anybody' },

  // The service client of conformance suites; never a person.
  {
    role: 'system',
    groups: ['directory', 'availability', 'person', 'clinical', 'work', 'documents', 'insurance', 'consent', 'audit', 'other'],
    may: interactions,
    when: 'anybody',
  },
];

/** May the caller do this to this kind of resource, standing to it as said? Pure; several roles add up. */
export function decide({ principal, interaction, resourceType, relations: held }: AccessQuestion): Decision {
  const group = groupOf(resourceType);
  const holds = (relation: Relation) =>
    held.includes(relation) || (relation === 'public-directory' && (group === 'directory' || group === 'availability'));
  const candidates = policy.filter(
    (rule) => principal.roles.includes(rule.role) && rule.groups.includes(group) && rule.may.includes(interaction),
  );
  if (candidates.some((rule) => rule.when === 'anybody' || rule.when.some(holds))) return { allowed: true };
  return { allowed: false, reason: candidates.length > 0 ? 'relation' : 'role' };
}

/** Who did it, as the audit keeps it: the roles as they stood in the token. */
export const actorOf = ({ subject, name, roles, organization }: Principal): AuditFact['actor'] => ({
  subject,
  name,
  role: roles.join(','),
  ...(organization ? { organization } : {}),
});
