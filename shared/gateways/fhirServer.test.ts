import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Bundle, Endpoint } from '@medplum/fhirtypes';
import { startPartnerServer, type Received } from '../../local/simulators/partnerServer.ts';
import type { Simulator } from '../../local/simulators/http.ts';
import { fhirServers } from './fhirServer.ts';
import { outboundRules } from './outbound.ts';

let partner: Simulator;
beforeAll(async () => void (partner = await startPartnerServer(0)));
afterAll(async () => await partner.stop());

const document: Bundle = { resourceType: 'Bundle', id: 'ours', meta: { versionId: '3' }, type: 'document', identifier: { system: 'https://lien-tuyen.example/sid/document', value: 'd-1' }, timestamp: '2026-11-22T00:00:00Z' };
const at = (address: string): Endpoint => ({ resourceType: 'Endpoint', status: 'active', connectionType: { code: 'hl7-fhir-rest' }, payloadType: [{ text: 'x' }], address });
const server = (list = partner.url, timeoutMilliseconds = 30_000) => fhirServers({ rules: outboundRules(list), credentials: JSON.stringify({ [new URL(partner.url).host]: 'of-the-partner' }), timeoutMilliseconds });
const fault = async (body: unknown) => void (await fetch(`${partner.url}/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }));
const received = async () => (await (await fetch(`${partner.url}/received?path=/fhir`)).json()) as Received[];

describe('another organisation\'s FHIR server', () => {
  it('gets a document once, under the condition of its identifier, with its token, without our version and id', async () => {
    expect(await server().send(at(`${partner.url}/fhir/`), document)).toEqual({ kind: 'sent' });
    expect(await server().send(at(`${partner.url}/fhir`), document)).toEqual({ kind: 'sent' });
    expect(await (await fetch(`${partner.url}/documents`)).json()).toHaveLength(1);
    const [first] = await received();
    expect(first?.headers).toMatchObject({ 'if-none-exist': 'identifier=https%3A%2F%2Flien-tuyen.example%2Fsid%2Fdocument%7Cd-1', authorization: 'Bearer of-the-partner', 'content-type': expect.stringContaining('application/fhir+json') });
    expect(JSON.parse(first?.body ?? '{}')).not.toHaveProperty('meta');
    expect(JSON.parse(first?.body ?? '{}')).not.toHaveProperty('id');
  });
  it.each([
    [{ kind: 'status', status: 503 }, 'HTTP 503'], [{ kind: 'status', status: 422 }, 'HTTP 422'], [{ kind: 'unauthorized' }, 'HTTP 401'], [{ kind: 'down' }, 'network'], [{ kind: 'slow', milliseconds: 20_000 }, 'timeout'],
  ])('that fails by %j is told as %s and nothing else', async (what, why) => {
    await fault({ ...what, times: 1 });
    expect(await server(partner.url, what.kind === 'slow' ? 300 : 30_000).send(at(`${partner.url}/fhir`), document)).toEqual({ kind: 'failed', why });
    await fetch(`${partner.url}/faults`, { method: 'DELETE' });
  });
  it('is not called where the configuration does not name it', async () => {
    const before = (await received()).length;
    expect(await server('').send(at(`${partner.url}/fhir`), document)).toEqual({ kind: 'failed', why: 'https-only' });
    expect((await received()).length).toBe(before);
  });
  it('gets no document without an identifier: it could not be sent once', async () => {
    expect(await server().send(at(`${partner.url}/fhir`), { ...document, identifier: undefined })).toEqual({ kind: 'failed', why: 'no-identifier' });
  });
});
