import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Bundle, OperationOutcome } from '@medplum/fhirtypes';
import { Client } from 'fhir-kit-client';
import { decodeJwt } from 'jose';
import { patients } from '../../local/story.ts';
import type { Carer } from '../../shared/consent/contract.ts';
import type { ConsultationView } from '../../shared/consultation/contract.ts';
import type { PatientSummary } from '../../shared/identity/contract.ts';
import { forgedTokens } from '../support/attack/forgedTokens.ts';
import { clientFor, type ApiClient } from '../support/client.ts';
import { accessToken } from '../support/people.ts';
import { choosing, launch, refresh, type PickerAnswer, type SmartTokens } from '../support/smartApp.ts';
import { act, aRequest } from '../support/story.ts';
import { target } from '../support/target.ts';

/** SMART's standalone launch by those who have many patients: the issuer asks for whom, and the token holds to it. */
type Answer = { readonly status: number; readonly body: Partial<Bundle> & Partial<OperationOutcome> & { readonly id?: string } };
async function fhir(token: string, path: string, method = 'GET', body?: unknown): Promise<Answer> {
  const answer = await fetch(`${target().baseUrl}/fhir${path}`, { method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' }, ...(body ? { body: JSON.stringify(body) } : {}) });
  return { status: answer.status, body: (await answer.json().catch(() => ({}))) as Answer['body'] };
}
const ids = ({ body }: Answer) => (body.entry ?? []).map(({ resource }) => resource?.id);

let nurse: ApiClient;
/** Two of the nurse's own patients, and one of another station. */
let mine = '';
let other = '';
let strange = '';
const pulse = new Map<string, string>();

const register = async (by: ApiClient, name: string, birthDate: string) => (await by.must<PatientSummary>('patientRegistration', { body: { name, birthDate, sex: 'female', address: 'Bản Thử 7, Xã Mường Mẫu', source: 'typed' } })).id;
async function measure(user: string, patient: string): Promise<void> {
  const made = await fhir(await accessToken(user), '/Observation', 'POST', { resourceType: 'Observation', status: 'final', code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] }, subject: { reference: `Patient/${patient}` }, effectiveDateTime: '2026-11-20T09:00:00+07:00', valueQuantity: { value: 72, unit: '/min' } });
  expect(made.status).toBe(201);
  pulse.set(patient, made.body.id ?? '');
}

beforeAll(async () => {
  nurse = clientFor(await accessToken('nurse'));
  const nurse2 = clientFor(await accessToken('nurse2'));
  [mine, other, strange] = [await register(nurse, 'Khởi Thị Được Chọn', '1988-08-18'), await register(nurse, 'Lừu Thị Bên Cạnh', '1979-09-19'), await register(nurse2, 'Mã Thị Xa Lạ', '1966-06-16')];
  for (const [user, patient] of [['nurse', mine], ['nurse', other], ['nurse2', strange]] as const) await measure(user, patient);
}, 120_000);

/** That the token reaches this record and no other one. */
async function holdsTo({ access_token: token }: SmartTokens, chosen: string, not: readonly string[]): Promise<void> {
  expect(ids(await fhir(token, `/Observation?patient=${chosen}`))).toEqual([pulse.get(chosen)]);
  expect((await fhir(token, `/Observation/${pulse.get(chosen)}`)).status).toBe(200);
  for (const one of not) {
    const counted = await fhir(token, `/Observation?patient=${one}&_summary=count`);
    expect([one, (await fhir(token, `/Observation/${pulse.get(one)}`)).status, counted.body.total, ids(await fhir(token, `/Observation?patient=${chosen},${one}&_include=Observation:subject`))]).toEqual([one, 404, 0, [pulse.get(chosen)]]);
  }
}

describe('a nurse', () => {
  const scope = 'openid fhirUser launch/patient offline_access patient/Observation.rs';
  let tokens: SmartTokens;
  const seen: { found?: PickerAnswer; stranger?: PickerAnswer; nothing?: PickerAnswer; empty?: PickerAnswer; unknown?: PickerAnswer } = {};

  beforeAll(async () => {
    tokens = await launch('nurse', scope, {
      choose: async (_, ask) => {
        Object.assign(seen, { found: await ask({ text: 'chon khoi' }), unknown: await ask({ text: 'xa la' }), stranger: await ask({ patient: strange }), nothing: await ask({ patient: 'absent-0000' }), empty: await ask({}) });
        return { patient: mine };
      },
    });
  }, 60_000);

  it('finds her own patients without accents, the words in any order, and nobody of another station', () => {
    expect([seen.found?.status, seen.found?.text.includes(`value="${mine}"`), seen.found?.text.includes(`value="${other}"`)]).toEqual([200, true, false]);
    expect([seen.unknown?.status, seen.unknown?.text.includes(strange)]).toEqual([200, false]);
  });

  it('can’t choose whom she may not read: the page answers like for nobody, and tells nothing', () => {
    expect([seen.stranger?.status, seen.nothing?.status, seen.empty?.status]).toEqual([403, 403, 400]);
    // The list may change between the two: others work here too.
    const said = (answer: PickerAnswer | undefined) => answer?.text.replace(/<section.*<\/section>/s, '');
    expect([said(seen.stranger), seen.stranger?.text.includes(strange)]).toEqual([said(seen.nothing), false]);
    expect(seen.stranger?.text.includes('role="alert"')).toBe(true);
  });

  it('gets whom she chose into the answer and the token, and the token reaches nobody else', async () => {
    expect([tokens.patient, decodeJwt(tokens.access_token)]).toEqual([mine, expect.objectContaining({ launch_patient: `Patient/${mine}`, sub: 'nurse' })]);
    expect(decodeJwt(tokens.access_token)['patient']).toBeUndefined();
    await holdsTo(tokens, mine, [other, strange]);
    expect((await fhir(tokens.access_token, `/Patient/${mine}`)).status).toBe(404);
  });

  it('a FHIR client of others works with it unchanged', async () => {
    const client = new Client({ baseUrl: `${target().baseUrl}/fhir`, bearerToken: tokens.access_token });
    const found = (await client.search({ resourceType: 'Observation', searchParams: { patient: tokens.patient ?? '' } })) as unknown as Bundle;
    expect(found.entry?.map(({ resource }) => resource?.id)).toEqual([pulse.get(mine)]);
    await expect(client.read({ resourceType: 'Observation', id: pulse.get(other) ?? '' })).rejects.toMatchObject({ response: { status: 404 } });
  });

  it('keeps the choice through renewed tokens', async () => {
    const second = await refresh(tokens.refresh_token ?? '');
    const third = await refresh(second.refresh_token ?? '');
    expect([second.patient, third.patient, decodeJwt(third.access_token)['launch_patient']]).toEqual([mine, mine, `Patient/${mine}`]);
    await holdsTo(third, mine, [other]);
  });

  it('can’t change the choice in the token', async () => {
    for (const kind of ['another chosen patient in the payload', 'another chosen patient, and scopes for that one'] as const) expect([kind, (await fhir((await forgedTokens[kind]?.(tokens.access_token, '', `Patient/${other}`)) ?? '', `/Observation/${pulse.get(other)}`)).status]).toEqual([kind, 401]);
  });

  it('is asked where patient/ scopes come without launch/patient, and not at all where no patient is wanted', async () => {
    expect((await launch('nurse', 'openid patient/Observation.rs', choosing(other))).patient).toBe(other);
    expect((await launch('nurse', 'openid user/Observation.rs')).patient).toBeUndefined();
  });

  it('may choose nobody, and the application is told so', async () => {
    await expect(launch('nurse', scope, { choose: () => ({ cancel: 'yes' }) })).rejects.toThrow('access_denied');
  });

  it('who works for one patient in one application may work for another in the next', async () => {
    await holdsTo(await launch('nurse', 'launch/patient patient/Observation.rs', choosing(other)), other, [mine]);
    await holdsTo(tokens, mine, [other]);
  });
});

describe('a specialist', () => {
  it('finds whose request waits for her, and loses the record with the request', async () => {
    const { id } = await nurse.must<ConsultationView>('consultationRequest', { body: aRequest({ patientId: mine }) });
    let found = '';
    const tokens = await launch('specialist', 'launch/patient offline_access patient/Observation.rs', { choose: async (_, ask) => { ({ text: found } = await ask({ text: 'bên cạnh lừu' })); expect((await ask({ patient: other })).status).toBe(403); return { patient: mine }; } });
    expect([found.includes(`value="${other}"`), tokens.patient]).toEqual([false, mine]);
    expect([(await fhir(tokens.access_token, `/Observation/${pulse.get(mine)}`)).status, (await fhir(tokens.access_token, `/Observation/${pulse.get(other)}`)).status]).toEqual([200, 404]);
    await act(nurse, id, { action: 'cancel', reason: 'Người bệnh đã đỡ' });
    const renewed = await refresh(tokens.refresh_token ?? '');
    for (const token of [tokens.access_token, renewed.access_token]) expect([(await fhir(token, `/Observation/${pulse.get(mine)}`)).status, (await fhir(token, `/Observation?patient=${mine}`)).body.total]).toEqual([404, 0]);
    await expect(launch('specialist', 'launch/patient patient/Observation.rs', choosing(mine))).rejects.toThrow('403');
  });
});

describe('a carer', () => {
  const carer = patients.portalDown;
  it('chooses between her own record and that of whom she cares for, until the care ends', async () => {
    await measure('nurse', carer.id);
    const grant = await nurse.must<Carer>('carerGrant', { params: { patientId: mine }, body: { citizenId: carer.citizenId, name: carer.name, kind: 'child', patientPresent: true } });
    let page = '';
    const tokens = await launch('portalDown', 'launch/patient offline_access patient/*.rs', { choose: (shown) => { page = shown; return { patient: mine }; } });
    expect([page.includes(`value="${carer.id}"`), page.includes(`value="${mine}"`), page.includes(`value="${other}"`), page.includes('name="text"')]).toEqual([true, true, false, false]);
    expect([tokens.patient, decodeJwt(tokens.access_token)['patient']]).toEqual([mine, `Patient/${carer.id}`]);
    expect((await fhir(tokens.access_token, `/Observation/${pulse.get(mine)}`)).status).toBe(200);
    expect([(await fhir(tokens.access_token, `/Observation/${pulse.get(carer.id)}`)).status, (await fhir(tokens.access_token, `/Patient/${carer.id}`)).status]).toEqual([404, 404]);
    const own = await launch('portalDown', 'launch/patient patient/*.rs', choosing(carer.id));
    expect([own.patient, (await fhir(own.access_token, `/Observation/${pulse.get(carer.id)}`)).status, (await fhir(own.access_token, `/Observation/${pulse.get(mine)}`)).status]).toEqual([carer.id, 200, 404]);
    await nurse.must('carerWithdrawal', { params: { patientId: mine, id: grant.id }, body: { patientPresent: true } });
    const renewed = await refresh(tokens.refresh_token ?? '');
    for (const token of [tokens.access_token, renewed.access_token]) expect((await fhir(token, `/Observation/${pulse.get(mine)}`)).status).toBe(404);
    // Nobody is left to choose among: the application gets the own record, as before.
    expect((await launch('portalDown', 'launch/patient patient/*.rs')).patient).toBe(carer.id);
  });
});

describe('somebody who reads nobody’s record', () => {
  it('is offered nobody, and can’t post anybody', async () => {
    const shown: PickerAnswer[] = [];
    await expect(launch('viewer', 'launch/patient patient/*.rs', { choose: async (page, ask) => { shown.push({ status: 200, text: page }, await ask({ text: 'khoi' }), await ask({ patient: mine })); return { cancel: 'yes' }; } })).rejects.toThrow('access_denied');
    expect(shown.map(({ status, text }) => [status, text.includes('class="person"')])).toEqual([[200, false], [200, false], [403, false]]);
  });
});

it('no name that was searched for or chosen stands in an address', async () => {
  let page = '';
  await launch('nurse', 'launch/patient patient/Observation.rs', { choose: async (_, ask) => { ({ text: page } = await ask({ text: 'chon khoi' })); return { patient: mine }; } });
  expect([/method="get"/i.test(page), /(?:href|action)="[^"]*(?:khoi|Patient)/i.test(page)]).toEqual([false, false]);
});
