import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Bundle, Endpoint, Observation, Organization, Patient, Subscription } from '@medplum/fhirtypes';
import type { Received } from '../../local/simulators/partnerServer.ts';
import { facilities, patients } from '../../local/story.ts';
import type { ConsultationView } from '../../shared/consultation/contract.ts';
import { verifyDocument } from '../../shared/signing/verify.ts';
import { clientFor } from '../support/client.ts';
import { eventually, fhirAs, type FhirCaller } from '../support/fhir.ts';
import { accessToken } from '../support/people.ts';
import { act, aConclusion, aRequest } from '../support/story.ts';
import { target } from '../support/target.ts';

let system: FhirCaller;
let patient: Patient & { id: string };
const partner = () => target().partnerUrl ?? '';
const came = async (path: string): Promise<readonly Received[]> => (await (await fetch(`${partner()}/received?path=${path}`)).json()) as Received[];
const pulse = (value: number, more: Partial<Observation> = {}): Observation => ({ resourceType: 'Observation', status: 'final', code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] }, subject: { reference: `Patient/${patient.id}` }, effectiveDateTime: '2026-11-20T09:00:00+07:00', valueQuantity: { value, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' }, ...more });
const subscription = (path: string, more: Partial<Subscription> = {}, payload: string | undefined = 'application/fhir+json'): Subscription => ({
  resourceType: 'Subscription', status: 'requested', reason: 'integration test', criteria: `Observation?patient=${patient.id}&code=http://loinc.org|8867-4`,
  channel: { type: 'rest-hook', endpoint: `${partner()}${path}`, ...(payload ? { payload } : {}), header: ['Authorization: Bearer of-the-subscriber'] }, ...more,
});
const activated = async (body: Subscription): Promise<Subscription & { id: string }> => {
  const { json } = await system<Subscription & { id: string }>('POST', '/Subscription', { body });
  return await eventually(async () => (await system<Subscription & { id: string }>('GET', `/Subscription/${json.id}`)).json, (now) => now.status !== 'requested');
};

beforeAll(async () => {
  system = await fhirAs('system');
  ({ json: patient } = await system<Patient & { id: string }>('POST', '/Patient', { body: { resourceType: 'Patient', name: [{ text: 'Người Nhận Thử' }] } }));
  await fetch(`${partner()}/faults`, { method: 'DELETE' });
});

describe('subscriptions', () => {
  it('are made active and told of what meets the criteria, with header and payload, once, and of nothing else', async () => {
    const hook = `/hook/${randomUUID()}`;
    const { status } = await activated(subscription(hook));
    expect(status).toBe('active');
    const { json: met } = await system<Observation>('POST', '/Observation', { body: pulse(71) });
    await system('POST', '/Observation', { body: pulse(37, { code: { coding: [{ system: 'http://loinc.org', code: '8310-5' }] } }) });
    const [told] = await eventually(async () => await came(hook), (all) => all.length > 0);
    expect(told).toMatchObject({ method: 'PUT', path: `${hook}/Observation/${met.id}`, headers: { authorization: 'Bearer of-the-subscriber', 'content-type': 'application/fhir+json' } });
    expect(JSON.parse(told?.body ?? '{}')).toMatchObject({ resourceType: 'Observation', id: met.id, valueQuantity: { value: 71 } });
    await system('PUT', `/Observation/${met.id}`, { body: { ...pulse(72), id: met.id } });
    await eventually(async () => await came(hook), (all) => all.length >= 2);
    expect(await came(hook)).toHaveLength(2);
  });
  it('without a payload are told that something is there, and nothing of what it is', async () => {
    const hook = `/hook/${randomUUID()}`;
    await activated(subscription(hook, {}, ''));
    await system('POST', '/Observation', { body: pulse(73) });
    const [told] = await eventually(async () => await came(hook), (all) => all.length > 0);
    expect([told?.method, told?.path, told?.body]).toEqual(['POST', hook, '']);
  });
  it.each([
    ['an address that is not allowed', { channel: { type: 'rest-hook', endpoint: 'https://elsewhere.example/hook' } }, 'host-not-allowed'],
    ['the cloud\'s own address', { channel: { type: 'rest-hook', endpoint: 'http://169.254.169.254/latest/meta-data' } }, 'https-only'],
    ['criteria that nobody knows', { criteria: 'Observation?nonsense=1' }, 'nonsense'],
    ['criteria that need other resources', { criteria: 'Observation?patient.name=hoa' }, 'patient.name'],
    ['a header that carries the message', { channel: { type: 'rest-hook', endpoint: 'https://elsewhere.example/', header: ['Host: evil.example'] } }, 'channel.header'],
  ])('end in error for %s', async (_, more, word) => {
    const { status, error } = await activated(subscription('/hook/never', more as Partial<Subscription>));
    expect([status, error]).toEqual(['error', expect.stringContaining(word)]);
  });
  it('that are over are turned off and told of nothing', async () => {
    const hook = `/hook/${randomUUID()}`;
    const { status } = await activated(subscription(hook, { end: '2026-01-01T00:00:00Z' }));
    expect(status).toBe('off');
  });
  it('are tried again after a failure, until the receiver takes it', async () => {
    const hook = `/hook/${randomUUID()}`;
    await activated(subscription(hook));
    await fetch(`${partner()}/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ kind: 'status', status: 503, times: 1 }) });
    const { json } = await system<Observation>('POST', '/Observation', { body: pulse(74) });
    // The other subscriptions of this file hear of it too: whoever met the fault is told again.
    await eventually(async () => (await came('/hook/')).filter(({ path, body }) => path.endsWith(`/Observation/${json.id}`) || (path.startsWith('/hook/') && body === '')), (all) => all.length >= 3, 150_000);
    await eventually(async () => (await came(hook)).filter(({ path }) => path.endsWith(json.id ?? '')), (all) => all.length >= 1, 150_000);
  }, 180_000);
});

describe('signed conclusions', () => {
  it('go to the hospital\'s FHIR server as its Endpoint says, again after a failure, and stand there once', async () => {
    const { json: endpoint } = await system<Endpoint & { id: string }>('POST', '/Endpoint', { body: { resourceType: 'Endpoint', status: 'active', name: 'Máy chủ mô phỏng', connectionType: { system: 'http://terminology.hl7.org/CodeSystem/endpoint-connection-type', code: 'hl7-fhir-rest' }, payloadType: [{ text: 'document' }], address: `${partner()}/fhir` } });
    const { json: organization } = await system<Organization>('GET', `/Organization/${facilities.central.id}`);
    await system('PUT', `/Organization/${facilities.central.id}`, { body: { ...organization, endpoint: [{ reference: `Endpoint/${endpoint.id}` }] } });
    const [nurse, specialist] = [clientFor(await accessToken('nurse')), clientFor(await accessToken('specialist'))];
    const { id } = await nurse.must<ConsultationView>('consultationRequest', { body: aRequest({ patientId: patients.patient.id }) });
    await act(specialist, id, { action: 'accept' });
    await act(specialist, id, { action: 'call' });
    await act(specialist, id, { action: 'start-call' });
    await act(specialist, id, { action: 'end-call' });
    await fetch(`${partner()}/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ kind: 'status', status: 500, times: 1 }) });
    await specialist.must('conclusionSigning', { params: { id }, body: aConclusion() });
    const mine = async () => ((await (await fetch(`${partner()}/documents`)).json()) as Bundle[]).filter((bundle) => JSON.stringify(bundle).includes(`Encounter/${id}`));
    const [document] = await eventually(mine, (all) => all.length > 0, 150_000);
    const keys = (await (await fetch(`${target().baseUrl}/api/keys`)).json()) as Parameters<typeof verifyDocument>[1];
    expect(await verifyDocument(document as Bundle, keys)).toMatchObject({ valid: true });
    expect(await mine()).toHaveLength(1);
  }, 180_000);
});
