import { describe, expect, it } from '@jest/globals';
import type { Patient } from '@medplum/fhirtypes';
import { cardText, patients } from '../../local/story.ts';
import { fakeRepository } from '../fhir/fakeRepository.ts';
import { identifierSystems } from '../fhir/identifierSystems.ts';
import { accessLimitsAt } from './accessLimits.ts';
import { fakeChallengeStore } from './challengeStore.fake.ts';
import { fixedClock } from '../kernel/clock.ts';
import { countingIds } from '../kernel/ids.ts';
import { valueOf } from '../kernel/result.ts';
import type { PatientRegistration, PersonLookup } from './contract.ts';
import { lookUpPerson } from './lookUpPerson.ts';
import type { Principal } from './policy.ts';
import { relationsToPatient } from './relations.ts';
import { registerPatient } from './registerPatient.ts';

const base = 'https://lien-tuyen.example';
const systems = identifierSystems(base);
const nurse: Principal = { subject: 'nurse', name: 'Lò Thị Mẫu', roles: ['station'], practitioner: 'Practitioner/n', organization: 'Organization/station' };
const specialist: Principal = { subject: 'd', name: 'D', roles: ['specialist'], practitioner: 'Practitioner/d', organization: 'Organization/central' };
const { patient, newcomer } = patients;

const aRecord = (more: Partial<Patient> = {}): Patient & { id: string } => ({
  resourceType: 'Patient', id: 'p', active: true, name: [{ use: 'official', text: patient.name }], birthDate: patient.birthDate, gender: patient.sex,
  identifier: [{ system: systems.citizenId, value: patient.citizenId }], address: [{ text: patient.address }], managingOrganization: { reference: 'Organization/station' }, ...more,
});
const aCard = (more: Partial<PatientRegistration> = {}): PatientRegistration => ({
  citizenId: newcomer.citizenId, name: newcomer.name, birthDate: newcomer.birthDate, sex: 'female', address: newcomer.address, phone: newcomer.phone, source: 'card-camera', ...more,
});

function aDesk(...records: (Patient & { id: string })[]) {
  const clock = fixedClock('2026-06-30T08:00:00Z');
  const repository = fakeRepository({ clock });
  repository.seed(...records);
  const deps = { repository, clock, challenges: fakeChallengeStore(), newId: countingIds('new'), naming: { base, systems } };
  let commands = 0;
  return {
    repository, clock, deps,
    lookUp: (lookup: PersonLookup, principal = nurse) => lookUpPerson(deps, { principal, correlationId: 'c' }, lookup),
    register: (registration: PatientRegistration, { principal = nurse, key = `key-${++commands}`, bodyHash = 'h' } = {}) =>
      registerPatient(deps, { principal, correlationId: 'c' }, registration, { key, subject: principal.subject, bodyHash }),
    stored: () => repository.all().filter((r) => r.resourceType === 'Patient'),
  };
}
const card = (person: Parameters<typeof cardText>[0]): PersonLookup => ({ kind: 'card', text: cardText(person), via: 'camera' });
const codeOf = (result: { ok: true } | { ok: false; error: { code: string } }) => (result.ok ? 'done' : result.error.code);

describe('looking a person up', () => {
  it('by the card finds the record and says what the card said', async () => {
    const desk = aDesk(aRecord());
    const answer = valueOf(await desk.lookUp(card(patient)));
    expect(answer).toMatchObject({ citizenId: patient.citizenId, warnings: [], differences: [], possibleDuplicates: [], match: { id: 'p', name: patient.name, citizenId: '********0011', address: patient.address } });
    expect(answer.card?.name).toBe(patient.name);
  });

  it('by the typed number finds the same record', async () => {
    expect(valueOf(await aDesk(aRecord()).lookUp({ kind: 'number', citizenId: ' 012 185 000 011 ' })).match?.id).toBe('p');
  });

  it('tells when the last visit was', async () => {
    const desk = aDesk(aRecord());
    for (const [id, start] of [['e1', '2026-01-02T01:00:00Z'], ['e2', '2026-05-02T01:00:00Z']] as const)
      desk.repository.seed({ resourceType: 'Encounter', id, status: 'finished', class: { code: 'VR' }, subject: { reference: 'Patient/p' }, period: { start } });
    expect(valueOf(await desk.lookUp(card(patient))).match?.lastVisit).toBe('2026-05-02T01:00:00Z');
  });

  it('tells what the insurer has told before, from where and how old, in place of what was typed', async () => {
    const typed = { system: systems.insuranceCard, value: 'DT2121234567800' };
    const desk = aDesk(aRecord({ identifier: [{ system: systems.citizenId, value: patient.citizenId }, typed] }));
    const cards = async () => valueOf(await desk.lookUp(card(patient))).known.filter(({ field }) => field.startsWith('insurance'));
    expect(await cards()).toMatchObject([{ field: 'insuranceCard', value: typed.value, source: 'record' }]);
    desk.repository.seed({ resourceType: 'Coverage', id: 'coverage-p', status: 'active', subscriberId: 'DT2121234567801', subscriber: { display: 'VÀNG THỊ MẪU' }, beneficiary: { reference: 'Patient/p' }, payor: [{ display: 'BHXH' }], period: { end: '2026-12-31' } });
    const at = desk.clock.now().toISOString();
    expect(await cards()).toEqual([{ field: 'insuranceCard', value: 'DT2121234567801', source: 'insurer', at }, { field: 'insuranceValidTo', value: '2026-12-31', source: 'insurer', at }]);
    desk.repository.seed({ resourceType: 'Coverage', id: 'coverage-p', status: 'active', subscriberId: 'DT2121234567801', subscriber: { display: 'VANG THI MAU' }, beneficiary: { reference: 'Patient/p' }, payor: [{ display: 'BHXH' }] });
    expect((await cards()).map(({ field, value }) => [field, value])).toEqual([['insuranceCard', 'DT2121234567801'], ['insuranceHolder', 'VANG THI MAU']]);
  });

  it('of another facility finds the record without address and visits', async () => {
    const found = valueOf(await aDesk(aRecord({ managingOrganization: { reference: 'Organization/elsewhere' } })).lookUp(card(patient))).match;
    expect(found).toEqual({ id: 'p', name: patient.name, birthDate: patient.birthDate, sex: 'female', citizenId: '********0011' });
  });

  it('of another facility tells the patient once a visit where the number was typed, not where the card was scanned', async () => {
    const elsewhere = aRecord({ managingOrganization: { reference: 'Organization/elsewhere' } });
    const [typed, scanned] = [aDesk(elsewhere), aDesk(elsewhere)];
    await typed.lookUp({ kind: 'number', citizenId: patient.citizenId });
    await typed.lookUp({ kind: 'number', citizenId: patient.citizenId });
    await scanned.lookUp(card(patient));
    expect([typed.repository.events.map(({ type, data }) => [type, data['patientId']]), scanned.repository.events]).toEqual([[['received-elsewhere', 'p']], []]);
    expect([typed.repository.audits[0]?.reason, scanned.repository.audits[0]?.reason]).toEqual(['number', 'card']);
  });

  it('of strangers ends after a busy hour’s and a busy day’s worth; cards that fit the record and own patients go on', async () => {
    const desk = aDesk(aRecord({ managingOrganization: { reference: 'Organization/elsewhere' } }), { ...aRecord(), id: 'own', identifier: [{ system: systems.citizenId, value: patients.patient2.citizenId }] });
    const { strangersADay, strangersAnHour } = accessLimitsAt(desk.clock.now());
    let next = 10_000;
    const stranger = async () => codeOf(await desk.lookUp({ kind: 'number', citizenId: `0121850${next++}` }));
    const known = async () => codeOf(await desk.lookUp({ kind: 'number', citizenId: patient.citizenId }));
    for (let i = 0; i < strangersADay; i += 1) {
      if (i > 0 && i % strangersAnHour === 0) {
        expect(await known()).toBe('IDENTITY_LOOKUPS_TOO_MANY');
        desk.clock.advance(3_600_000);
      }
      expect(await stranger()).toBe('done');
    }
    desk.clock.advance(3_600_000);
    expect(await known()).toBe('IDENTITY_LOOKUPS_TOO_MANY');
    expect(desk.repository.audits.at(-1)).toMatchObject({ outcome: 'refused', patient: 'Patient/p' });
    expect(codeOf(await desk.lookUp({ kind: 'number', citizenId: patients.patient2.citizenId }))).toBe('done');
    expect(codeOf(await desk.lookUp(card(patient)))).toBe('done');
    desk.clock.advance(24 * 3_600_000);
    expect(await known()).toBe('done');
  });

  it.each([['a name of one’s own', { name: 'Người Bịa Đặt' }], ['another birth date', { birthDate: '1950-01-01' }]])('by a text like a card’s with %s counts and is told like a typed number', async (_, lie) => {
    const desk = aDesk(aRecord({ managingOrganization: { reference: 'Organization/elsewhere' } }));
    for (let i = 0; i < accessLimitsAt(desk.clock.now()).strangersAnHour; i += 1) expect(codeOf(await desk.lookUp(card({ ...patient, ...lie })))).toBe('done');
    expect(codeOf(await desk.lookUp(card({ ...patient, ...lie })))).toBe('IDENTITY_LOOKUPS_TOO_MANY');
    expect(desk.repository.events.map(({ type }) => type)).toEqual(['received-elsewhere']);
  });

  it('of another facility receives the person there for a day, in the commit that audits it', async () => {
    const desk = aDesk(aRecord({ managingOrganization: { reference: 'Organization/elsewhere' } }));
    const relations = () => relationsToPatient(desk.repository, nurse, 'Patient/p', desk.clock);
    expect(await relations()).toEqual(['none']);
    await desk.lookUp({ kind: 'number', citizenId: patient.citizenId });
    await desk.lookUp({ kind: 'number', citizenId: patient.citizenId });
    expect(await relations()).toEqual(['received-today']);
    expect(desk.repository.audits).toHaveLength(2);
    desk.clock.advance(24 * 3_600_000);
    expect(await relations()).toEqual(['none']);
  });

  it('shows where card and record differ, and repairs nothing', async () => {
    const desk = aDesk(aRecord({ name: [{ text: 'Vàng Thị Mẩu' }], birthDate: '1985-04-13', gender: 'male' }));
    expect(valueOf(await desk.lookUp(card(patient))).differences).toEqual([
      { field: 'name', card: 'Vàng Thị Mẫu', record: 'Vàng Thị Mẩu' },
      { field: 'birthDate', card: '1985-03-14', record: '1985-04-13' },
      { field: 'sex', card: 'female', record: 'male' },
    ]);
  });

  it('sees no difference in upper case or another Unicode form, and tells what the card adds', async () => {
    const desk = aDesk(aRecord({ name: [{ text: 'VÀNG THỊ MẪU'.normalize('NFD') }], birthDate: '1985', address: [] }));
    expect(valueOf(await desk.lookUp(card(patient))).differences).toEqual([{ field: 'birthDate', card: '1985-03-14', record: '1985' }, { field: 'address', card: patient.address }]);
  });

  it('says of its own patients what is known, from where and how old, and where the number was given', async () => {
    const desk = aDesk();
    await desk.register(aCard());
    const answer = valueOf(await desk.lookUp(card(newcomer)));
    expect(answer.numberGivenIn).toBe('Lai Châu');
    expect(answer.known).toContainEqual({ field: 'phone', value: newcomer.phone, source: 'card-camera', at: '2026-06-30T08:00:00.000Z' });
    expect(answer.known).toContainEqual({ field: 'citizenId', value: '********0033', source: 'card-camera', at: '2026-06-30T08:00:00.000Z' });
    const elsewhere = aDesk(aRecord({ managingOrganization: { reference: 'Organization/elsewhere' } }));
    expect(valueOf(await elsewhere.lookUp(card(patient))).known).toEqual([]);
  });

  it('by an old number of 9 digits finds the one person who had it', async () => {
    const desk = aDesk(aRecord({ identifier: [{ use: 'old', system: systems.previousId, value: '040123456' }] }));
    expect(valueOf(await desk.lookUp({ kind: 'number', citizenId: '040 123 456' }))).toMatchObject({ citizenId: '040123456', match: { id: 'p' } });
    expect(valueOf(await desk.lookUp({ kind: 'number', citizenId: '040 123 457' })).match).toBeUndefined();
    desk.repository.seed(aRecord({ id: 'q', name: [{ text: 'Người Khác' }], identifier: [{ use: 'old', system: systems.previousId, value: '040123456' }] }));
    const two = valueOf(await desk.lookUp({ kind: 'number', citizenId: '040123456' }));
    expect(two.match).toBeUndefined();
    expect(two.possibleDuplicates.map(({ id }) => id).toSorted()).toEqual(['p', 'q']);
  });

  it('shows people of the same folded name and birth date under another number', async () => {
    const other = aRecord({ id: 'q', name: [{ text: 'Vang Thi Mau' }], identifier: [{ system: systems.citizenId, value: '012185000088' }] });
    const namesake = aRecord({ id: 'r', birthDate: '1990-01-01', identifier: [] });
    const longer = aRecord({ id: 's', name: [{ text: 'Vàng Thị Mẫu Mới' }], identifier: [] });
    const desk = aDesk(aRecord(), other, namesake, longer);
    expect(valueOf(await desk.lookUp(card(patient))).possibleDuplicates.map(({ id }) => id)).toEqual(['q']);
  });

  it('does not match a number that its bearer lost, nor an inactive record', async () => {
    const retired = aRecord({ identifier: [{ system: systems.citizenId, value: patient.citizenId, period: { end: '2026-01-01' } }] });
    expect(valueOf(await aDesk(retired).lookUp(card(patient))).match).toBeUndefined();
    expect(valueOf(await aDesk(aRecord({ active: false })).lookUp(card(patient))).match).toBeUndefined();
  });

  it('is for the desk alone, and the refused attempt is audited', async () => {
    const desk = aDesk(aRecord());
    expect(codeOf(await desk.lookUp(card(patient), specialist))).toBe('HTTP_FORBIDDEN');
    expect(desk.repository.audits).toMatchObject([{ event: 'person-looked-up', outcome: 'refused', entities: [] }]);
  });

  it('is audited with everybody who was shown', async () => {
    const desk = aDesk(aRecord());
    await desk.lookUp(card(patient));
    expect(desk.repository.audits).toMatchObject([{ event: 'person-looked-up', action: 'search', outcome: 'success', patient: 'Patient/p', entities: ['Patient/p'] }]);
  });

  it('passes on why a card can’t be read', async () => {
    expect(await aDesk().lookUp({ kind: 'card', text: 'x', via: 'scanner' })).toEqual({ ok: false, error: { code: 'IDENTITY_CARD_NOT_RECOGNISED', at: '/text' } });
  });
});

describe('registering a patient', () => {
  it('stores what the card said, where it came from and when, and claims the number', async () => {
    const desk = aDesk();
    const summary = valueOf(await desk.register(aCard({ previousId: '040 123 456' })));
    expect(summary).toEqual({ id: 'new-1', name: newcomer.name, birthDate: newcomer.birthDate, sex: 'female', citizenId: '********0033', address: newcomer.address });
    expect(await desk.repository.read('Patient/new-1')).toMatchObject({
      active: true,
      extension: [{ url: `${base}/StructureDefinition/data-source`, valueCode: 'card-camera' }, { url: `${base}/StructureDefinition/registered-at`, valueDateTime: '2026-06-30T08:00:00.000Z' }],
      identifier: [{ use: 'official', system: systems.citizenId, value: newcomer.citizenId, type: { coding: [{ code: 'NI' }] } }, { use: 'old', system: systems.previousId, value: '040123456' }],
      name: [{ text: 'Lường Thị Ngọc Thử', family: 'Lường', given: ['Thị', 'Ngọc', 'Thử'] }],
      telecom: [{ system: 'phone', value: newcomer.phone }],
      managingOrganization: { reference: 'Organization/station' },
    });
    expect(desk.repository.ownerOf('citizen-id', newcomer.citizenId)).toBe('Patient/new-1');
    expect(desk.repository.audits).toMatchObject([{ event: 'patient-registered', action: 'create', patient: 'Patient/new-1' }]);
  });

  it('takes a foreigner by passport, a child by birth certificate and mother, and nobody is made a carer by it', async () => {
    const desk = aDesk();
    const { citizenId: _, ...without } = aCard({ source: 'typed' });
    expect(codeOf(await desk.register({ ...without, name: 'Somchai Mau', passport: 'aa 123.456 7', birthDate: '1990-02' }))).toBe('done');
    expect(codeOf(await desk.register({ ...without, name: 'Lường Bé Thử', birthDate: '2026-05-01', birthCertificate: ' 12/2026 ', mother: { name: newcomer.name, citizenId: newcomer.citizenId } }))).toBe('done');
    expect(desk.stored()).toMatchObject([
      { birthDate: '1990-02', identifier: [{ system: systems.passport, value: 'AA1234567', type: { coding: [{ code: 'PPN' }] } }] },
      { identifier: [{ system: systems.birthCertificate, value: '12/2026' }], contact: [{ relationship: [{ coding: [{ code: 'MTH' }] }], name: { text: newcomer.name } }] },
    ]);
    expect(desk.repository.all().some(({ resourceType }) => resourceType === 'RelatedPerson')).toBe(false);
  });

  it('does not send away who bears the number of another record: both are kept, the number disputed, and put before whoever decides', async () => {
    const desk = aDesk(aRecord());
    const bearer = aCard({ citizenId: patient.citizenId });
    expect(codeOf(await desk.register(bearer))).toBe('IDENTITY_ALREADY_REGISTERED');
    expect(codeOf(await desk.register({ ...bearer, notSameAs: ['p'] }))).toBe('done');
    expect(await desk.repository.read('Patient/new-1')).toMatchObject({ identifier: [{ use: 'temp', value: patient.citizenId }] });
    expect(valueOf(await desk.lookUp(card(patient))).match?.id).toBe('p');
    expect(desk.repository.all().filter(({ resourceType }) => resourceType === 'Linkage')).toMatchObject([{ author: { reference: 'Organization/station' }, active: false, item: [{ resource: { reference: 'Patient/new-1' } }, { resource: { reference: 'Patient/p' } }] }]);
  });

  it('puts a second record that is probably the same person’s on the list, and one that is only possible not', async () => {
    const desk = aDesk(aRecord({ id: 'q', name: [{ text: newcomer.name }], birthDate: newcomer.birthDate, identifier: [] }), aRecord({ id: 'r', name: [{ text: newcomer.name }], birthDate: '1992', identifier: [] }));
    expect(codeOf(await desk.register(aCard({ notSameAs: ['q', 'r'] })))).toBe('done');
    const pairs = desk.repository.all().filter(({ resourceType }) => resourceType === 'Linkage');
    expect(pairs).toHaveLength(1);
    expect(JSON.stringify(pairs[0])).toContain('Patient/q');
  });

  it('takes a person without any number, and a birth year alone', async () => {
    const desk = aDesk();
    const { citizenId: _, ...without } = aCard({ birthDate: '1992', source: 'typed' });
    expect(codeOf(await desk.register(without))).toBe('done');
    expect(desk.stored()[0]).not.toHaveProperty('identifier');
  });

  it('answers a repetition the same and stores nothing more; another body is refused', async () => {
    const desk = aDesk();
    const first = await desk.register(aCard(), { key: 'k' });
    expect(await desk.register(aCard(), { key: 'k' })).toEqual(first);
    const { citizenId: _, ...other } = aCard({ name: 'Người Khác Hẳn' });
    expect(codeOf(await desk.register(other, { key: 'k', bodyHash: 'other' }))).toBe('HTTP_IDEMPOTENCY_KEY_REUSED');
    expect(desk.stored()).toHaveLength(1);
  });

  it('shows the record that holds the number already', async () => {
    const answer = await aDesk(aRecord()).register(aCard({ citizenId: patient.citizenId }));
    expect(answer).toMatchObject({ ok: false, error: { code: 'IDENTITY_ALREADY_REGISTERED', help: { id: 'p', name: patient.name } } });
  });

  it('makes one record of a number that two desks register at one moment', async () => {
    const desk = aDesk();
    const results = await Promise.all(Array.from({ length: 20 }, () => desk.register(aCard())));
    expect(results.map(codeOf).filter((code) => code === 'done')).toHaveLength(1);
    expect(new Set(results.map(codeOf))).toEqual(new Set(['done', 'IDENTITY_ALREADY_REGISTERED']));
    expect(desk.stored()).toHaveLength(1);
  });

  it.each([0, 1, 2])('calls a number registered when another desk registers it after %i of our looks', async (looks) => {
    const desk = aDesk();
    let left = looks;
    const search: typeof desk.repository.search = async (type, query) => {
      if (left-- === 0) await desk.register(aCard());
      return await desk.repository.search(type, query);
    };
    const commit: typeof desk.repository.commit = async (unit) => {
      if (left-- === 0) await desk.register(aCard());
      return await desk.repository.commit(unit);
    };
    const command = { key: 'slow', subject: 'nurse', bodyHash: 'h' };
    const slow = await registerPatient({ ...desk.deps, repository: { ...desk.repository, search, commit } }, { principal: nurse, correlationId: 'c' }, aCard(), command);
    expect(slow).toMatchObject({ ok: false, error: { code: 'IDENTITY_ALREADY_REGISTERED', help: { name: newcomer.name } } });
    expect(desk.stored()).toHaveLength(1);
  });

  it('gives a reissued number to its new bearer', async () => {
    const retired = aRecord({ name: [{ text: 'Người Trước' }], identifier: [{ system: systems.citizenId, value: newcomer.citizenId, use: 'old', period: { end: '2025-01-01' } }] });
    expect(codeOf(await aDesk(retired).register(aCard()))).toBe('done');
  });

  it('wants possible duplicates judged first, and audits the judgement', async () => {
    const desk = aDesk(aRecord({ id: 'q', name: [{ text: 'Luong Thi Ngoc Thu' }], birthDate: newcomer.birthDate, identifier: [] }));
    expect(await desk.register(aCard())).toMatchObject({ ok: false, error: { code: 'IDENTITY_POSSIBLE_DUPLICATE', params: { count: 1 }, help: [{ id: 'q' }] } });
    expect(desk.stored()).toHaveLength(1);
    expect(codeOf(await desk.register(aCard({ notSameAs: ['q'] })))).toBe('done');
    expect(desk.repository.audits.at(-1)?.entities).toEqual(['Patient/new-1', 'Patient/q']);
  });

  it.each([
    ['11 digits', { citizenId: '01218500001' }, 'IDENTITY_NUMBER_LENGTH', '/citizenId'],
    ['a number with letters', { citizenId: 'A12185000011' }, 'IDENTITY_NUMBER_CHARACTERS', '/citizenId'],
    ['a wrong old number', { previousId: '12345' }, 'IDENTITY_PREVIOUS_NUMBER', '/previousId'],
    ['a name of symbols', { name: '???' }, 'IDENTITY_NAME_UNREADABLE', '/name'],
    ['a future birth date', { birthDate: '2027-01-01' }, 'IDENTITY_BIRTH_DATE_IN_FUTURE', '/birthDate'],
    ['a day that is none', { birthDate: '1992-02-30' }, 'IDENTITY_BIRTH_DATE_UNREADABLE', '/birthDate'],
    ['a landline', { phone: '02438250000' }, 'IDENTITY_PHONE', '/phone'],
  ])('refuses %s, says where, and stores nothing', async (_what, change, code, at) => {
    const desk = aDesk();
    expect(await desk.register(aCard(change))).toMatchObject({ ok: false, error: { code, at } });
    expect(desk.repository.all()).toEqual([]);
  });

  it('is for the desk alone', async () => {
    const desk = aDesk();
    for (const role of ['specialist', 'coordinator', 'patient', 'viewer', 'auditor'] as const)
      expect(codeOf(await desk.register(aCard(), { principal: { ...nurse, roles: [role] } }))).toBe('HTTP_FORBIDDEN');
    expect(desk.stored()).toEqual([]);
    expect(desk.repository.audits.every(({ outcome }) => outcome === 'refused')).toBe(true);
  });
});
