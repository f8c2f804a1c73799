import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CapabilityStatement, Observation, Patient, Subscription } from '@medplum/fhirtypes';
import WebSocket from 'ws';
import { serviceToken } from '../../local/oidc/signInAs.ts';
import { eventually, fhirAs, type FhirCaller } from '../support/fhir.ts';
import { accessToken } from '../support/people.ts';
import { target } from '../support/target.ts';

type Stored = Subscription & { id: string };
let system: FhirCaller;
let address: string;
let patient: Patient & { id: string };
const clients: Client[] = [];
/** What comes over the stream comes after whatever was written before. */
const slow = 45_000;

const pulse = (value: number): Observation => ({ resourceType: 'Observation', status: 'final', code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] }, subject: { reference: `Patient/${patient.id}` }, valueQuantity: { value, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' } });
const wanted = (more: Partial<Subscription> = {}): Subscription => ({ resourceType: 'Subscription', status: 'requested', reason: 'integration test', criteria: `Observation?patient=${patient.id}`, channel: { type: 'websocket' }, ...more });

/** A subscription of whoever holds the token, waited for until it is active. */
async function subscribed(more: Partial<Subscription> = {}, token?: string, milliseconds = slow): Promise<Stored> {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const { json } = await system<Stored>('POST', '/Subscription', { body: wanted(more), headers });
  return await eventually(async () => (await system<Stored>('GET', `/Subscription/${json.id}`, { headers })).json, ({ status }) => status === 'active', milliseconds);
}

/** A WebSocket that remembers what it was told. */
class Client {
  readonly heard: string[] = [];
  readonly socket: WebSocket;
  constructor(token: string | undefined, way: 'header' | 'subprotocol' = 'header') {
    this.socket = way === 'header' ? new WebSocket(address, token ? { headers: { authorization: `Bearer ${token}` } } : {}) : new WebSocket(address, ['fhir-subscription', `bearer.${token}`]);
    this.socket.on('message', (data: Buffer) => this.heard.push(data.toString()));
    this.socket.on('error', () => undefined);
    clients.push(this);
  }
  async opened(): Promise<this> {
    await new Promise((resolve, reject) => this.socket.once('open', resolve).once('close', () => reject(new Error('the socket was refused'))));
    return this;
  }
  async answer(text: string | Buffer): Promise<string | undefined> {
    const before = this.heard.length;
    this.socket.send(text);
    return (await eventually(async () => await Promise.resolve(this.heard.slice(before)), (all) => all.length > 0)).find((one) => !one.startsWith('ping'));
  }
  async hears(text: string, times = 1): Promise<void> {
    await eventually(async () => await Promise.resolve(this.heard.filter((one) => one === text)), (all) => all.length >= times, slow);
  }
}
const connected = async (token: string, way?: 'header' | 'subprotocol') => await new Client(token, way).opened();

beforeAll(async () => {
  system = await fhirAs('system');
  ({ json: patient } = await system<Patient & { id: string }>('POST', '/Patient', { body: { resourceType: 'Patient', name: [{ text: 'Người Nghe Thử' }] } }));
  const { json } = await system<CapabilityStatement>('GET', '/metadata');
  address = json.rest?.[0]?.extension?.find(({ url }) => url === 'http://hl7.org/fhir/StructureDefinition/capabilitystatement-websocket')?.valueUri ?? '';
  // On a fresh product the consumer first works through everything that was seeded.
  await subscribed({ criteria: 'Flag?patient=nobody' }, undefined, 220_000);
}, 240_000);
afterEach(() => clients.splice(0).forEach(({ socket }) => socket.terminate()));

jest.setTimeout(150_000);

describe('the websocket channel', () => {
  it('is where the CapabilityStatement says, binds, and pings after each change that meets the criteria', async () => {
    const [first, second] = [await subscribed(), await subscribed({ criteria: `Observation?patient=${patient.id}&value-quantity=gt100` })];
    const client = await connected(await accessToken('system'));
    expect([await client.answer(`bind ${first.id}`), await client.answer(`bind ${second.id}`)]).toEqual([`bound ${first.id}`, `bound ${second.id}`]);
    await system('POST', '/Observation', { body: pulse(70) });
    await client.hears(`ping ${first.id}`);
    await system('POST', '/Observation', { body: pulse(120) });
    await client.hears(`ping ${first.id}`, 2);
    await client.hears(`ping ${second.id}`);
    expect(client.heard.filter((one) => one === `ping ${second.id}`)).toHaveLength(1);
  });

  it('takes a browser\'s token as a subprotocol and agrees to its own only', async () => {
    const { id } = await subscribed();
    const client = await connected(await accessToken('system'), 'subprotocol');
    expect([client.socket.protocol, await client.answer(`bind ${id}`)]).toEqual(['fhir-subscription', `bound ${id}`]);
  });

  it.each([['no token', undefined], ['a forged token', 'e30.e30.e30']])('does not open for %s', async (_, token) => {
    const client = new Client(token);
    const status = await new Promise<number | undefined>((resolve) => client.socket.once('unexpected-response', (__, response) => resolve(response.statusCode)));
    expect(status).toBe(401);
  });

  it('binds nobody to what is another\'s, and does not say that it is there', async () => {
    const { id } = await subscribed();
    for (const user of ['nurse', 'patient', 'research']) {
      const client = await connected(await accessToken(user));
      expect([await client.answer(`bind ${id}`), await client.answer('bind of-nobody')]).toEqual(['error not-found', 'error not-found']);
    }
  });

  it('binds nobody whose token may not read Subscriptions', async () => {
    const { id } = await subscribed();
    const client = await connected(await serviceToken(target().baseUrl, 'system', 'system/Observation.rs'));
    expect(await client.answer(`bind ${id}`)).toBe('error not-found');
  });

  it('pings nobody of what the subscriber may not read at that time', async () => {
    const token = await serviceToken(target().baseUrl, 'system', 'system/Subscription.cruds system/Patient.rs');
    const [told, untold] = [await subscribed({ criteria: `Patient?_id=${patient.id}` }, token), await subscribed({}, token)];
    const client = await connected(token);
    expect([await client.answer(`bind ${told.id}`), await client.answer(`bind ${untold.id}`)]).toEqual([`bound ${told.id}`, `bound ${untold.id}`]);
    await system('POST', '/Observation', { body: pulse(71) });
    // The stream brings changes of different resources in any order: what is waited for was written well after.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await system('PUT', `/Patient/${patient.id}`, { body: { ...patient, active: true } });
    await client.hears(`ping ${told.id}`);
    expect(client.heard).not.toContain(`ping ${untold.id}`);
  });

  it('goes on for others when a connection is gone, and tells none that closed', async () => {
    const { id } = await subscribed();
    const token = await accessToken('system');
    const [gone, stays] = [await connected(token), await connected(token)];
    expect([await gone.answer(`bind ${id}`), await stays.answer(`bind ${id}`)]).toEqual([`bound ${id}`, `bound ${id}`]);
    gone.socket.terminate();
    await system('POST', '/Observation', { body: pulse(72) });
    await stays.hears(`ping ${id}`);
    await system('POST', '/Observation', { body: pulse(73) });
    await stays.hears(`ping ${id}`, 2);
    expect((await system<Stored>('GET', `/Subscription/${id}`)).json.status).toBe('active');
  });

  it('answers what is no bind with an error, closes on bytes and on too much, and lives on', async () => {
    const { id } = await subscribed();
    const token = await accessToken('system');
    const client = await connected(token);
    for (const text of ['', 'hello', '{"action":"$connect"}', 'bind', `bind ${'x'.repeat(20_000)}`]) expect(await client.answer(text)).toBe('error message');
    expect(await client.answer(`bind ${id}`)).toBe(`bound ${id}`);
    for (const [much, code] of [[Buffer.from([1, 2, 3]), 1003], ['x'.repeat(200_000), 1009]] as const) {
      const other = await connected(token);
      const closed = new Promise((resolve) => other.socket.once('close', resolve));
      other.socket.send(much);
      expect(await closed).toBe(code);
    }
    await system('POST', '/Observation', { body: pulse(74) });
    await client.hears(`ping ${id}`);
  });
});
