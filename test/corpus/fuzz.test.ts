import { describe, expect, it, jest } from '@jest/globals';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import fc from 'fast-check';
import { fhirFunction } from '../../functions/fhir/handler.ts';
import { openGate } from '../../functions/_http/limits.ts';
import { fakeExportFiles } from '../../shared/export/exportFiles.fake.ts';
import { fakeBlobStore } from '../../shared/fhir/blobs.ts';
import { fakeRepository } from '../../shared/fhir/fakeRepository.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { countingIds } from '../../shared/kernel/ids.ts';
import { ok } from '../../shared/kernel/result.ts';

const runs = Number(process.env['FUZZ_RUNS'] ?? 4_000);

const clock = fixedClock('2026-11-22T00:00:00Z');

/** A record as it was before each request. */
function setting() {
  const repository = fakeRepository({ clock });
  repository.seed({ resourceType: 'Patient', id: 'p1', birthDate: '1985-03-14' }, { resourceType: 'Observation', id: 'o1', status: 'final', code: { text: 'mạch' }, subject: { reference: 'Patient/p1' } });
  const handler = fhirFunction({
    repository, blobs: fakeBlobStore(), exportFiles: fakeExportFiles(), clock, newId: countingIds('new'), address: 'https://x.example/fhir', identifierBase: 'https://lien-tuyen.example', isTooLarge: () => false,
    gate: openGate,
    authenticate: async () => ok({ subject: 'system', name: 'Bộ kiểm thử', roles: ['system'] }),
  });
  // A refused attempt adds to the log, and to nothing else.
  return { handler, stored: () => JSON.stringify(repository.all().filter((r) => r.resourceType !== 'AuditEvent')) };
}

const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.constantFrom('', '%', '..', '__proto__', 'constructor', 'toString', '$', '|', ',', '\\', '\u0000', '-1', '1e999', '9'.repeat(400)));
const type = fc.oneof({ weight: 6, arbitrary: fc.constantFrom('Patient', 'Observation', 'Bundle', 'Binary', 'AuditEvent', 'Task') }, { weight: 1, arbitrary: text });
const id = fc.oneof(fc.constantFrom('p1', 'o1', '_search', '_history', '$everything'), text);
const path = fc.oneof(fc.tuple(type), fc.tuple(type, id), fc.tuple(type, id, fc.oneof(fc.constantFrom('_history', '$everything'), text)), fc.tuple(type, id, fc.constant('_history'), text), fc.constant([]));
const parameter = fc.oneof(
  fc.constantFrom('_id', 'patient', 'birthdate', 'name', 'code', 'date', 'value-quantity', '_count', '_sort', '_include', '_include:iterate', '_revinclude', '_total', '_summary', '_elements', '_cursor', '_since', '_offset', '_has:Observation:patient:code', 'subject:Patient.name', 'code:text', 'name:exact', 'component-code-value-quantity', '_lastUpdated', '_format', '_type'),
  text,
);
const value = fc.oneof(text, fc.constantFrom('p1', 'Patient/p1', 'ge2026', 'eq2026-02-30', '5.4|http://unitsofmeasure.org|mg', 'Observation:patient', 'Patient:*', '*', '-date', 'a$b', 'http://loinc.org|'));
const header = fc.dictionary(fc.constantFrom('if-match', 'if-none-match', 'if-modified-since', 'if-none-exist', 'prefer', 'accept', 'content-type', 'x-security-context', 'accept-language'), fc.oneof(text, fc.constantFrom('application/fhir+json', 'application/json-patch+json', 'application/x-www-form-urlencoded', 'image/png', 'W/"1"', 'identifier=x', 'return=minimal', '*/*')));

const observation = { resourceType: 'Observation', status: 'final', code: { text: 'x' }, subject: { reference: 'Patient/p1' }, valueQuantity: { value: 1 } };
const junk = fc.anything({ withNullPrototype: false, withBigInt: false, maxDepth: 4 });
const names = fc.oneof(fc.constantFrom('id', 'meta', 'text', 'contained', 'extension', '_status', 'status', 'code', 'subject', 'valueQuantity', 'valuePeriod', 'effectiveDateTime', 'identifier', 'name', 'birthDate', '__proto__', 'data', 'contentType', 'component', 'category'), text);
const resource = fc.tuple(fc.constantFrom('Observation', 'Patient', 'Binary', 'Task', 'AuditEvent'), fc.dictionary(names, junk)).map(([resourceType, more]) => ({ ...(resourceType === 'Observation' ? observation : {}), ...more, resourceType }));
const bundle = fc.record({ resourceType: fc.constant('Bundle'), type: fc.oneof(fc.constantFrom('batch', 'transaction'), junk), entry: fc.oneof(fc.array(fc.oneof(junk, fc.record({ fullUrl: fc.oneof(fc.constant('urn:uuid:a'), junk), request: fc.oneof(junk, fc.record({ method: fc.oneof(fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH'), junk), url: fc.oneof(fc.constantFrom('Patient', 'Patient/p1', 'Observation?patient=p1', 'Patient?identifier=x'), junk), ifNoneExist: fc.oneof(fc.constant('identifier=x'), junk), ifMatch: junk })), resource: fc.oneof(resource, junk) })), { maxLength: 4 }), junk) });
const patch = fc.array(fc.record({ op: fc.oneof(fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test'), junk), path: fc.oneof(fc.constantFrom('', '/status', '/code/text', '/-', '/subject/reference', '/__proto__/x'), text), from: fc.oneof(fc.constantFrom('', '/code', '/status'), text), value: junk }), { maxLength: 4 });
const json = (one: fc.Arbitrary<unknown>) => one.map((value) => JSON.stringify(value) ?? '');
const body = fc.oneof(json(fc.oneof(resource, bundle, patch, junk)), text, fc.constantFrom('{"a":', '['.repeat(20_000), `${'{"extension":['.repeat(2_000)}`));
const query = fc.array(fc.tuple(parameter, value), { maxLength: 4 });

/** Anything at all; and requests that are right but for one part, which get further. */
const anything = fc.record({ method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'), path, query, headers: header, body });
const aimed = (method: string, at: readonly (readonly string[])[], one: fc.Arbitrary<string>, headers: Record<string, string> = {}, asked = fc.constant<[string, string][]>([])) =>
  fc.record({ method: fc.constant(method), path: fc.constantFrom(...at), query: asked, headers: fc.constant(headers), body: one });
const nothing = fc.constant('');
const jsonPatch = { 'content-type': 'application/json-patch+json' };
const request = fc.oneof(
  anything,
  aimed('POST', [['Observation'], ['Patient'], ['Binary'], ['Task'], ['AuditEvent']], json(resource)),
  aimed('PUT', [['Observation', 'o1']], json(resource.map((r) => ({ ...r, resourceType: 'Observation', id: 'o1' })))),
  aimed('PUT', [['Observation']], json(resource.map((r) => ({ ...r, resourceType: 'Observation' }))), {}, query),
  aimed('PATCH', [['Observation', 'o1'], ['Patient', 'p1']], json(patch), jsonPatch),
  aimed('POST', [[]], json(bundle)),
  aimed('GET', [['Patient'], ['Observation'], ['Observation', 'o1'], ['Observation', 'o1', '_history']], nothing, {}, query),
  aimed('GET', [['Patient'], ['Observation']], nothing, {}, fc.array(fc.tuple(parameter, value), { minLength: 1, maxLength: 1 })),
  aimed('DELETE', [['Patient'], ['Observation']], nothing, {}, query),
);
type Asked = { readonly method: string; readonly path: readonly string[]; readonly query: readonly (readonly [string, string])[]; readonly headers: Readonly<Record<string, string>>; readonly body: string };

async function send(handler: ReturnType<typeof setting>['handler'], { method, path: segments, query: asked, headers, body: sent }: Asked): Promise<APIGatewayProxyResult> {
  const joined = segments.join('/');
  const event = {
    httpMethod: method, path: `/fhir/${joined}`, resource: joined ? '/fhir/{path+}' : '/fhir', pathParameters: joined ? { path: joined } : null,
    headers: { authorization: 'Bearer x', 'content-type': 'application/fhir+json', ...headers }, multiValueQueryStringParameters: Object.fromEntries(asked.map(([name, one]) => [name, [one]])),
    body: Buffer.from(sent).toString('base64'), isBase64Encoded: true, requestContext: {},
  } as unknown as APIGatewayProxyEvent;
  return (await handler(event, {} as Context)) as APIGatewayProxyResult;
}

describe('malformed requests to the FHIR endpoint', () => {
  it(`give no 5xx, no wait and no change when refused (${runs} of them)`, async () => {
    const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    await fc.assert(
      fc.asyncProperty(request, async (asked) => {
        const { handler, stored } = setting();
        const before = stored();
        const from = performance.now();
        const { statusCode } = await send(handler, asked);
        expect(performance.now() - from).toBeLessThan(2_000);
        expect(statusCode).toBeLessThan(500);
        if (statusCode >= 400) expect(stored()).toBe(before);
      }),
      { numRuns: runs },
    );
    log.mockRestore();
  }, 600_000);
});
