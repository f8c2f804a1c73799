import { describe, expect, it } from '@jest/globals';
import type { Identifier } from '@medplum/fhirtypes';
import { patients } from '../../local/story.ts';
import { valueOf } from '../kernel/result.ts';
import { accessLimitsAt } from './accessLimits.ts';
import { systems, nurse, specialist, aRecord, aCard, aDesk, card, codeOf } from './desk.test.support.ts';
import { relationsToPatient } from './relations.ts';
import { withOrigin } from './valueSource.ts';

const { patient, newcomer } = patients;

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

  it('tells that the card confirms a number which was typed, once', async () => {
    const from = (source: 'typed' | 'card-scanner') => aRecord({ identifier: [withOrigin<Identifier>({ system: systems.citizenId, value: patient.citizenId }, 'https://lien-tuyen.example', { source, at: '2026-01-01T00:00:00Z' })] });
    expect(valueOf(await aDesk(from('typed')).lookUp(card(patient))).differences).toEqual([{ field: 'citizenId', card: patient.citizenId, record: patient.citizenId }]);
    expect(valueOf(await aDesk(from('card-scanner')).lookUp(card(patient))).differences).toEqual([]);
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
