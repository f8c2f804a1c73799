import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { refusedCases, searchCases, sortCases } from './searchCases.ts';
import { seed } from './seed.ts';
import { servers, type Server } from './servers.ts';

/** What a public conformance run asks of R4's search, against the fake and a real database alike. */
describe.each(servers)('search on %s', (name, start) => {
  let server: Server;
  beforeAll(async () => {
    server = await start();
    for (const resource of seed) {
      const { status, json } = await server.call('PUT', `/${resource.resourceType}/${resource.id}`, { body: resource });
      if (status !== 201) throw new Error(`${resource.resourceType}/${resource.id}: ${status} ${JSON.stringify(json)}`);
    }
  });
  afterAll(async () => await server.stop());

  const matched = async (query: string): Promise<unknown> => {
    const { status, json } = await server.call('GET', query.startsWith('?') ? query : `/${query}`);
    return status === 200 ? (json.entry ?? []).filter((e) => e.search?.mode === 'match').map((e) => e.resource?.id ?? '') : { status, json };
  };
  const sorted = (ids: unknown): unknown => (Array.isArray(ids) ? ids.map(String).toSorted() : ids);

  for (const [about, cases] of Object.entries(searchCases))
    describe(about, () => {
      it.each(cases.map(([query, ids]) => [query, ids] as const))('finds by %s', async (query, ids) => {
        const found = await matched(query);
        const expected = query.includes('/*') && Array.isArray(found) ? found.filter((id) => ids.includes(String(id))) : found;
        expect(sorted(expected)).toEqual(ids.toSorted());
      });
    });
  describe('order', () => {
    it.each(sortCases.map(([query, ids]) => [query, ids] as const))('sorts by %s', async (query, ids) => {
      expect(await matched(query)).toEqual(ids);
    });
  });
  describe('what is refused', () => {
    // The fake finds everything it has, and so do lists of all types: what is dear is a question to the database.
    const asked = refusedCases.filter(([, code]) => name === 'the embedded database' || code !== 'FHIR_SEARCH_TOO_COSTLY');
    it.each(asked.map((c) => [...c] as const))('tells of %s: %s, by its name', async (query, code, named) => {
      const refused = await server.call('GET', query.startsWith('?') ? query : `/${query}`);
      expect([refused.status, server.codeOf(refused)]).toEqual([400, code]);
      expect(refused.json.issue?.[0]?.diagnostics).toContain(named);
    });
  });
});
