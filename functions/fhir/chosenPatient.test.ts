import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Bundle } from '@medplum/fhirtypes';
import { fakeRepository } from '../../shared/fhir/fakeRepository.ts';
import type { Principal } from '../../shared/identity/policy.ts';
import { parseScopes } from '../../shared/identity/smartScopes.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { aPatient, anObservation, settingOn, type Body } from './handler.test.support.ts';

/** A nurse of one station starts an application for p1. She may read p1 and p2, both of her station; p3 is another's. */
const nurse: Principal = { subject: 'nurse', name: 'Lò Thị Mẫu', roles: ['station'], practitioner: 'Practitioner/n', organization: 'Organization/tyt-muong-mau' };
const app = (scope: string, chosenPatient?: `Patient/${string}`): Principal => ({ ...nurse, client: 'app', scopes: parseScopes(scope), ...(chosenPatient ? { chosenPatient } : {}) });
const mother: Principal = { subject: 'm', name: 'M', roles: ['patient'], patient: 'Patient/m', client: 'app' };
const people = {
  asking: { ...mother, scopes: parseScopes('user/Patient.rs user/Task.s user/Encounter.s user/RelatedPerson.s') }, forChild: { ...mother, scopes: parseScopes('patient/*.rs'), chosenPatient: 'Patient/p1' as const }, forHerself: { ...mother, scopes: parseScopes('patient/*.rs'), chosenPatient: 'Patient/m' as const },
  app: app('patient/Observation.rs', 'Patient/p1'), wide: app('patient/*.cruds', 'Patient/p1'), stranger: app('patient/*.cruds', 'Patient/p3'),
  nobody: app('patient/Observation.rs'), mixed: app('patient/Observation.rs user/Patient.rs', 'Patient/p1'), mixedNobody: app('patient/Observation.rs user/Patient.rs'),
};
const clock = fixedClock('2026-11-22T00:00:00Z');
const numbered = (id: string) => [{ system: 'urn:x', value: id }];
const binary = (id: string, patient: string) => ({ resourceType: 'Binary', id, contentType: 'text/plain', data: 'eA==', securityContext: { reference: patient } }) as const;

let world: ReturnType<typeof settingOn>;
beforeEach(() => {
  world = settingOn(fakeRepository({ clock }), clock, people);
  const observation = (id: string, patient: string) => ({ ...anObservation, id, subject: { reference: patient }, performer: [{ reference: 'Practitioner/n' }] });
  (world.repository as ReturnType<typeof fakeRepository>).seed(
    aPatient('p1', { identifier: numbered('p1') }), aPatient('p2', { identifier: numbered('p2') }), aPatient('p3', { managingOrganization: { reference: 'Organization/tyt-ban-thu' } }),
    observation('o1', 'Patient/p1'), observation('o2', 'Patient/p2'), observation('o3', 'Patient/p3'), { resourceType: 'Practitioner', id: 'n' },
    { resourceType: 'Condition', id: 'c1', subject: { reference: 'Patient/p1' } }, binary('b1', 'Patient/p1'), binary('b2', 'Patient/p2'),
  );
});
const get = async (who: keyof typeof people, path: string) => await world.call('GET', path, { who });
const ids = (json: Body | undefined) => (json?.entry ?? []).map(({ resource }) => `${resource?.resourceType}/${resource?.id}`);

describe('an application that was started for one patient', () => {
  it('reads that record, and another one is as if it were not there, though the person may read both', async () => {
    expect([(await get('app', '/Observation/o1')).status, (await get('app', '/Observation/o1/_history')).status]).toEqual([200, 200]);
    const none = await get('app', '/Observation/none');
    for (const path of ['/Observation/o2', '/Observation/o2/_history', '/Observation/o2/_history/1', '/Observation/o3', '/Condition/c1']) {
      const answer = await get('app', path);
      expect([path, answer.status, world.codeOf(answer)]).toEqual([path, none.status, world.codeOf(none)]);
    }
  });

  it('finds and counts nothing of anybody else, whatever way leads there', async () => {
    const found = async (path: string) => { const { status, json } = await get('app', path); return [status, ids(json), json.total]; };
    expect(await found('/Observation?patient=p1')).toEqual([200, ['Observation/o1'], 1]);
    expect(await found('/Observation?patient=p2')).toEqual([200, [], 0]);
    expect((await get('app', '/Observation?patient=p2&_summary=count')).json.total).toBe(0);
    expect((await get('app', '/Observation?patient=p1,p2,p3&_summary=count')).json.total).toBe(1);
    expect(await found('/Observation?patient=p1,p2&_include=Observation:subject&_include=Observation:performer')).toEqual([200, ['Observation/o1'], 1]);
    expect(await found('/Observation?subject:Patient.identifier=urn:x|p2')).toEqual([200, [], 0]);
    expect((await get('app', '/Practitioner?_has:Observation:performer:patient=p1')).status).toBe(403);
    expect((await get('app', '/Patient?identifier=urn:x|p1')).status).toBe(403);
    expect(ids((await get('wide', '/Practitioner?_has:Observation:performer:patient=p2')).json)).toEqual([]);
    expect(ids((await get('wide', '/Practitioner?_has:Observation:performer:patient=p1')).json)).toEqual(['Practitioner/n']);
    expect(ids((await get('wide', '/Patient?identifier=urn:x|p1,urn:x|p2&_revinclude=Observation:subject')).json)).toEqual(['Patient/p1', 'Observation/o1']);
    expect(ids((await get('wide', '/Observation/_history')).json)).toEqual(['Observation/o1']);
  });

  it('gets that record by the operations, and no other', async () => {
    expect(ids((await get('wide', '/Patient/p1/$everything')).json)).toEqual(expect.arrayContaining(['Patient/p1', 'Observation/o1', 'Condition/c1']));
    for (const path of ['/Patient/p2/$everything', '/Patient/p2/$summary', '/Patient/p1/$everything']) expect((await get(path.includes('p1') ? 'app' : 'wide', path)).status).toBe(404);
    const asked = await world.call('POST', '/$graphql', { who: 'wide', headers: { 'content-type': 'application/json' }, body: { query: '{ mine: Observation(id: "o1") { id } other: Observation(id: "o2") { id } Patient(id: "p2") { id } list: ObservationList(patient: "p2") { id } }' } });
    expect(asked.json).toMatchObject({ data: { mine: { id: 'o1' }, other: null, Patient: null, list: [] } });
    for (const path of ['/$export', '/Patient/$export']) expect((await world.call('GET', path, { who: 'wide', headers: { prefer: 'respond-async' } })).status).toBe(403);
  });

  it('gets that record out of Bundles and files, and no other', async () => {
    for (const type of ['batch', 'transaction'] as const) {
      const entry = (type === 'batch' ? ['Observation/o1', 'Observation/o2', 'Observation?patient=p2', 'Binary/b2'] : ['Observation/o1', 'Observation?patient=p2']).map((url) => ({ request: { method: 'GET' as const, url } }));
      const { json } = await world.call('POST', '', { who: 'wide', body: { resourceType: 'Bundle', type, entry } });
      expect(JSON.stringify(json)).not.toContain('Patient/p2');
      expect(json.entry?.[0]?.response?.status).toMatch(/^200/);
    }
    expect([(await get('wide', '/Binary/b1')).status, (await get('wide', '/Binary/b2')).status]).toEqual([200, 404]);
  });

  it('writes into that record only', async () => {
    const write = async (patient: string, id?: string) => (await world.call(id ? 'PUT' : 'POST', `/Observation${id ? `/${id}` : ''}`, { who: 'wide', body: { ...anObservation, id, subject: { reference: patient } } })).status;
    expect([await write('Patient/p1'), await write('Patient/p2'), await write('Patient/p1', 'o1'), await write('Patient/p2', 'o2'), await write('Patient/p1', 'o2'), await write('Patient/p2', 'o1')]).toEqual([201, 403, 200, 404, 404, 403]);
    const both = { ...anObservation, id: undefined, subject: { reference: 'Patient/p1' }, performer: [{ reference: 'Patient/p2' }] };
    expect((await world.call('POST', '/Observation', { who: 'wide', body: both })).status).toBe(403);
    expect((await world.call('DELETE', '/Observation/o2', { who: 'wide' })).status).toBe(404);
    const file = async (patient: string) => (await world.call('POST', '/Binary', { who: 'wide', body: { ...binary('x', patient), id: undefined } })).status;
    expect([await file('Patient/p1'), await file('Patient/p2')]).toEqual([201, 403]);
  });

  it('keeps user/ scopes as wide as the person, and to their own types', async () => {
    expect([(await get('mixed', '/Patient/p2')).status, (await get('mixed', '/Observation/o2')).status, (await get('mixed', '/Observation/o1')).status]).toEqual([200, 404, 200]);
    expect([(await get('mixedNobody', '/Patient/p2')).status, (await get('mixedNobody', '/Observation?patient=p1')).status]).toEqual([200, 403]);
  });

  it('opens nothing that the person may not read: not a stranger who was chosen, nor who was the station’s once', async () => {
    for (const path of ['/Patient/p3', '/Observation/o3', '/Patient/p3/$everything']) expect((await get('stranger', path)).status).toBe(404);
    expect((await get('stranger', '/Observation?patient=p3')).json.total).toBe(0);
    expect((await get('app', '/Observation/o1')).status).toBe(200);
    (world.repository as ReturnType<typeof fakeRepository>).seed(aPatient('p1', { managingOrganization: { reference: 'Organization/tyt-ban-thu' } }));
    expect([(await get('app', '/Observation/o1')).status, (await get('app', '/Observation?patient=p1')).json.total]).toEqual([404, 0]);
  });

  it('answers nothing, in clear words, where patient/ scopes come without a patient', async () => {
    for (const path of ['/Observation/o1', '/Observation?patient=p1', '/Patient/p1/$everything', '/Organization']) {
      const answer = await get('nobody', path);
      expect([path, answer.status, world.codeOf(answer), answer.json.issue?.[0]?.diagnostics]).toEqual([path, 403, 'FHIR_PATIENT_NOT_CHOSEN', expect.stringContaining('launch/patient')]);
    }
    expect((await world.call('POST', '', { who: 'nobody', body: { resourceType: 'Bundle', type: 'batch', entry: [] } satisfies Bundle })).status).toBe(403);
  });
});

describe('an application that a carer started for whom she cares for', () => {
  const number = { system: 'https://lien-tuyen.example/sid/citizen-id', value: '012185000011' };
  const care = (active: boolean) => ({ resourceType: 'RelatedPerson' as const, id: 'r', active, identifier: [number], patient: { reference: 'Patient/p1' }, relationship: [{ coding: [{ system: 'https://lien-tuyen.example/CodeSystem/carer', code: 'carer' }] }], period: { start: '2026-01-01' } });
  const seed = (...more: Parameters<ReturnType<typeof fakeRepository>['seed']>) => (world.repository as ReturnType<typeof fakeRepository>).seed(...more);
  beforeEach(() => seed(aPatient('m', { identifier: [number] }), care(true), { ...anObservation, id: 'om', subject: { reference: 'Patient/m' } }));
  const seen = async (who: keyof typeof people) => [(await get(who, '/Observation/o1')).status, (await get(who, '/Observation/om')).status, (await get(who, '/Observation/o2')).status, (await get(who, '/Observation?patient=p1,m,p2')).json.total];

  it('is offered them by her own number, and nobody else', async () => {
    const { json } = await world.call('POST', '/RelatedPerson/_search', { who: 'asking', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ identifier: `${number.system}|${number.value}`, _include: 'RelatedPerson:patient' }).toString() });
    expect(ids(json)).toEqual(['RelatedPerson/r', 'Patient/p1']);
    seed(care(false));
    expect(ids((await get('asking', `/RelatedPerson?identifier=${number.system}|${number.value}&_include=RelatedPerson:patient`)).json)).toEqual([]);
  });
  it('reaches the one who was chosen and not the own record, or the own alone, until the care ends', async () => {
    expect([await seen('forChild'), await seen('forHerself')]).toEqual([[200, 404, 404, 1], [404, 200, 404, 1]]);
    seed(care(false));
    expect([await seen('forChild'), await seen('forHerself')]).toEqual([[404, 404, 404, 0], [404, 200, 404, 1]]);
  });
});
