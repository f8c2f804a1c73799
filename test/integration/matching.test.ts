import { randomBytes, randomInt } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Bundle, Patient } from '@medplum/fhirtypes';
import type { DuplicateDecisionAnswer, DuplicateReportAnswer, DuplicateRows, DuplicateView, PatientSummary, PersonLookupAnswer, PossibleDuplicate } from '../../shared/identity/contract.ts';
import type { Chart } from '../../shared/record/contract.ts';
import { cardText, facilities, patients } from '../../local/story.ts';
import { clientFor, type ApiClient } from '../support/client.ts';
import { accessToken } from '../support/people.ts';
import { aRequest } from '../support/story.ts';
import { target } from '../support/target.ts';

const base = 'https://lien-tuyen.example';
let nurse: ApiClient;
let nurse2: ApiClient;
let coordinator: ApiClient;
let system: ApiClient;
/** Like nobody else's on a product where this ran before: letters only, as names are, and enough of them that no two are alike. */
const fresh = (): string => [...randomBytes(12)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
const named = (tail: string) => `Thào Thị ${tail.charAt(0).toUpperCase()}${tail.slice(1)}`;
let drawn = randomInt(1_000_000);
/** One after the other: no two of a run are the same. */
const numberOf = () => `012160${String((drawn = (drawn + 1) % 1_000_000)).padStart(6, '0')}`;

beforeAll(async () => {
  [nurse, nurse2, coordinator, system] = await Promise.all(['nurse', 'nurse2', 'coordinator2', 'system'].map(async (who) => clientFor(await accessToken(who)))) as [ApiClient, ApiClient, ApiClient, ApiClient];
});

const register = (who: ApiClient, body: object) => who.must<PatientSummary>('patientRegistration', { body: { sex: 'female', source: 'typed', ...body } });
const lookUp = (who: ApiClient, citizenId: string) => who.must<PersonLookupAnswer>('personLookup', { body: { kind: 'number', citizenId } });
const decide = (who: ApiClient, id: string, body: object) => who.call<DuplicateDecisionAnswer>('duplicateDecision', { params: { id }, body });
const fhir = async <T>(path: string, body: unknown): Promise<{ status: number; json: T }> => {
  const response = await fetch(`${target().baseUrl}/fhir/${path}`, { method: 'POST', headers: { authorization: `Bearer ${await accessToken('system')}`, 'content-type': 'application/fhir+json' }, body: JSON.stringify(body) });
  return { status: response.status, json: (await response.json()) as T };
};

describe('Patient/$match on the running product', () => {
  it('finds a story person by an unmarked name, the year and the phone, with a grade and reasons', async () => {
    const { patient } = patients;
    const asked = { resourceType: 'Patient', name: [{ text: 'vang thi mau' }], birthDate: '1985', gender: 'female', telecom: [{ system: 'phone', value: patient.phone }] };
    const { status, json } = await fhir<Bundle>('Patient/$match', { resourceType: 'Parameters', parameter: [{ name: 'resource', resource: asked }] });
    expect(status).toBe(200);
    const first = json.entry?.find(({ resource }) => resource?.id === patient.id);
    expect(first?.search?.score).toBeGreaterThan(0.5);
    expect(first?.search?.extension?.some(({ url }) => url === `${base}/StructureDefinition/match-reason`)).toBe(true);
  });

  it('is certain only with a number', async () => {
    const { patient } = patients;
    const asked = (more: object) => ({ resourceType: 'Parameters', parameter: [{ name: 'resource', resource: { resourceType: 'Patient', name: [{ text: patient.name }], birthDate: patient.birthDate, ...more } }, { name: 'onlyCertainMatches', valueBoolean: true }] });
    expect((await fhir<Bundle>('Patient/$match', asked({}))).json.entry).toEqual([]);
    const certain = await fhir<Bundle>('Patient/$match', asked({ identifier: [{ system: `${base}/sid/citizen-id`, value: patient.citizenId }] }));
    expect(certain.json.entry?.map(({ resource }) => (resource as Patient).id)).toEqual([patient.id]);
  });
});

describe('nobody is turned away', () => {
  it.each([
    ['a foreigner', { passport: 'aa 1234567' }],
    ['a child without a card', { birthCertificate: '12/2026', mother: { name: 'Thào Thị Mẹ', citizenId: patients.patient.citizenId }, birthDate: '2026-05' }],
    ['somebody who knows the year only', { birthDate: '1950' }],
    ['somebody with an old number', { previousId: '040 999 111' }],
    ['somebody with nothing', {}],
  ])('%s gets a record', async (_who, more) => {
    expect((await register(nurse, { name: named(fresh()), birthDate: '1991-02-03', ...more })).id).toBeTruthy();
  });

  it('the bearer of a number that another record holds gets one too, after a look at it, and both are put before whoever decides', async () => {
    const [citizenId, tail] = [numberOf(), fresh()];
    const holder = await register(nurse, { name: named(tail), birthDate: '1960-02-03', citizenId });
    const body = { name: 'Lò Văn Khác', birthDate: '1960-11-12', sex: 'male', citizenId, source: 'typed' };
    const refused = await nurse.refused('patientRegistration', { body });
    expect(refused).toMatchObject({ code: 'IDENTITY_ALREADY_REGISTERED', help: { id: holder.id, here: true } });
    const second = await nurse.must<PatientSummary>('patientRegistration', { body: { ...body, notSameAs: [holder.id] } });
    expect((await lookUp(nurse, citizenId)).match?.id).toBe(holder.id);
    const { rows } = await nurse.must<DuplicateRows>('duplicates');
    expect(rows.find(({ people }) => people.some(({ id }) => id === second.id))).toMatchObject({ origin: 'number-held', state: 'open' });
  });

  it('numbers may be typed with blanks, dots and full-width digits; letters are refused with words', async () => {
    for (const typed of ['012 185 000 011', '012.185.000.011', '０１２１８５０００011']) expect((await lookUp(nurse, typed)).match?.id).toBe(patients.patient.id);
    for (const [typed, code] of [['O12185000011', 'IDENTITY_NUMBER_CHARACTERS'], ['0121850000', 'IDENTITY_NUMBER_LENGTH'], ['', 'IDENTITY_NUMBER_MISSING']] as const) expect((await nurse.refused('personLookup', { body: { kind: 'number', citizenId: typed } })).code).toBe(code);
    expect((await lookUp(nurse2, patients.patient2.previousId)).match?.id).toBe(patients.patient2.id);
  });

  it('ten megabytes of text as a card are refused, and nothing is stored or broken', async () => {
    for (const size of [5_000, 300_000, 10_500_000]) {
      const sent = await nurse.call('personLookup', { body: { kind: 'card', text: `012185000011|${'x'.repeat(size)}`, via: 'scanner' } });
      expect(sent.status).toBeGreaterThanOrEqual(400);
      expect(sent.status).toBeLessThan(500);
      expect(JSON.stringify(sent.body)).not.toContain('xxxx');
    }
    expect((await lookUp(nurse, patients.patient.citizenId)).match?.id).toBe(patients.patient.id);
  });
});

describe('what was told once', () => {
  it('is kept with its source, and what a card adds goes into the record value by value', async () => {
    const [citizenId, tail] = [numberOf(), fresh()];
    const { id } = await register(nurse, { name: named(tail), birthDate: '1960', phone: '0987654321' });
    const card = cardText({ citizenId, previousId: '', name: named(tail).toUpperCase(), birthDate: '1960-07-08', sex: 'female', address: 'Bản Thử 9', issuedOn: '2022-01-01' });
    const found = await nurse.must<PersonLookupAnswer>('personLookup', { body: { kind: 'card', text: card, via: 'scanner' } });
    expect(found.match).toBeUndefined();
    expect(found.possibleDuplicates).toMatchObject([{ id, here: true }]);
    await nurse.must('identityUpdate', { params: { patientId: id }, body: { take: { citizenId, birthDate: '1960-07-08', address: 'Bản Thử 9' }, source: 'card-scanner' } });
    const again = await nurse.must<PersonLookupAnswer>('personLookup', { body: { kind: 'card', text: card, via: 'scanner' } });
    expect(again).toMatchObject({ match: { id, birthDate: '1960-07-08' }, differences: [], possibleDuplicates: [], numberGivenIn: 'Lai Châu' });
    const sources = new Map(again.known.map(({ field, source }) => [field, source]));
    expect([sources.get('name'), sources.get('phone'), sources.get('birthDate'), sources.get('address'), sources.get('citizenId')]).toEqual(['typed', 'typed', 'card-scanner', 'card-scanner', 'card-scanner']);
  });
});

describe('two records of one person', () => {
  async function twoRecords(second: ApiClient) {
    const [citizenId, tail] = [numberOf(), fresh()];
    const one = await register(nurse, { name: named(tail), birthDate: '1960-07-08', citizenId });
    const body = { name: named(tail), birthDate: '1960-07-08', sex: 'female', source: 'typed' };
    const refused = await second.refused('patientRegistration', { body });
    expect(refused.code).toBe('IDENTITY_POSSIBLE_DUPLICATE');
    const shown = refused.help as readonly PossibleDuplicate[];
    expect(shown).toMatchObject([{ id: one.id, likely: true, here: second === nurse }]);
    const other = await second.must<PatientSummary>('patientRegistration', { body: { ...body, notSameAs: shown.map(({ id }) => id) } });
    return { one, other, citizenId };
  }
  const pairWith = async (who: ApiClient, id: string) => (await who.must<DuplicateRows>('duplicates')).rows.find(({ people }) => people.some((person) => person.id === id));
  const stored = async (id: string) => await system.must<Patient>('fhir', { params: { path: `Patient/${id}` } });
  const content = async (id: string) => {
    const { meta: _, ...rest } = await stored(id);
    return rest;
  };

  it('stand side by side, are joined and taken apart again, and nothing is lost or moved', async () => {
    const { one, other, citizenId } = await twoRecords(nurse);
    await nurse.must('consultationRequest', { body: aRequest({ patientId: other.id, questions: ['Của hồ sơ thứ hai?'] }) });
    const before = [await content(one.id), await content(other.id)];
    const row = await pairWith(nurse, other.id);
    if (!row) throw new Error('no pair on the list');
    const view = await nurse.must<DuplicateView>('duplicate', { params: { id: row.id } });
    expect(view.fields.find(({ field }) => field === 'facility')?.values[0]).toMatchObject({ value: facilities.station.name });
    expect(view.may).toEqual(['same', 'different', 'later']);
    expect((await decide(nurse, row.id, { decision: 'same', keep: one.id })).body).toEqual({ id: row.id, state: 'same', patientId: one.id });
    expect(await stored(other.id)).toMatchObject({ active: false, link: [{ other: { reference: `Patient/${one.id}` }, type: 'replaced-by' }] });
    for (const patientId of [one.id, other.id]) {
      const chart = await nurse.must<Chart>('chart', { params: { patientId } });
      expect(chart.patient).toMatchObject({ id: one.id, replaces: [other.id] });
      expect(chart.visits.map(({ summary }) => summary)).toContain('Của hồ sơ thứ hai?');
    }
    expect((await lookUp(nurse, citizenId)).match?.id).toBe(one.id);
    expect((await decide(nurse, row.id, { decision: 'separate' })).status).toBe(200);
    expect([await content(one.id), await content(other.id)]).toEqual(before);
    expect((await nurse.must<Chart>('chart', { params: { patientId: one.id } })).visits).toEqual([]);
  });

  it('of two stations wait for the coordinator above both; a station that knows one of them decides nothing', async () => {
    const { one, other } = await twoRecords(nurse2);
    expect(await pairWith(nurse2, other.id)).toBeUndefined();
    const row = await pairWith(coordinator, other.id);
    if (!row) throw new Error('no pair on the list');
    expect(await nurse2.refused('duplicateDecision', { params: { id: row.id }, body: { decision: 'same', keep: one.id } })).toMatchObject({ code: 'IDENTITY_PAIR_NOT_YOURS' });
    const view = await nurse2.must<DuplicateView>('duplicate', { params: { id: row.id } });
    expect(view.fields.flatMap(({ values }) => values)).not.toContainEqual(expect.objectContaining({ value: expect.stringMatching(/^\d{12}$/) }));
    expect((await decide(coordinator, row.id, { decision: 'same', keep: one.id })).status).toBe(200);
    expect((await nurse2.must<Chart>('chart', { params: { patientId: other.id } })).patient.id).toBe(one.id);
    expect(await coordinator.refused('chart', { params: { patientId: one.id } })).toMatchObject({ code: 'HTTP_FORBIDDEN' });
  });

  it('are joined once, however many decide at one moment', async () => {
    const { one, other } = await twoRecords(nurse);
    const row = await pairWith(nurse, other.id);
    const all = await Promise.all(Array.from({ length: 8 }, (_, i) => decide(nurse, row?.id ?? '', { decision: 'same', keep: i % 2 ? one.id : other.id })));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(all.every(({ status }) => status === 200 || status === 409)).toBe(true);
    const links = (await Promise.all([one.id, other.id].map(stored))).map(({ link }) => link?.[0]?.type);
    expect(new Set(links)).toEqual(new Set(['replaced-by', 'replaces']));
  });

  it('are reported by the desk, once, and are nobody else’s to see', async () => {
    const [a, b] = [await register(nurse, { name: named(fresh()), birthDate: '1970' }), await register(nurse, { name: named(fresh()), birthDate: '1970' })];
    const first = await nurse.must<DuplicateReportAnswer>('duplicateReport', { body: { patients: [a.id, b.id] } });
    expect(await nurse.must<DuplicateReportAnswer>('duplicateReport', { body: { patients: [b.id, a.id] } })).toEqual(first);
    expect((await nurse2.refused('duplicate', { params: { id: first.id } })).code).toBe('HTTP_NOT_FOUND');
    expect((await nurse2.refused('duplicateReport', { body: { patients: [a.id, b.id] } })).code).toBe('HTTP_NOT_FOUND');
    for (const who of ['specialist', 'viewer', 'patient']) expect((await clientFor(await accessToken(who)).refused('duplicates')).code).toBe('HTTP_FORBIDDEN');
    expect((await clientFor().refused('duplicates')).code).toBe('HTTP_TOKEN_MISSING');
  });
});
