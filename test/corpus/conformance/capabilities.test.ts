import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CapabilityStatement } from '@medplum/fhirtypes';
import { onFake, type Server } from './servers.ts';

type Rest = NonNullable<CapabilityStatement['rest']>[number];
type Claimed = NonNullable<Rest['resource']>[number];

/** A value that each type of parameter takes. */
const valueFor: Readonly<Record<string, string>> = { string: 'x', token: 'x', reference: 'Patient/x', date: '2026', number: '1', quantity: '1', uri: 'urn:x', composite: '', special: 'l1' };

/** Each claim of the CapabilityStatement is tried, and what it does not claim is refused. */
describe('the CapabilityStatement', () => {
  let server: Server;
  let rest: Rest;
  let claims: readonly Claimed[];
  beforeAll(async () => {
    server = await onFake();
    rest = ((await server.call('GET', '/metadata')).json as unknown as CapabilityStatement).rest?.[0] as Rest;
    claims = rest.resource ?? [];
  });

  const codeAt = async (method: string, address: string, body?: unknown, headers?: Record<string, string>) => {
    const answer = await server.call(method, address, { body, ...(headers ? { headers } : {}) });
    return { status: answer.status, code: server.codeOf(answer) };
  };
  /** Of the addresses, those whose answer is not as it should be. */
  async function failing(addresses: readonly string[], holds: (answer: Awaited<ReturnType<typeof codeAt>>) => boolean, method = 'GET'): Promise<string[]> {
    const failed: string[] = [];
    for (const address of addresses) {
      const answer = await codeAt(method, address);
      if (!holds(answer)) failed.push(`${address}: ${answer.status} ${answer.code}`);
    }
    return failed;
  }

  it('names every type of R4 that has an address', () => {
    expect(claims.length).toBeGreaterThan(140);
    expect(new Set(claims.map((c) => c.type)).size).toBe(claims.length);
  });
  it('names parameters that are taken, each with :missing where it has one', async () => {
    const addresses = claims.flatMap(({ type, searchParam = [] }) => searchParam.flatMap(({ name, type: kind }) => (kind === 'composite' ? [] : [`/${type}?${name}=${encodeURIComponent(valueFor[kind] ?? '')}`, ...(kind === 'special' ? [] : [`/${type}?${name}:missing=false`])])));
    expect(addresses.length).toBeGreaterThan(3000);
    expect(await failing(addresses, ({ status }) => status === 200)).toEqual([]);
  });
  it('names composite parameters that are known, and wants all their parts', async () => {
    const addresses = claims.flatMap(({ type, searchParam = [] }) => searchParam.flatMap(({ name, type: kind }) => (kind === 'composite' ? [`/${type}?${name}=x`] : [])));
    expect(addresses.length).toBeGreaterThan(20);
    expect(await failing(addresses, ({ code }) => code === 'FHIR_PARAMETER_INVALID')).toEqual([]);
  });
  it('names no parameter that is refused, and every one that R4 gives other types only is refused', async () => {
    const all = new Set(claims.flatMap(({ searchParam = [] }) => searchParam.map((p) => p.name)));
    const addresses = claims.flatMap(({ type, searchParam = [] }) => {
      const own = new Set(searchParam.map((p) => p.name));
      return [...all].filter((name) => !own.has(name)).map((name) => `/${type}?${name}=x`);
    });
    // Each type with each foreign parameter is far more than shows anything new: one in seventeen.
    expect(await failing(addresses.filter((_, i) => i % 17 === 0), ({ status, code }) => status === 400 && code === 'FHIR_PARAMETER_UNKNOWN')).toEqual([]);
  });
  it('names includes that are taken, in both directions', async () => {
    const addresses = claims.flatMap(({ type, searchInclude = [], searchRevInclude = [] }) => [...searchInclude.map((i) => `/${type}?_id=x&_include=${i}`), ...searchRevInclude.map((i) => `/${type}?_id=x&_revinclude=${i}`)]);
    expect(await failing(addresses, ({ status }) => status === 200)).toEqual([]);
  });

  const asked: Readonly<Record<string, readonly [method: string, address: string]>> = {
    read: ['GET', '/x'], vread: ['GET', '/x/_history/1'], update: ['PUT', '/x'], patch: ['PATCH', '/x'], delete: ['DELETE', '/x'], 'history-instance': ['GET', '/x/_history'], 'history-type': ['GET', '/_history'], create: ['POST', ''], 'search-type': ['GET', '?_id=x'],
  };
  it('names interactions that exist, and only those', async () => {
    const wrong: string[] = [];
    for (const { type = '', interaction = [] } of claims)
      for (const [code, [method, address]] of Object.entries(asked)) {
        // The resource is one that validation refuses: what counts is that it gets as far as that.
        const body = method === 'PATCH' ? { resourceType: 'Parameters', parameter: [] } : method === 'GET' || method === 'DELETE' ? undefined : { resourceType: type, id: 'x', nom: 1 };
        if (method === 'DELETE') await server.call('PUT', `/${type}/x`, { body: { resourceType: type, id: 'x' } });
        const { status, code: refused } = await codeAt(method, `/${type}${address}`, body);
        const exists = status !== 405 && refused !== 'FHIR_NOT_WRITABLE';
        // A change of a log entry is refused as such once it is a valid one.
        if (type === 'AuditEvent' && ['update', 'patch', 'delete'].includes(code)) continue;
        const claimed = interaction.some((i) => i.code === code);
        if (exists !== claimed) wrong.push(`${type} ${code}: ${status} ${refused}`);
      }
    expect(wrong).toEqual([]);
  });
  it('names a compartment and interactions of the whole that exist', async () => {
    expect(rest.compartment?.map((url) => url.replace('http://hl7.org/fhir/CompartmentDefinition/', ''))).toEqual(['patient', 'encounter', 'practitioner', 'relatedPerson', 'device']);
    for (const one of ['Patient', 'Encounter', 'Practitioner', 'RelatedPerson', 'Device']) expect([one, (await codeAt('GET', `/${one}/x/*`)).status]).toEqual([one, 200]);
    expect(rest.interaction?.map((i) => i.code)).toEqual(['transaction', 'batch', 'search-system']);
    expect((await codeAt('GET', '?_type=Patient&_id=x')).status).toBe(200);
    for (const type of ['batch', 'transaction']) expect((await codeAt('POST', '', { resourceType: 'Bundle', type, entry: [] })).status).toBe(200);
  });
  it('names operations that exist', async () => {
    const named = claims.flatMap(({ type, operation = [] }) => operation.map(({ name }) => `${type}/$${name}`));
    expect(named.length).toBeGreaterThan(0);
    const gone: string[] = [];
    for (const name of named) {
      const [type = '', operation = ''] = name.split('/');
      const tries = await Promise.all([`/${type}/${operation}`, `/${type}/x/${operation}`].flatMap((address) => ['GET', 'POST'].map(async (method) => (await server.call(method, address, { body: method === 'GET' ? undefined : {} })).result.body)));
      // Somewhere it is more than an address that leads nowhere: it asks for something, or answers.
      if (tries.every((body) => /HTTP_NOT_FOUND|HTTP_METHOD_NOT_ALLOWED/.test(body)) && !name.includes('$everything')) gone.push(name);
    }
    expect(gone).toEqual([]);
  });
});
