import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Bundle } from '@medplum/fhirtypes';
import { facilities, patients, staff } from '../../local/story.ts';
import type { BriefingMessage, BriefingView } from '../../shared/briefing/contract.ts';
import { consentText, type Carer, type EmergencyAccess } from '../../shared/consent/contract.ts';
import type { ConsultationView } from '../../shared/consultation/contract.ts';
import type { PatientSummary } from '../../shared/identity/contract.ts';
import { pathOf, routes, type RouteName } from '../../shared/routes.ts';
import { tricksOn, tricksOnRecord, type Trick } from '../support/attack/fhirTricks.ts';
import { forgedTokens } from '../support/attack/forgedTokens.ts';
import { send, tally, type Answer } from '../support/attack/tally.ts';
import { clientFor } from '../support/client.ts';
import { accessToken } from '../support/people.ts';
import { choosing, launch } from '../support/smartApp.ts';
import { validBodies } from '../support/validBodies.ts';
import { aConclusion, aRequest, act } from '../support/story.ts';

/**
 * Somebody who is signed in, and wants what is not theirs. Every route of the table and every interaction of FHIR with
 * the ids of another patient of another facility, each asked with an id that does not exist too: both must be answered
 * alike. What was tried is counted, printed and listed in artifacts/attack.json; one leak fails.
 */
const victim = patients.expired;
const attackers = ['nurse2', 'specialist2', 'specialist3', 'coordinator2', 'patient2', 'viewer', 'auditor', 'research'] as const;
type Attacker = (typeof attackers)[number];
/** What would give the victim away in an answer. */
const { leaks, leak, count, report } = tally([victim.phone, victim.insurance.number, victim.citizenId, 'Tức ngực khi leo dốc', 'bí mật của người bị hại']);
const absent = 'absent-0000-0000';
/** One id of each type that the victim's record holds. */
const held = new Map<string, string>();
/** The id that a route means by {id}. */
const idIn = new Map<string, string>();
let signed = '';

beforeAll(async () => {
  for (const who of ['nurse', 'specialist', 'coordinator', 'system', ...attackers]) await accessToken(who);
  const [nurse, specialist] = [clientFor(await accessToken('nurse')), clientFor(await accessToken('specialist'))];
  const photo = JSON.parse((await send('POST', '/fhir/Binary', { token: await accessToken('nurse'), body: { resourceType: 'Binary', contentType: 'text/plain', data: Buffer.from('bí mật của người bị hại').toString('base64'), securityContext: { reference: `Patient/${victim.id}` } } })).text) as { id: string };
  const open = await nurse.must<ConsultationView>('consultationRequest', { body: aRequest({ patientId: victim.id }) });
  const { id } = await nurse.must<ConsultationView>('consultationRequest', { body: aRequest({ patientId: victim.id }) });
  await act(specialist, id, { action: 'accept' });
  await specialist.must('conclusionSigning', { params: { id }, body: aConclusion() });
  signed = id;
  const params = { patientId: victim.id };
  const carer = await nurse.must<Carer>('carerGrant', { params, body: { citizenId: '012185000077', name: 'Người Chăm Thử', kind: 'relative', patientPresent: true } }).catch(() => ({ id: 'x' }));
  const emergency = await specialist.must<EmergencyAccess>('emergencyAccess', { params, body: { purpose: 'life-threatening', reason: 'Bất tỉnh sau ngã, phải xem ngay' } }).catch(() => ({ id: 'x' }));
  const coordinator = clientFor(await accessToken('coordinator'));
  const briefing = await coordinator.must<BriefingView>('briefingPlan', { body: { title: 'bí mật của người bị hại', start: new Date().toISOString(), agenda: [{ title: 'Việc tuần', minutes: 5 }] } });
  const message = await coordinator.must<BriefingMessage>('briefingMessage', { params: { id: briefing.id }, body: { text: 'bí mật của người bị hại' } });
  held.set('Appointment', briefing.id).set('Communication', message.id);
  for (const [path, of] of [['/briefings/', briefing.id], ['/consultations/', open.id], ['/carers/', carer.id], ['/emergency-accesses/', emergency.id], ['/data-requests/', emergency.id], ['/duplicates/', 'x']] as const) idIn.set(path, of);
  const whole = JSON.parse((await send('GET', `/fhir/Patient/${victim.id}/$everything`, { token: await accessToken('system') })).text) as Bundle;
  for (const { resource } of whole.entry ?? []) if (resource?.id && !['Organization', 'Practitioner', 'PractitionerRole', 'OperationOutcome'].includes(resource.resourceType)) held.set(resource.resourceType, resource.id);
  held.set('Binary', photo.id).set('Task', open.id).set('Patient', victim.id);
}, 180_000);
afterAll(() => void process.stderr.write(`${report()}\n`));

/** The office for data protection reads the log and what was addressed to it. */
const isTheirs = (who: Attacker, type: string) => who === 'auditor' && type === 'AuditEvent';

/** The same asked of another's and of nothing: a difference tells that it is there. */
async function pair(who: string, kind: string, way: string, ask: (of: string) => Promise<Answer>, real: string, said: string): Promise<void> {
  const [one, none] = [await ask(real), await ask(absent)];
  count(kind, way, one, said);
  count(kind, way, none, said);
  if (one.status !== none.status || one.code !== none.code) leak(kind, way, `${who}: ${one.status} ${one.code}, and ${none.status} ${none.code} of nothing`);
}

const all = Object.keys(routes) as RouteName[];
const beside = all.filter((name) => routes[name].function !== 'fhir' && routes[name].auth === 'bearer');
/** Their own house's: whoever works there may come. Cancelling and signing are the host's. */
const ownBriefings: readonly RouteName[] = ['briefings', 'briefing', 'briefingToken', 'briefingAttendance', 'briefingMessage', 'briefingDocument', 'briefingPdf', 'briefingCancellation', 'briefingMinutes'];
/** A right of the caller's, or a step that is loud by design: the emergency opening tells patient and officer (its own suite). */
const exempt = (who: Attacker, name: RouteName) => name === 'emergencyAccess' || (who === 'specialist2' && ownBriefings.includes(name)) || (who === 'auditor' && (['accesses', 'dataRequestAnswer', 'emergencyReview'] as RouteName[]).includes(name));

describe.each(attackers)('%s', (who) => {
  it('every route with the ids of others', async () => {
    const token = await accessToken(who);
    for (const name of beside.filter((one) => !exempt(who, one) && one !== 'signOutEverywhere')) {
      const { method, path } = routes[name];
      const id = [...idIn].find(([part]) => path.includes(part))?.[1] ?? 'x';
      if (!path.includes('{')) {
        count('route', name, await send(method, pathOf(name), { token, ...(method === 'GET' ? {} : { body: validBodies[name] ?? {} }) }));
        continue;
      }
      const ask = async (real: boolean, of = id) => await send(method, pathOf(name, { patientId: real ? victim.id : absent, id: real ? of : absent, purpose: 'research' }), { token, ...(method === 'GET' ? {} : { body: validBodies[name] ?? {} }) });
      for (const of of path.includes('/consultations/') ? [id, signed] : [id]) await pair(who, 'route', name, async (one) => await ask(one !== absent, of), of, '');
      const { status } = await ask(true);
      if (status < 400) leak('route', name, `${who}: ${status}`);
    }
    const ofVictim = async (patientId: string) => await send('POST', pathOf('consultationRequest'), { token, body: aRequest({ patientId }) });
    await pair(who, 'route', 'consultationRequest about another’s patient', ofVictim, victim.id, 'Tức ngực khi leo dốc');
  }, 300_000);

  it('every interaction of FHIR with every id of another’s record', async () => {
    const token = await accessToken(who);
    const of = (trick: Trick) => async () => await send(trick.method, trick.path, { token, ...(trick.body === undefined ? {} : { body: trick.body }), ...(trick.headers ? { headers: trick.headers } : {}) });
    for (const [type, id] of held) {
      if (isTheirs(who, type)) continue;
      const everyWay = type === 'Patient' || type === 'Observation';
      const [real, none] = [tricksOn(type, id), tricksOn(type, absent)];
      for (const [i, trick] of real.entries())
        if (everyWay || ['instance', 'history', 'search'].includes(trick.kind)) {
          const other = none[i] ?? trick;
          await pair(who, `FHIR ${trick.kind}`, trick.way, async (one) => await of(one === absent ? other : trick)(), id, trick.path + JSON.stringify(trick.body ?? ''));
        }
    }
    const [record, nothing] = [tricksOnRecord(victim.id, victim.citizenId), tricksOnRecord(absent, '012000000000')];
    for (const [i, trick] of record.entries()) {
      if (isTheirs(who, trick.path.includes('AuditEvent') ? 'AuditEvent' : '')) continue;
      const other = nothing[i] ?? trick;
      await pair(who, `FHIR ${trick.kind}`, trick.way, async (one) => await of(one === absent ? other : trick)(), victim.id, trick.path + JSON.stringify(trick.body ?? ''));
    }
    // Hundreds of requests, one after the other.
  }, 300_000);
});

describe('an application that was started for one patient', () => {
  it('gets nothing of another, though the person who started it may read both', async () => {
    const nurse = clientFor(await accessToken('nurse'));
    const { id: chosen } = await nurse.must<PatientSummary>('patientRegistration', { body: { name: 'Lầu Thị Được Chọn', birthDate: '1977-07-17', sex: 'female', source: 'typed' } });
    const { access_token: token } = await launch('nurse', 'launch/patient patient/*.cruds', choosing(chosen));
    expect([(await send('GET', `/fhir/Patient/${chosen}`, { token })).status, (await send('GET', `/fhir/Patient/${victim.id}`, { token: await accessToken('nurse') })).status]).toEqual([200, 200]);
    const of = async (trick: Trick) => await send(trick.method, trick.path, { token, ...(trick.body === undefined ? {} : { body: trick.body }), ...(trick.headers ? { headers: trick.headers } : {}) });
    const pairs = [...[...held].map(([type, id]) => [tricksOn(type, id), tricksOn(type, absent)] as const), [tricksOnRecord(victim.id, victim.citizenId), tricksOnRecord(absent, '012000000000')] as const];
    for (const [real, none] of pairs)
      for (const [i, trick] of real.entries())
        await pair('nurse, for another', `chosen patient: ${trick.kind}`, trick.way, async (one) => await of(one === absent ? (none[i] ?? trick) : trick), victim.id, trick.path + JSON.stringify(trick.body ?? ''));
    // Hundreds of requests, one after the other.
  }, 300_000);
});

describe('mass assignment', () => {
  const extra = {
    role: 'system', roles: ['system'], organization: `Organization/${facilities.central.id}`, practitioner: `Practitioner/${staff.specialist.practitioner}`, owner: `Practitioner/${staff.specialist3.practitioner}`, requester: 'x', facility: facilities.central.id,
    status: 'completed', state: 'signed', id: 'chosen', room: 'chosen', meta: { tag: [] }, patient: `Patient/${victim.id}`, specialist: { id: 'x' }, signed: true, isAdmin: true, __proto__: { admin: true },
  };
  it.each(beside.filter((name) => routes[name].method !== 'GET' && name !== 'signOutEverywhere'))('%s: nothing beside what the contract names is taken', async (name) => {
    for (const who of ['nurse2', 'patient2', 'specialist3'] as const) {
      const patientId = name === 'patientRegistration' ? 'x' : patients.patient2.id;
      const body = { ...(validBodies[name] as object | undefined), ...extra, ...(name === 'patientRegistration' ? { name: 'Người Thử Mới', birthDate: '1990-02-03', sex: 'male', source: 'typed', managingOrganization: `Organization/${facilities.central.id}` } : {}) };
      const answer = await send(routes[name].method, pathOf(name, { patientId, id: absent, purpose: 'research' }), { token: await accessToken(who), body });
      count('mass assignment', name, answer);
      if (/"(isAdmin|signed)"|"id":"chosen"|"room":"chosen"|"state":"signed"/.test(answer.text)) leak('mass assignment', name, `${who}: ${answer.status}`);
    }
  });
  it('a record belongs to the facility of whoever made it, a request to the house that it asks', async () => {
    const token = await accessToken('nurse2');
    const made = await send('POST', pathOf('patientRegistration'), { token, body: { name: 'Người Thử Khác', birthDate: '1991-02-03', sex: 'male', source: 'typed', ...extra, managingOrganization: `Organization/${facilities.central.id}` } });
    const { id = '' } = JSON.parse(made.text) as { id?: string };
    const record = JSON.parse((await send('GET', `/fhir/Patient/${id}`, { token })).text) as { managingOrganization?: { reference?: string } };
    expect([id === 'chosen', record.managingOrganization?.reference]).toEqual([false, `Organization/${facilities.station2.id}`]);
    const asked = await send('POST', pathOf('consultationRequest'), { token, body: { ...aRequest({ patientId: patients.patient2.id }), ...extra } });
    const view = JSON.parse(asked.text) as Partial<ConsultationView>;
    expect([asked.status === 422 || view.state === 'routed', view.id]).toEqual([true, expect.not.stringMatching(/^chosen$/)]);
    const own = await accessToken('patient2');
    for (const [route, body] of [['consentDecision', { choice: 'permit', textVersion: consentText, ...extra }], ['dataRequest', { kind: 'copy', text: 'xin bản sao', ...extra }], ['carerGrant', { citizenId: '012185000099', name: 'Ai Đó', kind: 'child', active: true, ...extra }]] as const)
      expect([route, (await send(routes[route].method, pathOf(route, { patientId: patients.patient2.id, purpose: 'research' }), { token: own, body })).status]).toEqual([route, 422]);
  });
});

describe('a token with', () => {
  it.each(Object.entries(forgedTokens))('%s opens nothing', async (kind, forge) => {
    for (const who of ['nurse2', 'patient2', 'system'] as const) {
      const token = await forge(await accessToken(who), await accessToken('nurse'), `Patient/${victim.id}`);
      for (const path of [pathOf('me'), `/fhir/Patient/${victim.id}`]) {
        const answer = await send('GET', path, { token });
        count('token', kind, answer);
        if (answer.status !== 401) leak('token', kind, `${who} ${path}: ${answer.status}`);
      }
    }
  });
  it.each(['Basic', 'bearer', 'Bearer ', 'Token', ''])('the scheme "%s" and nothing behind it opens nothing', async (scheme) => {
    const answer = await send('GET', pathOf('me'), { headers: { authorization: scheme } });
    count('token', `scheme ${scheme}`, answer);
    expect(answer.status).toBe(401);
  });
});

it('zero leaks', () => expect(leaks).toEqual([]));
