import { createHash } from 'node:crypto';
import type { Consent, RelatedPerson, Resource, Task } from '@medplum/fhirtypes';
import type { Reference } from '../fhir/repository.ts';
import { purposes, type Choice, type Purpose } from './purposes.ts';

/**
 * What others must know of consent, carers and emergencies in order to decide on access: where a decision stands and
 * how to read it. Nothing here reads or writes.
 */

/** The decision of a person on a purpose is one resource with one id: found by a read of a key, never by a search. */
export const consentReference = (patient: Reference, purpose: Purpose): Reference =>
  `Consent/c-${createHash('sha256').update(`${patient} ${purpose}`).digest('hex').slice(0, 40)}`;

/** What holds for a purpose, decided or not. A decision that is no longer active decides nothing. */
export function choiceIn(consent: Consent | undefined, purpose: Purpose): Choice {
  const type = consent?.status === 'active' ? consent.provision?.type : undefined;
  return type ?? purposes[purpose].unlessDecided;
}

/** Tasks for the officer for data protection: Task.code is one of them. */
export const privacyTaskSystem = (base: string): string => `${base}/CodeSystem/privacy-task`;
export const privacyTasks = ['emergency-access', 'data-request'] as const;
export type PrivacyTask = (typeof privacyTasks)[number];

/** The kind of a privacy task; undefined for every other resource. */
export function privacyTaskIn(resource: Resource): PrivacyTask | undefined {
  if (resource.resourceType !== 'Task') return undefined;
  const coding = resource.code?.coding?.find(({ system }) => system?.endsWith('/CodeSystem/privacy-task'));
  return privacyTasks.find((kind) => kind === coding?.code);
}

/** Whether this Task opens the record to the practitioner at this moment. */
export function opensInEmergency(task: Task, practitioner: string, now: Date): boolean {
  const { start, end } = task.executionPeriod ?? {};
  if (privacyTaskIn(task) !== 'emergency-access' || task.requester?.reference !== practitioner || !start || !end) return false;
  return new Date(start) <= now && now < new Date(end) && task.status !== 'entered-in-error';
}

/** The role that makes a RelatedPerson a carer; one without it is a contact and sees nothing. */
export const carerRole = 'carer';

/** Whether somebody is in force as a carer; the numbers are citizen numbers of whoever asks. */
export function isCarer({ active, period, relationship = [], identifier = [] }: RelatedPerson, numbers: readonly string[], now: Date): boolean {
  const role = relationship.some(({ coding = [] }) => coding.some(({ system, code }) => system?.endsWith('/CodeSystem/carer') && code === carerRole));
  const begun = !period?.start || new Date(period.start) <= now;
  const over = period?.end !== undefined && new Date(period.end) <= now;
  const named = identifier.some(({ system, value }) => system?.endsWith('/sid/citizen-id') && value !== undefined && numbers.includes(value));
  return active !== false && role && begun && !over && named;
}
