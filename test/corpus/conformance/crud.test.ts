import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { crudCases, type Step } from './crudCases.ts';
import { servers, type Server } from './servers.ts';

/** What a public conformance run asks of R4's REST interactions, against the fake and a real database alike. */
describe.each(servers)('interactions on %s', (_, start) => {
  let server: Server;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(async () => await server.stop());

  async function take({ send: [method, address, body, headers], ...expected }: Step): Promise<void> {
    const answer = await server.call(method, address, { body, ...(headers ? { headers } : {}) });
    expect({ at: `${method} ${address}`, status: answer.status }).toEqual({ at: `${method} ${address}`, status: expected.status });
    if (expected.code) expect(server.codeOf(answer)).toBe(expected.code);
    for (const [name, value] of Object.entries(expected.headers ?? {})) expect(String(answer.headers[name])).toMatch(value);
    if (expected.body) expect(answer.json).toMatchObject(expected.body);
    if (expected.ids) expect((answer.json.entry ?? []).filter((e) => e.search?.mode === 'match').map((e) => e.resource?.id ?? '').toSorted()).toEqual([...expected.ids].toSorted());
    if (expected.empty) expect(answer.result.body).toBe('');
  }

  it.each(crudCases.map(([rule, steps]) => [rule, steps] as const))('%s', async (_rule, steps) => {
    for (const step of steps) await take(step);
  });

  it('tells the history of a type: newest first, in pages, since a time, with deletions', async () => {
    const put = async (id: string) => await server.call('PUT', `/Goal/${id}`, { body: { resourceType: 'Goal', id, lifecycleStatus: 'active', description: { text: 'x' }, subject: { reference: 'Patient/x' } } });
    for (const id of ['g1', 'g2', 'g1']) {
      await put(id);
      server.clock.advance(1000);
    }
    await server.call('DELETE', '/Goal/g2');
    await server.settle();
    const told: string[] = [];
    let address: string | undefined = '/Goal/_history?_count=3';
    while (address !== undefined) {
      const { json } = await server.call('GET', address);
      expect(json.entry?.length).toBeLessThanOrEqual(3);
      told.push(...(json.entry ?? []).map((e) => `${e.request?.method} ${e.fullUrl?.split('/').at(-1)} ${e.response?.etag}`));
      const next: string | undefined = json.link?.find((l) => l.relation === 'next')?.url;
      address = next && `/Goal/_history${new URL(next).search}`;
    }
    expect(told).toEqual(['DELETE g2 W/"2"', 'PUT g1 W/"2"', 'POST g2 W/"1"', 'POST g1 W/"1"']);
    expect((await server.call('GET', '/Goal/_history?_since=2030-01-01')).json.entry).toBeUndefined();
    expect((await server.call('GET', '/Goal/_history?_cursor=made-up')).status).toBe(400);
    expect((await server.call('GET', '/Goal/_history?nom=x')).status).toBe(400);
  });

  it('turns pages that stay as they are while resources are added', async () => {
    const put = async (n: number) => await server.call('PUT', `/Observation/page-${n}`, { body: { resourceType: 'Observation', id: `page-${n}`, status: 'final', code: { text: 'x' }, subject: { reference: 'Patient/pages' }, effectiveDateTime: `2026-01-${String(n).padStart(2, '0')}` } });
    for (const n of [2, 4, 6, 8, 10]) await put(n);
    const seen: string[] = [];
    let address: string | undefined = '/Observation?patient=pages&_count=2';
    while (address !== undefined) {
      const { json } = await server.call('GET', address);
      seen.push(...(json.entry ?? []).map((e) => e.resource?.id ?? ''));
      // Newer than what was told already, and between what was and what will be.
      await put(11 + seen.length);
      const next: string | undefined = json.link?.find((l) => l.relation === 'next')?.url;
      address = next && `/Observation${new URL(next).search}`;
    }
    expect(seen).toEqual(['page-10', 'page-8', 'page-6', 'page-4', 'page-2']);
  });
});
