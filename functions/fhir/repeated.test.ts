import { describe, expect, it } from '@jest/globals';
import { anObservation, aPatient, png, setting, settingOn } from './handler.test.support.ts';

const key = { 'idempotency-key': 'key-of-one-write' };
const { id: _, ...pulse } = anObservation;
const created = { resource: pulse, request: { method: 'POST', url: 'Observation' } };
const bundle = (type: 'batch' | 'transaction', ...entry: object[]) => ({ resourceType: 'Bundle', type, entry });

function withPatient() {
  const world = setting();
  world.repository.seed(aPatient('p1'), aPatient('p2'));
  const count = (type: string) => world.repository.all().filter((r) => r.resourceType === type).length;
  const twice = async (method: string, address: string, body: unknown, headers: Record<string, string> = {}) => {
    const send = () => world.call(method, address, { body, headers: { ...key, ...headers } });
    return [await send(), await send()] as const;
  };
  return { ...world, count, twice };
}

describe('a write with an Idempotency-Key', () => {
  it('creates once and is answered alike', async () => {
    const { twice, count } = withPatient();
    const [first, again] = await twice('POST', '/Observation', pulse);
    expect([again.status, again.json, again.headers['location'], again.headers['etag']]).toEqual([201, first.json, first.headers['location'], first.headers['etag']]);
    expect([first.headers['idempotent-replayed'], again.headers['idempotent-replayed'], count('Observation')]).toEqual([undefined, 'true', 1]);
  });
  it('stores a file once', async () => {
    const { twice, count } = withPatient();
    const [first, again] = await twice('POST', '/Binary', png, { 'content-type': 'image/png', 'x-security-context': 'Patient/p1', prefer: 'return=minimal' });
    expect([again.status, again.headers['location'], count('Binary')]).toEqual([201, first.headers['location'], 1]);
  });
  it('updates once, and gives the version that it made even when there are newer ones', async () => {
    const { call, twice } = withPatient();
    const [first] = await twice('PUT', '/Patient/p1', aPatient('p1', { gender: 'female' }));
    await call('PUT', '/Patient/p1', { body: aPatient('p1', { gender: 'male' }) });
    const [again] = await twice('PUT', '/Patient/p1', aPatient('p1', { gender: 'female' }));
    expect([again.status, again.json]).toEqual([200, first.json]);
    expect((await call('GET', '/Patient/p1')).json).toMatchObject({ gender: 'male', meta: { versionId: '3' } });
  });
  it('deletes once', async () => {
    const { twice } = withPatient();
    expect((await twice('DELETE', '/Patient/p2', undefined)).map(({ status }) => status)).toEqual([204, 204]);
  });
  it.each(['transaction', 'batch'] as const)('carries out a %s once, entry by entry alike, and reads anew', async (type) => {
    const { twice, count } = withPatient();
    const read = { request: { method: 'GET', url: 'Patient/p1' } };
    const [first, again] = await twice('POST', '', bundle(type, created, read, created, { request: { method: 'DELETE', url: 'Patient/p2' } }));
    expect(first.json.entry).toHaveLength(4);
    expect(again.json.entry).toEqual(first.json.entry);
    expect(count('Observation')).toBe(2);
  });
  it('goes on with a batch that was broken off', async () => {
    const { repository, count } = withPatient();
    let left = 1;
    const { call } = settingOn({ ...repository, commit: async (unit) => (left-- > 0 ? await repository.commit(unit) : await Promise.reject(new Error('killed'))) });
    const send = () => call('POST', '', { body: bundle('batch', created, created, created), headers: key });
    expect((await send()).status).toBe(503);
    left = 10;
    expect((await send()).json.entry).toHaveLength(3);
    expect(count('Observation')).toBe(3);
  });
  it('is refused with another body, and with a key that is none', async () => {
    const { call, twice, codeOf } = withPatient();
    await twice('POST', '/Observation', pulse);
    const other = await call('POST', '/Observation', { body: { ...pulse, status: 'amended' }, headers: key });
    expect(codeOf(other)).toBe('HTTP_IDEMPOTENCY_KEY_REUSED');
    expect(codeOf(await call('POST', '/Observation', { body: pulse, headers: { 'idempotency-key': 'short' } }))).toBe('HTTP_IDEMPOTENCY_KEY_MISSING');
  });
  it('is another\'s when another sends it', async () => {
    const { call, twice, count } = withPatient();
    await twice('POST', '/Observation', pulse);
    expect((await call('POST', '/Observation', { who: 'nurse', body: pulse, headers: key })).headers['idempotent-replayed']).toBeUndefined();
    expect(count('Observation')).toBe(2);
  });
});

it('without a key each write is one of its own', async () => {
  const { call, count } = withPatient();
  for (let i = 0; i < 2; i++) await call('POST', '/Observation', { body: pulse });
  expect(count('Observation')).toBe(2);
});
