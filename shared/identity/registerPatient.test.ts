import { describe, expect, it } from '@jest/globals';
import { patients } from '../../local/story.ts';
import { valueOf } from '../kernel/result.ts';
import { base, systems, nurse, aRecord, aCard, aDesk, card, codeOf } from './desk.test.support.ts';
import { registerPatient } from './registerPatient.ts';

const { patient, newcomer } = patients;

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
