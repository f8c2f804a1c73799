import { describe, expect, it } from '@jest/globals';
import type { Patient } from '@medplum/fhirtypes';
import { fakeRepository } from '../fhir/fakeRepository.ts';
import { identifierSystems } from '../fhir/identifierSystems.ts';
import type { Stored } from '../fhir/repository.ts';
import { fixedClock } from '../kernel/clock.ts';
import { valueOf } from '../kernel/result.ts';
import type { IdentityUpdate } from './contract.ts';
import { patientByNumber } from './findPeople.ts';
import type { Principal } from './policy.ts';
import { updateIdentity } from './updateIdentity.ts';
import { knownValues } from './valueSource.ts';

const base = 'https://lien-tuyen.example';
const naming = { base, systems: identifierSystems(base) };
const nurse: Principal = { subject: 'nurse', name: 'Lò Thị Mẫu', roles: ['station'], practitioner: 'Practitioner/n', organization: 'Organization/station' };
const record = (id: string, more: Partial<Patient> = {}): Patient & { id: string } => ({
  resourceType: 'Patient', id, active: true, name: [{ use: 'official', text: 'Vang Thi Mau' }], birthDate: '1985', gender: 'female', managingOrganization: { reference: 'Organization/station' }, ...more,
});
const codeOf = (result: { ok: true } | { ok: false; error: { code: string } }) => (result.ok ? 'done' : result.error.code);

function setting(...records: (Patient & { id: string })[]) {
  const clock = fixedClock('2026-11-22T00:00:00Z');
  const repository = fakeRepository({ clock });
  repository.seed(...records);
  let n = 0;
  return {
    repository, clock,
    update: (take: IdentityUpdate['take'], { id = 'p', who = nurse, key = `key-${++n}` } = {}) => updateIdentity({ repository, clock, naming }, { principal: who, correlationId: 'c' }, id, { take, source: 'card-camera' }, { key, subject: who.subject, bodyHash: 'h' }),
    stored: async (id = 'p') => (await repository.read<Patient>(`Patient/${id}`)) as Stored<Patient>,
  };
}

describe('taking values from the papers at hand', () => {
  it('takes what was chosen and nothing else, each with its origin, and keeps what was before as old', async () => {
    const { update, stored, clock } = setting(record('p', { telecom: [{ system: 'phone', value: '0900000101' }], address: [{ text: 'Bản Thử 1' }] }));
    expect(valueOf(await update({ name: 'Vàng Thị Mẫu', birthDate: '1985-03-14', citizenId: '012 185 000 011' }))).toMatchObject({ name: 'Vàng Thị Mẫu', birthDate: '1985-03-14', citizenId: '********0011' });
    const patient = await stored();
    expect(patient.name).toMatchObject([{ text: 'Vàng Thị Mẫu' }, { use: 'old', text: 'Vang Thi Mau', period: { end: '2026-11-22T00:00:00.000Z' } }]);
    expect([patient.telecom?.[0]?.value, patient.address?.[0]?.text]).toEqual(['0900000101', 'Bản Thử 1']);
    const known = knownValues(patient, naming, clock.now());
    expect(known.get('name')).toEqual({ value: 'Vàng Thị Mẫu', source: 'card-camera', at: '2026-11-22T00:00:00.000Z' });
    expect(known.get('birthDate')).toMatchObject({ source: 'card-camera' });
    expect(known.get('phone')).toMatchObject({ source: 'record' });
  });

  it('gives a person a new number: the old one keeps its period and is free for its next bearer', async () => {
    const { update, stored, repository, clock } = setting(record('p'));
    await update({ citizenId: '012185000011' });
    await update({ citizenId: '012185000022' });
    expect((await stored()).identifier).toMatchObject([{ use: 'old', value: '012185000011', period: { end: '2026-11-22T00:00:00.000Z' } }, { use: 'official', value: '012185000022' }]);
    expect([repository.ownerOf('citizen-id', '012185000011'), repository.ownerOf('citizen-id', '012185000022')]).toEqual([undefined, 'Patient/p']);
    expect(await patientByNumber(repository, naming.systems, '012185000011', clock.now())).toBeUndefined();
  });

  it('does not take a number that another record holds, and says whose', async () => {
    const { update, stored } = setting(record('p'), record('q', { name: [{ text: 'Đặng Văn Mẫu' }], identifier: [{ system: naming.systems.citizenId, value: '012185000011' }] }));
    expect(await update({ citizenId: '012185000011', name: 'Vàng Thị Mẫu' })).toMatchObject({ ok: false, error: { code: 'IDENTITY_ALREADY_REGISTERED', help: { name: 'Đặng Văn Mẫu' } } });
    expect((await stored()).name?.[0]?.text).toBe('Vang Thi Mau');
  });

  it('is for those who may change the record, and is audited', async () => {
    const { update, repository } = setting(record('p'), record('o', { managingOrganization: { reference: 'Organization/elsewhere' } }));
    expect(codeOf(await update({ sex: 'male' }, { id: 'o' }))).toBe('HTTP_NOT_FOUND');
    expect(codeOf(await update({ sex: 'male' }, { id: 'nobody' }))).toBe('HTTP_NOT_FOUND');
    expect(codeOf(await update({ sex: 'male' }, { who: { ...nurse, roles: ['specialist'] } }))).toBe('HTTP_FORBIDDEN');
    expect(codeOf(await update({ phone: '0900000109' }))).toBe('done');
    expect(repository.audits.map(({ event, outcome }) => `${event} ${outcome}`)).toEqual([...Array.from({ length: 3 }, () => 'identity-updated refused'), 'identity-updated success']);
  });

  it('wants the record in use, checks every value, and of two at one moment takes one', async () => {
    const joined = record('b', { active: false, link: [{ other: { reference: 'Patient/p' }, type: 'replaced-by' }] });
    const { update } = setting(record('p', { link: [{ other: { reference: 'Patient/b' }, type: 'replaces' }] }), joined);
    expect(codeOf(await update({ phone: '0900000109' }, { id: 'b' }))).toBe('IDENTITY_RECORD_NOT_IN_USE');
    expect(await update({ birthDate: '1985-02-30' })).toMatchObject({ ok: false, error: { code: 'IDENTITY_BIRTH_DATE_UNREADABLE', at: '/birthDate' } });
    expect(await update({ passport: 'x' })).toMatchObject({ ok: false, error: { code: 'IDENTITY_PASSPORT', at: '/passport' } });
    const both = await Promise.all([update({ phone: '0900000108' }), update({ phone: '0900000109' })]);
    expect(both.map(codeOf).toSorted()).toEqual(['IDENTITY_RECORD_CHANGED', 'done']);
  });
});
