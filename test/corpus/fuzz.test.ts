import { describe, expect, it, jest } from '@jest/globals';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import fc from 'fast-check';
import { fhirFunction } from '../../functions/fhir/handler.ts';
import { fakeSlots } from '../../shared/limits/slots.ts';
import { openGate } from '../../functions/_http/limits.ts';
import { fakeExportFiles } from '../../shared/export/exportFiles.fake.ts';
import { fakeBlobStore, fakeFileLinks } from '../../shared/fhir/blobs.ts';
import { fakeRepository } from '../../shared/fhir/fakeRepository.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { countingIds } from '../../shared/kernel/ids.ts';
import { ok } from '../../shared/kernel/result.ts';

// The same cases each time; others by FC_SEED.
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 1) });

const runs = Number(process.env['FUZZ_RUNS'] ?? 4_000);

const clock = fixedClock('2026-11-22T00:00:00Z');

/** A record as it was before each request. */
function setting() {
  const repository = fakeRepository({ clock });
  repository.seed({ resourceType: 'Patient', id: 'p1', birthDate: '1985-03-14' }, { resourceType: 'Observation', id: 'o1', status: 'final', code: { text: 'mạch' }, subject: { reference: 'Patient/p1' } });
  const handler = fhirFunction({
    repository, blobs: fakeBlobStore(), links: fakeFileLinks(() => clock.now()), exportFiles: fakeExportFiles(), clock, newId: countingIds('new'), address: 'https://x.example/fhir', identifierBase: 'https://lien-tuyen.example', isTooLarge: () => false, discovery: () => Promise.reject(new Error('no issuer')),
    gate: openGate, imports: fakeSlots(8),
    authenticate: async () => ok({ subject: 'system', name: 'Bộ kiểm thử', roles: ['system'] }),
  });
  // A refused attempt adds to the log, and to nothing else.
  return { handler, stored: () => JSON.stringify(repository.all().filter((r) => r.resourceType !== 'AuditEvent')) };
}

const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.constantFrom('', '%', '..', '__proto__', 'constructor', 'toString', '$', '|', ',', '\\', '\u0000', '-1', '1e999', '9'.repeat(400)));
const type = fc.oneof({ weight: 6, arbitrary: fc.constantFrom('Patient', 'Observation', 'Bundle', 'Binary', 'AuditEvent', 'Task') }, { weight: 1, arbitrary: text });
const id = fc.oneof(fc.constantFrom('p1', 'o1', '_search', '_history', '$everything'), text);
const path = fc.oneof(fc.tuple(type), fc.tuple(type, id), fc.tuple(type, id, fc.oneof(fc.constantFrom('_history', '$everything'), text)), fc.tuple(type, id, fc.constant('_history'), text), fc.tuple(fc.constant('Patient'), id, fc.oneof(type, fc.constant('*')), fc.constantFrom('_search', '_history')), fc.constant([]));
const parameter = fc.oneof(
  fc.constantFrom('_id', 'patient', 'birthdate', 'name', 'code', 'date', 'value-quantity', '_count', '_sort', '_include', '_include:iterate', '_revinclude', '_total', '_summary', '_elements', '_cursor', '_since', '_offset', '_has:Observation:patient:code', 'subject:Patient.name', 'code:text', 'name:exact', 'component-code-value-quantity', '_lastUpdated', '_format', '_type', '_at', '_list', '_compartment', '_pretty', 'code:in', 'code:not-in', 'code:below', 'code:above', 'identifier:of-type', 'patient.organization.partof.name', 'encounter.status', '_has:Observation:patient:_has:Condition:evidence-detail:code', 'url:below', 'general-practitioner:Practitioner.name'),
  text,
);
const value = fc.oneof(text, fc.constantFrom('p1', 'Patient/p1', 'ge2026', 'eq2026-02-30', '5.4|http://unitsofmeasure.org|mg', 'Observation:patient', 'Patient:*', '*', '-date', 'a$b', 'http://loinc.org|', 'Patient,Observation', 'http://hl7.org/fhir/sid/icd-10|J18', 'a|b|c', 'ValueSet/x', '$current-problems', '3~', 'x.example', 'https://x.example/fhir/Patient/p1', '60|http://unitsofmeasure.org|kg', '2026-11-22T00:00:00 07:00'));
const header = fc.dictionary(fc.constantFrom('if-match', 'if-none-match', 'if-modified-since', 'if-none-exist', 'prefer', 'accept', 'content-type', 'x-security-context', 'accept-language'), fc.oneof(text, fc.constantFrom('application/fhir+json', 'application/json-patch+json', 'application/x-www-form-urlencoded', 'image/png', 'W/"1"', 'identifier=x', 'return=minimal', '*/*', 'return=OperationOutcome; handling=lenient', 'application/fhir+json; fhirVersion=3.0', 'Sun, 22 Nov 2026 00:00:00 GMT')));

const observation = { resourceType: 'Observation', status: 'final', code: { text: 'x' }, subject: { reference: 'Patient/p1' }, valueQuantity: { value: 1 } };
const junk = fc.anything({ withNullPrototype: false, withBigInt: false, maxDepth: 4 });
const names = fc.oneof(fc.constantFrom('id', 'meta', 'text', 'contained', 'extension', '_status', 'status', 'code', 'subject', 'valueQuantity', 'valuePeriod', 'effectiveDateTime', 'identifier', 'name', 'birthDate', '__proto__', 'data', 'contentType', 'component', 'category'), text);
const resource = fc.tuple(fc.constantFrom('Observation', 'Patient', 'Binary', 'Task', 'AuditEvent'), fc.dictionary(names, junk)).map(([resourceType, more]) => ({ ...(resourceType === 'Observation' ? observation : {}), ...more, resourceType }));
const bundle = fc.record({ resourceType: fc.constant('Bundle'), type: fc.oneof(fc.constantFrom('batch', 'transaction'), junk), entry: fc.oneof(fc.array(fc.oneof(junk, fc.record({ fullUrl: fc.oneof(fc.constant('urn:uuid:a'), junk), request: fc.oneof(junk, fc.record({ method: fc.oneof(fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH'), junk), url: fc.oneof(fc.constantFrom('Patient', 'Patient/p1', 'Observation?patient=p1', 'Patient?identifier=x'), junk), ifNoneExist: fc.oneof(fc.constant('identifier=x'), junk), ifMatch: junk })), resource: fc.oneof(resource, junk) })), { maxLength: 4 }), junk) });
const patch = fc.array(fc.record({ op: fc.oneof(fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test'), junk), path: fc.oneof(fc.constantFrom('', '/status', '/code/text', '/-', '/subject/reference', '/__proto__/x'), text), from: fc.oneof(fc.constantFrom('', '/code', '/status'), text), value: junk }), { maxLength: 4 });
const json = (one: fc.Arbitrary<unknown>) => one.map((value) => JSON.stringify(value) ?? '');
const fhirPath = fc.oneof(fc.constantFrom('Observation', 'Observation.status', 'Observation.code.coding[0]', "Observation.note.where(text = 'x')", 'Observation.value', 'Observation.value.ofType(Quantity)', 'Observation.nom', '$this', '%resource', '((((', "'a' & 'b'", 'Observation.__proto__', 'Observation.extension(1)', 'Observation.subject.resolve()', "Observation.where(status.matches('(a+)+$'))"), text);
const part = fc.oneof(fc.record({ name: fc.oneof(fc.constantFrom('type', 'path', 'name', 'value', 'index', 'source', 'destination'), text), valueCode: fc.constantFrom('add', 'insert', 'delete', 'replace', 'move'), valueString: fhirPath, valueInteger: fc.oneof(fc.integer({ min: -2, max: 5 }), junk) }, { requiredKeys: ['name'] }), junk);
const whole = fc.tuple(fc.constantFrom('add', 'insert', 'delete', 'replace', 'move'), fhirPath, fc.oneof(fc.constantFrom('status', 'note', 'value', 'component', 'constructor'), text), fc.dictionary(fc.constantFrom('valueString', 'valueCode', 'valueQuantity', 'valueAnnotation', 'part'), junk), fc.integer({ min: 0, max: 3 })).map(([kind, at, name, given, n]) => ({
  name: 'operation', part: [{ name: 'type', valueCode: kind }, { name: 'path', valueString: at }, { name: 'name', valueString: name }, { name: 'value', ...given }, ...['index', 'source', 'destination'].map((one) => ({ name: one, valueInteger: n }))],
}));
const parameters = fc.record({ resourceType: fc.constantFrom('Parameters'), parameter: fc.oneof(fc.array(fc.oneof(whole, fc.record({ name: fc.constant('operation'), part: fc.array(part, { maxLength: 5 }) }), junk), { maxLength: 3 }), junk) });
const patchEntry = fc.oneof(parameters, json(patch).map((sent) => ({ resourceType: 'Binary', contentType: 'application/json-patch+json', data: Buffer.from(sent).toString('base64') })), junk).map((one) => ({ request: { method: 'PATCH', url: 'Observation/o1' }, resource: one }));
const body = fc.oneof(json(fc.oneof(resource, bundle, patch, junk)), text, fc.constantFrom('{"a":', '['.repeat(20_000), ('{"extension":['.repeat(2_000))));
const query = fc.array(fc.tuple(parameter, value), { maxLength: 4 });

/** Anything at all; and requests that are right but for one part, which get further. */
const anything = fc.record({ method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'), path, query, headers: header, body });
const aimed = (method: string, at: readonly (readonly string[])[], one: fc.Arbitrary<string>, headers: Record<string, string> = {}, asked = fc.constant<[string, string][]>([])) =>
  fc.record({ method: fc.constant(method), path: fc.constantFrom(...at), query: asked, headers: fc.constant(headers), body: one });
const nothing = fc.constant('');
/** What an operation takes: its own parameters, right and wrong. */
const given = fc.oneof(resource, junk, fc.constant({ resourceType: 'ValueSet', status: 'active', compose: { include: [{ valueSet: ['x'] }] } }), fc.record({ resourceType: fc.constant('ValueSet'), status: fc.constant('active'), compose: fc.record({ include: fc.array(fc.record({ system: fc.oneof(fc.constantFrom('http://loinc.org', 'http://hl7.org/fhir/administrative-gender'), junk), filter: fc.oneof(fc.constant([{ property: 'code', op: 'is-a', value: 'x' }]), junk), concept: junk }, { requiredKeys: [] }), { maxLength: 3 }) }) }), fc.record({ resourceType: fc.constant('StructureDefinition'), type: fc.constantFrom('Patient', 'Extension', '__proto__'), url: fc.constant('https://a.example/s'), name: fc.constant('S'), status: fc.constant('active'), kind: fc.constant('resource'), abstract: fc.constant(false), derivation: fc.constant('constraint'), differential: fc.record({ element: fc.array(fc.record({ id: text, path: fc.oneof(text, fc.constant('Patient.name')), slicing: junk, min: junk, max: text, type: junk }, { requiredKeys: ['path'] }), { maxLength: 3 }) }) }));
const operationBody = json(fc.oneof(fc.record({ resourceType: fc.constant('Parameters'), parameter: fc.oneof(junk, fc.array(fc.oneof(junk, fc.record({ name: fc.oneof(fc.constantFrom('resource', 'valueSet', 'mode', 'profile', 'url', 'system', 'code', 'coding', 'codeableConcept', 'codeA', 'codeB', 'filter', 'count'), text), resource: given, valueString: text, valueCoding: junk, valueUri: text }, { requiredKeys: ['name'] })), { maxLength: 4 })) }), given));
const operationQuery = fc.array(fc.tuple(fc.constantFrom('url', 'system', 'code', 'codeA', 'codeB', 'filter', 'count', 'offset', 'profile', 'mode', 'display', 'displayLanguage'), fc.oneof(text, fc.constantFrom('http://loinc.org', 'http://hl7.org/fhir/sid/icd-10', 'http://hl7.org/fhir/ValueSet/administrative-gender', 'E11', 'http://hl7.org/fhir/StructureDefinition/vitalsigns', '3'))), { maxLength: 4 });
const operations = [['Patient', '$validate'], ['Observation', 'o1', '$validate'], ['ValueSet', '$expand'], ['ValueSet', '$validate-code'], ['CodeSystem', '$lookup'], ['CodeSystem', '$subsumes'], ['CodeSystem', '$validate-code'], ['CodeSystem', 'specialty', '$lookup']] as const;
const jsonPatch = { 'content-type': 'application/json-patch+json' };
const request = fc.oneof(
  anything,
  aimed('POST', [['Observation'], ['Patient'], ['Binary'], ['Task'], ['AuditEvent']], json(resource)),
  aimed('PUT', [['Observation', 'o1']], json(resource.map((r) => ({ ...r, resourceType: 'Observation', id: 'o1' })))),
  aimed('PUT', [['Observation']], json(resource.map((r) => ({ ...r, resourceType: 'Observation' }))), {}, query),
  aimed('PATCH', [['Observation', 'o1'], ['Patient', 'p1']], json(patch), jsonPatch),
  aimed('PATCH', [['Observation', 'o1'], ['Observation']], json(parameters), {}, fc.array(fc.tuple(fc.constantFrom('_id', 'patient', 'code'), fc.constantFrom('o1', 'p1', 'x')), { maxLength: 2 })),
  aimed('POST', [[]], json(bundle)),
  aimed('POST', [[]], json(fc.record({ resourceType: fc.constant('Bundle'), type: fc.constantFrom('batch', 'transaction'), entry: fc.array(patchEntry, { maxLength: 3 }) }))),
  aimed('POST', [['Observation', '_search'], ['Patient', 'p1', 'Observation', '_search']], fc.tuple(parameter, value).map((pair) => new URLSearchParams([pair]).toString()), { 'content-type': 'application/x-www-form-urlencoded' }, query),
  aimed('GET', [[], ['Patient', 'p1', 'Observation'], ['Patient', 'p1', '*'], ['Observation', '_history'], ['Observation', 'o1', '_history'], ['Observation', 'o1', '_history', '1']], nothing, {}, query),
  aimed('GET', [['Observation'], ['Patient']], nothing, { prefer: 'handling=lenient' }, query),
  aimed('HEAD', [['Observation', 'o1'], ['Patient']], nothing, {}, query),
  aimed('POST', operations, operationBody, {}, operationQuery),
  aimed('GET', operations, nothing, {}, operationQuery),
  aimed('POST', [['StructureDefinition']], json(given)),
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
  return (await handler(event, {} as Context));
}

describe('malformed requests to the FHIR endpoint', () => {
  it(`give no 5xx and no change when refused, and all are answered in time (${runs} of them)`, async () => {
    const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    await fc.assert(
      fc.asyncProperty(request, async (asked) => {
        const { handler, stored } = setting();
        const before = stored();
        const { statusCode } = await send(handler, asked);
        expect(statusCode).toBeLessThan(500);
        if (statusCode >= 400) expect(stored()).toBe(before);
      }),
      { numRuns: runs },
    );
    log.mockRestore();
  }, 600_000);
});
