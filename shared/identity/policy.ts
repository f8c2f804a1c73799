import type { Resource, ResourceType } from '@medplum/fhirtypes';
import type { Role } from './contract.ts';
import type { AuditFact } from '../fhir/repository.ts';
import { interactions, type Interaction } from './interactions.ts';
import { groupOf, type ResourceGroup } from './resourceGroups.ts';
import { scopesAllow, type Scope } from './smartScopes.ts';

/** Who is asking: made from a verified access token and nothing else. References are FHIR ("Practitioner/x"). */
export type Principal = {
  readonly subject: string;
  /** Who vouches for the subject, which is unique with it. */
  readonly issuer?: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly practitioner?: `Practitioner/${string}`;
  readonly patient?: `Patient/${string}`;
  readonly organization?: `Organization/${string}`;
  /** SMART scopes of a token that another application holds: they take away and never add. Absent: our own client. */
  readonly scopes?: readonly Scope[];
  /** The patient for whom the person started that application: `patient/` scopes reach this record alone. Absent: the own one. */
  readonly chosenPatient?: `Patient/${string}`;
  /** The application that holds the token (RFC 9068 2.2 `client_id`, or `azp`). */
  readonly client?: string;
  /** When the person proved to the issuer who they are (`auth_time`); absent where the issuer does not say. */
  readonly signedInAt?: Date;
};

/** Those who come from an OIDC issuer with an account of their facility, and can register passkeys. */
export const staffRoles: readonly Role[] = ['station', 'specialist', 'coordinator', 'viewer', 'auditor'];

/** A subject is unique with its issuer only. */
export const isSameAccount = (a: Pick<Principal, 'subject' | 'issuer'>, b: Pick<Principal, 'subject' | 'issuer'>): boolean => a.subject === b.subject && a.issuer === b.issuer;

/** The account as one word: an issuer is an address and holds no space, so no two accounts have the same. */
export const accountKey = ({ issuer, subject }: Pick<Principal, 'subject' | 'issuer'>): string => `${issuer ?? ''} ${subject}`;

/** What a person's passkeys are kept under: the practitioner who signs, whichever account they came by. */
export const personKey = ({ practitioner, issuer, subject }: Pick<Principal, 'practitioner' | 'issuer' | 'subject'>): string => practitioner ?? accountKey({ subject, ...(issuer === undefined ? {} : { issuer }) });

export { interactions, type Interaction };

/** How the caller may stand to the record at hand; found by relations.ts, decided on here. What they mean: `relationWords`. */
export const relations = [
  'own-record',
  'carer',
  'own-facility-patient',
  'received-today',
  'own-facility-request',
  'own-consultation',
  'asked-facility-request',
  'restricted',
  'break-glass',
  'privacy-officer',
  'research-consent',
  'own-subscription',
  'public-directory',
  'chosen-patient',
  'none',
] as const;
export type Relation = (typeof relations)[number];

export type Decision = { readonly allowed: true } | { readonly allowed: false; readonly reason: 'role' | 'relation' | 'scope' };

/** One question, one answer; the table behind it is `docs/policy.md`. */
export type AccessQuestion = {
  readonly principal: Principal;
  readonly interaction: Interaction;
  readonly resourceType: ResourceType;
  readonly relations: readonly Relation[];
  /** The resource itself where there is one: a scope may name a part of a type ("?category=vital-signs"). */
  readonly resource?: Resource;
  /** What the scopes are asked for, where it is not the interaction: what a search gives needs `s`, not `r`. */
  readonly scopedAs?: readonly Interaction[];
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
const record = ['person', 'clinical', 'files', 'work', 'documents', 'insurance', 'consent'] as const;
const station = ['own-facility-patient', 'received-today', 'own-facility-request'] as const;
const clinician = ['own-consultation', 'asked-facility-request'] as const;
const self = ['own-record', 'carer'] as const;

/**
 * The whole policy of reading and writing resources. What no line allows is refused.
 * `search` without a named patient has the relation of its own condition (owner=me: own-consultation; owner=my
 * facility: asked-facility-request; requester=my facility: own-facility-request), otherwise none; each result is
 * then decided again as `read`.
 */
export const policy: readonly PolicyRule[] = [
  ...(['station', 'specialist', 'coordinator', 'patient', 'viewer', 'auditor', 'research'] as const).map(
    (role): PolicyRule => ({ role, groups: ['directory', 'availability'], may: look, when: ['public-directory'] }),
  ),

  { role: 'station', groups: record, may: look, when: [...station, 'break-glass'] },
  // Somebody who withdrew consent is still received by name, and may change their mind at the desk.
  { role: 'station', groups: ['person', 'consent'], may: look, when: ['restricted'] },
  { role: 'station', groups: ['person'], may: ['create'], when: 'anybody' },
  { role: 'station', groups: ['work', 'clinical', 'files', 'insurance', 'consent'], may: ['create'], when: [...station, 'break-glass'] },
  { role: 'station', groups: ['person', 'clinical', 'insurance', 'consent'], may: ['update'], when: station },
  { role: 'station', groups: ['work'], may: ['update'], when: ['own-facility-request'] },

  { role: 'specialist', groups: ['person', 'clinical', 'files', 'work', 'documents'], may: look, when: [...clinician, 'break-glass'] },
  { role: 'specialist', groups: ['consent'], may: ['read', 'search'], when: [...clinician, 'break-glass'] },
  { role: 'specialist', groups: ['clinical', 'files', 'documents', 'work'], may: ['create'], when: ['own-consultation'] },
  { role: 'specialist', groups: ['clinical'], may: ['update'], when: ['own-consultation'] },
  { role: 'specialist', groups: ['work'], may: ['update'], when: clinician },

  // A coordinator directs requests to the right hands and does not read the chart.
  { role: 'coordinator', groups: ['person'], may: ['read', 'search'], when: ['asked-facility-request', 'own-facility-request'] },
  { role: 'coordinator', groups: ['work'], may: look, when: ['asked-facility-request', 'own-facility-request'] },
  { role: 'coordinator', groups: ['work'], may: ['update'], when: ['asked-facility-request'] },
  { role: 'coordinator', groups: ['availability'], may: ['create', 'update'], when: ['public-directory'] },

  { role: 'patient', groups: record, may: look, when: self },
  { role: 'patient', groups: ['consent'], may: ['create', 'update'], when: self },
  { role: 'patient', groups: ['audit'], may: ['read', 'search'], when: self },

  // The auditor is the officer for data protection: the log, and what was addressed to the office.
  { role: 'auditor', groups: ['audit'], may: look, when: 'anybody' },
  { role: 'auditor', groups: ['work'], may: ['read', 'search', 'update'], when: ['privacy-officer'] },

  // What one is told of by it is decided again at each notification.
  ...(['station', 'specialist', 'coordinator', 'patient', 'auditor'] as const).map(
    (role): PolicyRule => ({ role, groups: ['subscription'], may: ['read', 'search', 'create', 'update', 'delete'], when: ['own-subscription'] }),
  ),

  // A service client for research and statistics: what is measured, of those who agreed, and not who they are.
  { role: 'research', groups: ['clinical'], may: look, when: ['research-consent'] },

  // The service client of conformance suites; never a person.
  { role: 'system', groups: ['directory', 'availability', ...record, 'audit', 'subscription', 'other'], may: interactions, when: 'anybody' },
];

/** May the caller do this to this kind of resource, standing to it as said? Pure; several roles add up, scopes take away. */
export function decide({ principal, interaction, resourceType, relations: held, resource, scopedAs }: AccessQuestion): Decision {
  const group = groupOf(resourceType);
  const open = group === 'directory' || group === 'availability';
  const holds = (relation: Relation) => held.includes(relation) || (relation === 'public-directory' && open);
  const candidates = policy.filter(
    (rule) => principal.roles.includes(rule.role) && rule.groups.includes(group) && rule.may.includes(interaction),
  );
  if (!candidates.some((rule) => rule.when === 'anybody' || rule.when.some(holds))) return { allowed: false, reason: candidates.length > 0 ? 'relation' : 'role' };
  const scoped = (scopedAs ?? [interaction]).some((asked) => scopesAllow(principal.scopes, { interaction: asked, resourceType, resource, inContext: isInContext(principal, held, open), service: isService(principal) }));
  return scoped ? { allowed: true } : { allowed: false, reason: 'scope' };
}

/** Could the caller do this to the type under some relation, with these scopes? For what is asked before a resource is known. */
export function isPossible(principal: Principal, interaction: Interaction, resourceType: ResourceType): boolean {
  const group = groupOf(resourceType);
  const byRole = policy.some((rule) => principal.roles.includes(rule.role) && rule.groups.includes(group) && rule.may.includes(interaction));
  return byRole && scopesAllow(principal.scopes, { interaction, resourceType, resource: undefined, inContext: hasContext(principal), service: isService(principal) });
}

/** Is there a patient in context (SMART App Launch 2.2): one who was chosen, or the person who signed in? */
export const hasContext = ({ chosenPatient, patient }: Principal): boolean => (chosenPatient ?? patient) !== undefined;

const isInContext = (principal: Principal, held: readonly Relation[], open: boolean): boolean =>
  hasContext(principal) && (open || held.includes(principal.chosenPatient === undefined ? 'own-record' : 'chosen-patient'));

/** Programs, which have no user: only they may be given system/ scopes. */
export const isService = ({ roles }: Principal): boolean => roles.includes('system') || roles.includes('research');

/** Steps of the product that are not one interaction with one resource. */
export const commands = ['look-up-person', 'register-patient', 'decide-duplicate', 'break-glass', 'decide-consent', 'grant-carer', 'withdraw-carer', 'ask-about-data', 'answer-about-data', 'review-emergencies', 'manage-own-passkeys', 'reset-passkeys', 'plan-briefing', 'attend-briefing', 'read-overview'] as const;
export type Command = (typeof commands)[number];

type CommandRule = { readonly command: Command; readonly role: Role; readonly when: readonly Relation[] | 'anybody' };

/** Who may take which step; the patient stands beside the station's staff where they act for the patient. */
export const commandPolicy: readonly CommandRule[] = [
  { command: 'look-up-person', role: 'station', when: 'anybody' },
  { command: 'register-patient', role: 'station', when: 'anybody' },
  // To both records: the station's own or received today; or by the coordinator where the pair waits.
  { command: 'decide-duplicate', role: 'station', when: ['own-facility-patient', 'received-today'] },
  { command: 'decide-duplicate', role: 'coordinator', when: ['asked-facility-request'] },
  { command: 'break-glass', role: 'station', when: 'anybody' },
  { command: 'break-glass', role: 'specialist', when: 'anybody' },
  { command: 'decide-consent', role: 'patient', when: self },
  { command: 'decide-consent', role: 'station', when: [...station, 'restricted'] },
  { command: 'grant-carer', role: 'patient', when: ['own-record'] },
  { command: 'grant-carer', role: 'station', when: station },
  { command: 'withdraw-carer', role: 'patient', when: self },
  { command: 'withdraw-carer', role: 'station', when: station },
  { command: 'ask-about-data', role: 'patient', when: self },
  { command: 'answer-about-data', role: 'auditor', when: ['privacy-officer'] },
  { command: 'review-emergencies', role: 'auditor', when: 'anybody' },
  ...staffRoles.map((role): CommandRule => ({ command: 'manage-own-passkeys', role, when: 'anybody' })),
  // Somebody lost theirs; not one's own.
  { command: 'reset-passkeys', role: 'auditor', when: 'anybody' },
  { command: 'plan-briefing', role: 'coordinator', when: 'anybody' },
  { command: 'plan-briefing', role: 'specialist', when: 'anybody' },
  // Which ones: those that invite the person or the facility (shared/briefing).
  { command: 'attend-briefing', role: 'station', when: 'anybody' },
  { command: 'attend-briefing', role: 'specialist', when: 'anybody' },
  { command: 'attend-briefing', role: 'coordinator', when: 'anybody' },
  // Figures of groups, nobody's record.
  { command: 'read-overview', role: 'viewer', when: 'anybody' },
];

/** May the caller take this step, standing to the record as said? Only in our own client, never through another's scopes. */
export function mayCommand(principal: Principal, command: Command, held: readonly Relation[] = ['none']): Decision {
  const candidates = commandPolicy.filter((rule) => rule.command === command && principal.roles.includes(rule.role));
  if (principal.scopes) return { allowed: false, reason: 'scope' };
  if (candidates.some(({ when }) => when === 'anybody' || when.some((relation) => held.includes(relation)))) return { allowed: true };
  return { allowed: false, reason: candidates.length > 0 ? 'relation' : 'role' };
}

/** Types that change only through the steps of the product, which keep states, claims, slots, consent and signatures right. */
export const writtenBySteps: readonly ResourceType[] = [
  'AuditEvent', 'Provenance', 'Bundle', 'Composition', 'DocumentReference', 'Patient', 'Person', 'RelatedPerson', 'Consent', 'Task', 'ServiceRequest',
  'Encounter', 'Appointment', 'Communication', 'Slot', 'Schedule', 'Coverage', 'CoverageEligibilityRequest', 'CoverageEligibilityResponse',
];

/** Who did it, as the audit keeps it: the roles as they stood in the token. */
export const actorOf = ({ subject, name, roles, organization }: Principal): AuditFact['actor'] => ({
  subject,
  name,
  role: roles.join(','),
  ...(organization ? { organization } : {}),
});
