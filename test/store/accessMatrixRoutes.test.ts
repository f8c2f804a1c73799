import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Resource } from '@medplum/fhirtypes';
import { routeQuestions } from '../../local/docs/routePolicy.ts';
import { carerRole } from '../../shared/consent/ports.ts';
import { act } from '../../shared/consultation/act.ts';
import type { ConsultationAction } from '../../shared/consultation/contract.ts';
import { requestConsultation } from '../../shared/consultation/request.ts';
import { signConclusion } from '../../shared/consultation/sign.ts';
import type { Principal } from '../../shared/identity/policy.ts';
import { valueOf } from '../../shared/kernel/result.ts';
import { routes, type RouteName } from '../../shared/routes.ts';
import { facilities, patients, staff } from '../../local/story.ts';
import { readPolicyPage } from '../support/matrix/page.ts';
import { patientItem, standing } from '../support/matrix/world.ts';
import { aConclusion, aPrescription, aRequest } from '../support/story.ts';
import { validBodies } from '../support/validBodies.ts';
import { matrixRoutes } from './support/matrixRoutes.ts';
import { base, matrixSetting, moving, pairs, principalOf, put, type MatrixSetting, type Pair } from './support/matrixSetting.ts';

/** The table of docs/policy.md asked through every route beside FHIR, and the rooms of consultations in every state. */
const page = readPolicyPage();
let setting: MatrixSetting;
let product: Awaited<ReturnType<typeof matrixRoutes>>;
let asked = 0;

/** The patient of the cases below, and who cares for that patient. */
const roomPatient: Principal = { subject: 'room-patient', name: 'Người Thử phòng', roles: ['patient'], patient: 'Patient/mx-room' };
const someone = (who: string): Principal => (who === roomPatient.subject ? roomPatient : principalOf(who));

beforeAll(async () => {
  setting = await matrixSetting();
  product = await matrixRoutes(setting.repository, moving, someone);
  await put(setting.repository, [
    { resourceType: 'Patient', id: 'mx-room', name: [{ text: 'Người Thử phòng' }], birthDate: '1980-01-01', managingOrganization: { reference: `Organization/${facilities.station.id}` } },
    {
      resourceType: 'RelatedPerson', id: 'mx-room-carer', active: true, patient: { reference: 'Patient/mx-room' }, relationship: [{ coding: [{ system: `${base}/CodeSystem/carer`, code: carerRole }] }],
      identifier: [{ system: `${base}/sid/citizen-id`, value: patients.nameDiffers.citizenId }], period: { start: '2026-01-01' },
    },
    ...[-1, 3].map((hours, i) => ({ resourceType: 'Slot', id: `mx-slot-${i}`, status: 'free', schedule: { reference: `Schedule/schedule-${staff.specialist.practitioner}` }, start: new Date(Date.now() + (i === 0 ? 0.5 : hours) * 3_600_000).toISOString(), end: new Date(Date.now() + (i === 0 ? 0.75 : hours + 0.25) * 3_600_000).toISOString() })),
  ] as (Resource & { readonly id: string })[]);
}, 120_000);
afterAll(async () => {
  await setting.stop();
  process.stderr.write(`access matrix, routes: ${Object.keys(routes).length} routes, ${asked} requests\n`);
});

async function call(...ask: Parameters<typeof product.call>) {
  asked += 1;
  return await product.call(...ask);
}
const refusedCodes = new Set(['HTTP_FORBIDDEN', 'HTTP_NOT_FOUND', 'HTTP_SCOPE_INSUFFICIENT']);
const isRefused = ({ body }: Awaited<ReturnType<typeof call>>) => refusedCodes.has(String(body['code']));

it('knows every route, as the page lists them', () => {
  expect([...page.routes.keys()]).toEqual((Object.keys(routes) as RouteName[]).map((name) => `${routes[name].method} ${routes[name].path}`));
});

/** Routes that name a record, with the question that the page says. What the body would change is refused after the question. */
const ofRecord = (Object.keys(routes) as RouteName[]).filter((name) => routes[name].path.includes('{patientId}') && name !== 'emergencyAccess');
/** Programs have FHIR, and no token that our own routes take. */
const isProgram = (role: string) => role === 'research' || role === 'system';
function allowedBy(pair: Pair, question: string): boolean {
  const [kind = '', name = ''] = question.split(' ');
  return kind === 'step' ? page.step(pair.role, name, pair.held) : page.allows(pair.role, name, kind as 'read', pair.held);
}

describe('routes of a record', () => {
  it.each(pairs)('$role $who on the record "$place" ($held)', async (pair) => {
    const patientId = patientItem(pair.place).id;
    const got: unknown[] = [];
    const wanted: unknown[] = [];
    for (const name of ofRecord) {
      const params = { patientId, purpose: 'recording', id: 'mx-none' };
      // The absent patient makes a step of the desk refuse after it asked who may.
      const body = { consentDecision: { ...(validBodies.consentDecision as object), choice: 'deny', patientPresent: undefined }, carerGrant: { ...(validBodies.carerGrant as object), patientPresent: undefined }, carerWithdrawal: {} }[name as string] ?? validBodies[name] ?? {};
      const answer = await call(pair.who, name, params, routes[name].method === 'GET' ? undefined : body);
      // A carer that is none is not found by whoever may ask.
      if (name === 'carerWithdrawal' && pair.role === 'patient') continue;
      const allowed = !isProgram(pair.role) && allowedBy(pair, routeQuestions[name]);
      got.push(`${name}: ${isRefused(answer) ? 'refused' : allowed ? 'taken' : `taken ${answer.status}`}`);
      wanted.push(`${name}: ${allowed ? 'taken' : 'refused'}`);
      expect(answer.status).toBeLessThan(500);
    }
    expect(got).toEqual(wanted);
  });
  it.each(Object.entries(standing).map(([who, { role }]) => ({ who, role })))('steps that name no record: $role $who', async ({ who, role }) => {
    const may = (step: string) => !isProgram(role) && page.step(role, step, ['privacy-officer']);
    const officer = role === 'auditor';
    expect([isRefused(await call(who, 'personLookup', {}, { kind: 'number', citizenId: '012185000099' }))]).toEqual([!may('look-up-person')]);
    expect(isRefused(await call(who, 'patientRegistration', {}, { name: 'Người Thử Mới', birthDate: '1990-02-03', sex: 'male', source: 'typed' }))).toBe(!may('register-patient'));
    expect([isRefused(await call(who, 'officeRequests')), isRefused(await call(who, 'emergencies'))]).toEqual([!officer, !officer]);
    expect([isRefused(await call(who, 'passkeys')), isRefused(await call(who, 'passkeyReset', { id: staff.specialist2.practitioner }, { reason: 'lost' }))]).toEqual([!may('manage-own-passkeys'), !may('reset-passkeys')]);
    expect(isRefused(await call(who, 'overview', {}, undefined, { from: ['2026-11'], to: ['2026-11'] }))).toBe(!may('read-overview'));
    for (const list of ['mine', 'waiting', 'station']) expect((await call(who, 'consultations', {}, undefined, { list: [list] })).status).toBeLessThan(500);
    for (const name of ['me', 'directory', 'freeSlots', 'diagnosisCodes', 'medicines', 'caredFor'] as const) expect((await call(who, name)).status).toBeLessThan(500);
    expect((await call(who, 'emergencyAccess', { patientId: 'mx-none' }, { purpose: 'treatment', reason: 'x' })).status).toBeGreaterThanOrEqual(400);
  });
});

type Step = { readonly by: 'nurse' | 'specialist'; readonly action: ConsultationAction | 'sign' };
const n = (action: ConsultationAction): Step => ({ by: 'nurse', action });
const s = (action: ConsultationAction | 'sign'): Step => ({ by: 'specialist', action });
const inCall = [s({ action: 'accept' }), n({ action: 'wait' }), s({ action: 'call' }), s({ action: 'start-call' })];
const signed = [...inCall, s({ action: 'end-call' }), s('sign')];

/** How each state is reached, whether a specialist has the case there, and whether its room is open. */
const states: Readonly<Record<string, { readonly steps: readonly Step[]; readonly room?: 'open' | 'not-yet'; readonly taken?: false; readonly document?: true }>> = {
  routed: { steps: [], taken: false },
  accepted: { steps: [s({ action: 'accept' })] },
  'needs-info': { steps: [s({ action: 'ask-more', text: 'Thêm?' })] },
  scheduled: { steps: [s({ action: 'accept' }), n({ action: 'book', slotId: 'mx-slot-0' })], room: 'open' },
  'scheduled for later': { steps: [s({ action: 'accept' }), n({ action: 'book', slotId: 'mx-slot-1' })], room: 'not-yet' },
  'waiting, nobody’s': { steps: [n({ action: 'wait' })], room: 'open', taken: false },
  waiting: { steps: inCall.slice(0, 2), room: 'open' },
  called: { steps: inCall.slice(0, 3), room: 'open' },
  'in-call': { steps: inCall, room: 'open' },
  interrupted: { steps: [...inCall, s({ action: 'interrupt', reason: 'link' })] },
  concluding: { steps: [...inCall, s({ action: 'end-call' })] },
  signed: { steps: signed, document: true },
  acknowledged: { steps: [...signed, n({ action: 'acknowledge' })], document: true },
  'outcome-reported': { steps: [...signed, n({ action: 'acknowledge' }), n({ action: 'report-outcome', outcome: 'improved' })], document: true },
  declined: { steps: [s({ action: 'decline', reason: 'x' })], taken: false },
  cancelled: { steps: [n({ action: 'cancel', reason: 'x' })], taken: false },
  'no-show': { steps: [...inCall.slice(0, 2), n({ action: 'no-show', side: 'specialist' })] },
  'emergency-transfer': { steps: [n({ action: 'emergency-transfer', text: 'x' })], taken: false },
};

/** Who sees a case, who has a place in its room and who may invite, by the rules of the house and not by the code. */
const people: Readonly<Record<string, { readonly sees: boolean | 'taken' | 'waiting'; readonly role?: string; readonly invites?: true }>> = {
  nurse: { sees: true, role: 'station', invites: true },
  specialist: { sees: true, role: 'specialist', invites: true },
  coordinator: { sees: true, role: 'observer' },
  'room-patient': { sees: true, role: 'patient' },
  nameDiffers: { sees: true, role: 'patient' },
  nurse2: { sees: false }, specialist2: { sees: false }, specialist3: { sees: false }, coordinator2: { sees: false }, viewer: { sees: false }, auditor: { sees: false }, patient2: { sees: false },
};

describe('rooms, conclusions and papers', () => {
  it.each(Object.entries(states).map(([state, made]) => ({ state, ...made })))('in the state "$state"', async ({ state, steps, room, taken, document }) => {
    const ask = (who: string) => ({ principal: someone(who), correlationId: 'matrix' });
    const { id } = valueOf(await requestConsultation(product.care, ask('nurse'), { ...aRequest({ patientId: 'mx-room' }), vitals: {} }));
    for (const { by, action } of steps) valueOf(action === 'sign' ? await signConclusion(product.care, ask(by), id, { ...aConclusion(), prescription: aPrescription() }) : await act(product.care, ask(by), id, action));
    const got: unknown[] = [];
    const wanted: unknown[] = [];
    for (const [who, { sees, role, invites }] of Object.entries(people)) {
      const absent = await call(who, 'roomToken', { id: 'mx-none' });
      const [view, conclusion, paper, token, invited] = [await call(who, 'consultation', { id }), await call(who, 'conclusion', { id }), await call(who, 'conclusionPdf', { id }), await call(who, 'roomToken', { id }), await call(who, 'roomInvitation', { id }, { role: 'relative', name: 'Con' })];
      const [prescribed, help] = [await call(who, 'prescriptionDocuments', { id }), await call(who, 'prescribingHelp', { id })];
      const printed = await call(who, 'prescriptionPdf', { id });
      // A case that nobody took is any specialist's of the specialty: seen, without a place in the room yet.
      const place = sees && !(role === 'specialist' && taken === false) ? role : undefined;
      const hidden = [404, 'HTTP_NOT_FOUND'];
      const passOf = place === undefined ? [sees ? 403 : 404, sees ? 'ROOM_NOT_FOR_YOU' : 'HTTP_NOT_FOUND'] : room === 'open' ? [200, place] : room === 'not-yet' ? [409, 'ROOM_NOT_OPEN_YET'] : [410, 'ROOM_CLOSED'];
      got.push([who, 'view', view.status], [who, 'conclusion', conclusion.status], [who, 'paper', paper.status], [who, 'room', token.status, token.body['code'] ?? token.body['role']], [who, 'invites', invited.status === 201]);
      wanted.push([who, 'view', sees ? 200 : 404], [who, 'conclusion', sees ? (document ? 200 : 409) : 404], [who, 'paper', sees ? (document ? 200 : 409) : 404], [who, 'room', ...(sees ? passOf : hidden)], [who, 'invites', invites === true && place !== undefined && room !== undefined]);
      got.push([who, 'printed prescription', printed.body['code'] ?? printed.status]);
      wanted.push([who, 'printed prescription', sees ? (document ? 200 : 'PRESCRIPTION_UNKNOWN') : 'HTTP_NOT_FOUND']);
      got.push([who, 'prescription', prescribed.body['code'] ?? prescribed.status], [who, 'before prescribing', help.body['code'] ?? help.status]);
      wanted.push([who, 'prescription', sees ? (document ? 200 : 'PRESCRIPTION_UNKNOWN') : 'HTTP_NOT_FOUND'], [who, 'before prescribing', !sees ? 'HTTP_NOT_FOUND' : role === 'specialist' ? 200 : 'CONSULTATION_NOT_YOURS']);
      if (!sees) expect([who, token.body['code']]).toEqual([who, absent.body['code']]);
    }
    expect([state, got]).toEqual([state, wanted]);
  });
});

/** Who stands how to a briefing that the coordinator's house plans and the first station is invited to. */
const places: Readonly<Record<string, 'host' | 'attendee' | undefined>> = { coordinator: 'host', nurse: 'attendee', specialist: 'attendee', specialist2: 'attendee' };

describe('briefings', () => {
  it('and what is written in them are of those who are invited and may attend, in any state', async () => {
    const plan = { title: 'Giao ban', start: new Date().toISOString(), agenda: [{ title: 'Việc tuần', minutes: 5 }], facilities: [facilities.station.id] };
    const id = String((await call('coordinator', 'briefingPlan', {}, plan)).body['id']);
    const asks: readonly RouteName[] = ['briefing', 'briefingToken', 'briefingAttendance', 'briefingMessage'];
    const round = async (signed: boolean) => {
      const got: unknown[] = [];
      const wanted: unknown[] = [];
      for (const [who, { role }] of Object.entries(standing)) {
        const place = !isProgram(role) && page.step(role, 'attend-briefing', []) ? places[who] : undefined;
        for (const name of asks) {
          const answer = await call(who, name, { id }, routes[name].method === 'GET' ? undefined : (validBodies[name] ?? {}));
          const refused = isProgram(role) ? 'HTTP_SCOPE_INSUFFICIENT' : 'HTTP_NOT_FOUND';
          got.push([who, name, answer.body['code'] ?? answer.status]);
          wanted.push([who, name, place === undefined ? refused : name === 'briefingMessage' && signed ? 'BRIEFING_MINUTES_SIGNED' : 200]);
        }
      }
      expect([signed, got]).toEqual([signed, wanted]);
    };
    await round(false);
    const read = (await call('coordinator', 'briefing', { id })).body['messages'] as readonly { readonly by: { readonly id: string } }[];
    expect(new Set(read.map(({ by }) => by.id))).toEqual(new Set(Object.keys(places).map((who) => staff[who as keyof typeof staff].practitioner)));
    expect((await call('coordinator', 'briefingMinutes', { id }, validBodies.briefingMinutes)).status).toBe(200);
    await round(true);
  });
});
