import { describe, expect, it } from '@jest/globals';
import type { BundleEntry, MedicationRequest, Resource } from '@medplum/fhirtypes';
import type { AuditFact, Write } from '../../shared/fhir/repository.ts';
import { aPatient, setting } from './handler.test.support.ts';

const subject = { reference: 'Patient/p1' };
const prescribed: MedicationRequest & { id: string } = { resourceType: 'MedicationRequest', id: 'd1-1', status: 'active', intent: 'order', subject, medicationCodeableConcept: { text: 'Amlodipin 5 mg' } };
const changed = { ...prescribed, status: 'stopped' };
const jsonPatch = [{ op: 'replace', path: '/status', value: 'stopped' }];
const patchType = { 'content-type': 'application/json-patch+json' };
const byPath = { resourceType: 'Parameters', parameter: [{ name: 'operation', part: [{ name: 'type', valueCode: 'replace' }, { name: 'path', valueString: 'MedicationRequest.status' }, { name: 'value', valueCode: 'stopped' }] }] };
const fact: AuditFact = { actor: { subject: 'dr', name: 'Bác sĩ', role: 'specialist' }, action: 'update', outcome: 'success', event: 'consultation-sign', entities: [], correlationId: 'c' };

async function withSigned(...resources: readonly (Resource & { id: string })[]) {
  const all = setting();
  all.repository.seed(aPatient('p1'));
  const writes = resources.map((resource): Write => ({ kind: 'put', resource, precondition: { kind: 'absent' }, signed: true }));
  expect((await all.repository.commit({ writes, audit: fact })).ok).toBe(true);
  all.repository.audits.length = 0;
  return all;
}
const bundle = (type: 'batch' | 'transaction', ...entry: BundleEntry[]) => ({ resourceType: 'Bundle', type, entry });
const inBundle = (method: 'PUT' | 'PATCH' | 'DELETE', url: string, resource?: unknown) => ({ request: { method, url }, ...(resource ? { resource: resource as Resource } : {}) });

type Way = { readonly way: string; readonly method: 'PUT' | 'PATCH' | 'DELETE'; readonly address: string; readonly body?: unknown; readonly headers?: Record<string, string> };
/** Every way of changing or removing one resource by itself; no person may delete. */
const ways: readonly Way[] = [
  { way: 'an update', method: 'PUT', address: '/MedicationRequest/d1-1', body: changed },
  { way: 'an update of the version it has', method: 'PUT', address: '/MedicationRequest/d1-1', body: changed, headers: { 'if-match': 'W/"1"' } },
  { way: 'the same once more', method: 'PUT', address: '/MedicationRequest/d1-1', body: prescribed },
  { way: 'a conditional update', method: 'PUT', address: '/MedicationRequest?patient=p1&status=active', body: changed },
  { way: 'a JSON Patch', method: 'PATCH', address: '/MedicationRequest/d1-1', body: jsonPatch, headers: patchType },
  { way: 'a FHIRPath Patch', method: 'PATCH', address: '/MedicationRequest/d1-1', body: byPath },
  { way: 'a conditional patch', method: 'PATCH', address: '/MedicationRequest?patient=p1&status=active', body: jsonPatch, headers: patchType },
  { way: 'a deletion', method: 'DELETE', address: '/MedicationRequest/d1-1' },
  { way: 'a conditional deletion', method: 'DELETE', address: '/MedicationRequest?patient=p1&status=active' },
];
const everybody = ways.flatMap((way) => (way.method === 'DELETE' ? ['system'] : ['nurse', 'system']).map((who) => ({ ...way, who })));

describe('a part of a signed document', () => {
  it.each(everybody)('is not changed by $way of $who, who is told what to do instead', async ({ who, method, address, body, headers = {} }) => {
    const { call, codeOf, repository } = await withSigned(prescribed);
    const refused = await call(method, address, { who, body, headers });
    expect([refused.status, codeOf(refused), refused.json.issue?.[0]?.code]).toEqual([409, 'FHIR_DOCUMENT_SIGNED', 'business-rule']);
    expect(refused.json.issue?.[0]?.diagnostics).toContain('kê đơn thay thế');
    expect(await repository.read('MedicationRequest/d1-1')).toMatchObject({ status: 'active', meta: { versionId: '1' } });
    expect(repository.audits.at(-1)).toMatchObject({ outcome: 'refused', patient: 'Patient/p1', entities: ['MedicationRequest/d1-1'], actor: { subject: who } });
  });
  it('is not changed by an entry of a batch, while the others are done', async () => {
    const { call, repository } = await withSigned(prescribed);
    const note = { resourceType: 'Observation', status: 'final', code: { text: 'mạch' }, subject };
    const { json } = await call('POST', '', { body: bundle('batch', inBundle('PUT', 'MedicationRequest/d1-1', changed), inBundle('DELETE', 'MedicationRequest/d1-1'), { request: { method: 'POST', url: 'Observation' }, resource: note as Resource }) });
    expect(json.entry?.map((e) => e.response?.status)).toEqual(['409', '409', '201']);
    expect(await repository.read('MedicationRequest/d1-1')).toMatchObject({ status: 'active' });
  });
  it.each([
    ['an update', inBundle('PUT', 'MedicationRequest/d1-1', changed)], ['a conditional update', inBundle('PUT', 'MedicationRequest?patient=p1&status=active', changed)], ['a deletion', inBundle('DELETE', 'MedicationRequest/d1-1')],
    ['a patch', inBundle('PATCH', 'MedicationRequest/d1-1', { resourceType: 'Binary', contentType: patchType['content-type'], data: Buffer.from(JSON.stringify(jsonPatch)).toString('base64') })],
  ])('stops the transaction that would make %s, and the entry is named', async (_, entry) => {
    const { call, codeOf, repository } = await withSigned(prescribed);
    const other = { resourceType: 'Patient', id: 'new', managingOrganization: { reference: 'Organization/x' } };
    const refused = await call('POST', '', { body: bundle('transaction', inBundle('PUT', 'Patient/new', other), entry) });
    expect([refused.status, codeOf(refused), refused.json.issue?.[0]?.expression]).toEqual([409, 'FHIR_DOCUMENT_SIGNED', ['Bundle.entry[1]']]);
    expect(await repository.read('Patient/new')).toBeUndefined();
    expect(repository.audits.map((a) => [a.outcome, a.entities])).toContainEqual(['refused', ['MedicationRequest/d1-1']]);
  });
  it('tells those who may not read it nothing of the signature', async () => {
    const { call, codeOf } = await withSigned(prescribed);
    expect(codeOf(await call('PUT', '/MedicationRequest/d1-1', { who: 'nurse2', body: changed }))).toBe('HTTP_NOT_FOUND');
    expect(codeOf(await call('PUT', '/MedicationRequest/d1-1', { who: 'patient', body: changed }))).toBe('HTTP_FORBIDDEN');
  });
  it('keeps the service client from what holds the document, its entry, its Provenance and the Task that names it', async () => {
    const held: (Resource & { id: string })[] = [
      { resourceType: 'Bundle', id: 'd1', type: 'collection' }, { resourceType: 'Basic', id: 'd2', code: { text: 'pending-document' } },
      { resourceType: 'DocumentReference', id: 'd1', status: 'current', content: [{ attachment: { title: 'x' } }] },
      { resourceType: 'Provenance', id: 'd1', target: [{ reference: 'Bundle/d1' }], recorded: '2026-11-22T00:00:00Z', agent: [{ who: { display: 'x' } }] },
      { resourceType: 'Task', id: 'c1', status: 'in-progress', intent: 'order', output: [{ type: { text: 'conclusion' }, valueString: 'd1' }] },
    ];
    const { call, codeOf } = await withSigned(...held);
    for (const resource of held) {
      const at = `/${resource.resourceType}/${resource.id}`;
      expect([at, codeOf(await call('PUT', at, { body: resource })), codeOf(await call('DELETE', at))]).toEqual([at, 'FHIR_DOCUMENT_SIGNED', 'FHIR_DOCUMENT_SIGNED']);
    }
  });
});
