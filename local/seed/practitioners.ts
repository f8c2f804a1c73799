import type { Practitioner, PractitionerRole, Schedule } from '@medplum/fhirtypes';
import { makeSlots } from '../../shared/booking/makeSlots.ts';
import { dutyExtension, roleIdOf, scheduleIdOf, specialtyNames, specialtySystem } from '../../shared/booking/names.ts';
import type { Specialty } from '../../shared/booking/contract.ts';
import { facilities, staff } from '../story.ts';
import { marked, syntheticTag, type Made } from './tags.ts';

type Person = { readonly practitioner: string; readonly name: string; readonly facility: keyof typeof facilities; readonly phone: string; readonly roles: readonly string[]; readonly specialty?: Specialty };

const people: readonly Person[] = Object.values(staff);

export const practitionerResources = (base: string): readonly Made[] =>
  people.flatMap((person) => [practitioner(base, person), role(base, person), ...(person.specialty ? [schedule(base, person, person.specialty)] : [])]);

/** When the story's specialists sit at the screen, Viet Nam time; the rest of the day they are on their wards. */
const remoteHours = [{ from: '08:00', to: '10:00' }, { from: '14:00', to: '16:00' }];

/** Free slots of each specialist for two weeks from now; each later start adds the days that have come nearer. */
export const slotCalendars = (base: string, now: Date): readonly (readonly Made[])[] =>
  people.flatMap(({ practitioner: practitionerId, specialty }) =>
    specialty ? [makeSlots({ practitionerId, specialty, from: now, days: 14, hours: remoteHours, base, tag: syntheticTag(base) })] : [],
  );

/** "BS. Nguyễn Thị Hoà Mẫu": the title is no part of the family name. */
export function humanName(name: string) {
  const [, title, plain = name] = /^(BS\.)?\s*(.+)$/.exec(name) ?? [];
  const [family, ...given] = plain.split(' ');
  return { text: name, family, given, ...(title ? { prefix: [title] } : {}) };
}

const practitioner = (base: string, person: Person): Made =>
  marked(base, {
    resourceType: 'Practitioner',
    id: person.practitioner,
    active: true,
    name: [humanName(person.name)],
    telecom: [{ system: 'phone', value: person.phone, use: 'work' }],
  } satisfies Practitioner & { id: string });

const specialtyOf = (base: string, code: Specialty) => [{ coding: [{ system: specialtySystem(base), code, display: specialtyNames[code].vi }] }];

const role = (base: string, person: Person): Made =>
  marked(base, {
    resourceType: 'PractitionerRole',
    id: roleIdOf(person.practitioner),
    active: true,
    practitioner: { reference: `Practitioner/${person.practitioner}`, display: person.name },
    organization: { reference: `Organization/${facilities[person.facility].id}`, display: facilities[person.facility].name },
    code: person.roles.map((code) => ({ coding: [{ system: `${base}/CodeSystem/role`, code }] })),
    ...(person.specialty ? { specialty: specialtyOf(base, person.specialty), extension: [{ url: dutyExtension(base), valueCode: 'available' }] } : {}),
  } satisfies PractitionerRole & { id: string });

const schedule = (base: string, person: Person, specialty: Specialty): Made =>
  marked(base, {
    resourceType: 'Schedule',
    id: scheduleIdOf(person.practitioner),
    active: true,
    specialty: specialtyOf(base, specialty),
    actor: [{ reference: `Practitioner/${person.practitioner}`, display: person.name }],
  } satisfies Schedule & { id: string });
