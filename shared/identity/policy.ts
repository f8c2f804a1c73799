import type { ResourceType } from '@medplum/fhirtypes';
import type { Role } from './contract.ts';

/** Who is asking: made from a verified access token and nothing else. References are FHIR ("Practitioner/x"). */
export type Principal = {
  readonly subject: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly practitioner?: `Practitioner/${string}`;
  readonly patient?: `Patient/${string}`;
  readonly organization?: `Organization/${string}`;
};

export type Interaction = 'read' | 'search' | 'create' | 'update' | 'delete' | 'history';

/** How the caller stands to the record at hand; found by the use case, decided on here. */
export type Relation =
  | 'own-record'
  | 'own-facility-patient'
  | 'own-facility-request'
  | 'own-consultation'
  | 'asked-facility-request'
  | 'public-directory'
  | 'none';

export type Decision = { readonly allowed: true } | { readonly allowed: false; readonly reason: 'role' | 'relation' };

/** One question, one answer; the table behind it is `docs/policy.md`. */
export type AccessQuestion = {
  readonly principal: Principal;
  readonly interaction: Interaction;
  readonly resourceType: ResourceType;
  readonly relations: readonly Relation[];
};
