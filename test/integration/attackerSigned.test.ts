import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { facilities } from '../../local/story.ts';
import type { BriefingView } from '../../shared/briefing/contract.ts';
import type { ConsultationView } from '../../shared/consultation/contract.ts';
import type { PatientSummary } from '../../shared/identity/contract.ts';
import { clientFor, type ApiClient } from '../support/client.ts';
import { fhirAs, type FhirAnswer, type FhirCaller } from '../support/fhir.ts';
import { accessToken } from '../support/people.ts';
import { act, aConclusion, aPrescription, aRequest } from '../support/story.ts';

/**
 * Those who have a right to the record, and would like what was signed to read otherwise: the doctor who signed, the
 * station, and the service client. Every way of FHIR to change or remove every part of a signed conclusion, of a signed
 * prescription and of signed minutes.
 */
type Named = Resource & { readonly id: string; readonly meta: { readonly versionId: string } };
type Answered = FhirAnswer<{ readonly issue?: readonly { readonly details?: { readonly coding?: readonly { readonly code?: string }[] } }[]; readonly entry?: readonly { readonly response?: { readonly status?: string; readonly outcome?: unknown } }[] }>;

let nurse: ApiClient;
let specialist: ApiClient;
let system: FhirCaller;
let consultation = '';
let parts: readonly Named[] = [];
const signedTypes = ['Bundle', 'Composition', 'Condition', 'DocumentReference', 'MedicationRequest', 'Observation', 'Provenance', 'Task'];

beforeAll(async () => {
  [nurse, specialist] = [clientFor(await accessToken('nurse')), clientFor(await accessToken('specialist'))];
  system = await fhirAs('system');
  const patient = await nurse.must<PatientSummary>('patientRegistration', { body: { name: 'Hoàng Văn Giữ Nguyên', birthDate: '1969-09-19', sex: 'male', address: 'Bản Thử 3, Xã Mường Mẫu', source: 'typed' } });
  const { id } = await nurse.must<ConsultationView>('consultationRequest', { body: aRequest({ patientId: patient.id, when: { kind: 'written' } }) });
  consultation = id;
  await act(specialist, id, { action: 'accept' });
  await specialist.must('conclusionSigning', { params: { id }, body: { ...aConclusion(), prescription: aPrescription() } });
  const { json: whole } = await system<Bundle>('GET', `/Patient/${patient.id}/$everything?_count=200`);
  const host = clientFor(await accessToken('coordinator'));
  const meeting = await host.must<BriefingView>('briefingPlan', { body: { title: 'Giao ban thử', start: new Date().toISOString(), agenda: [{ title: 'Việc tuần', minutes: 5 }], facilities: [facilities.station.id], people: [] } });
  await host.must('briefingMinutes', { params: { id: meeting.id }, body: { items: [{ number: 1, text: 'Đã bàn.' }], decisions: 'Làm tiếp.' } });
  const minutes = (await host.must<Bundle>('briefingDocument', { params: { id: meeting.id } })).id ?? '';
  const ofMinutes = await Promise.all(['Bundle', 'Composition', 'DocumentReference', 'Provenance'].map(async (type) => (await system<Named>('GET', `/${type}/${minutes}`)).json));
  const documents = (await Promise.all((whole.entry ?? []).flatMap(({ resource }) => (resource?.resourceType === 'DocumentReference' ? [`/Bundle/${resource.id}`] : [])).map(async (at) => (await system<Named>('GET', at)).json)));
  const found = (whole.entry ?? []).flatMap(({ resource }) => (resource && signedTypes.includes(resource.resourceType) && resource.resourceType !== 'Bundle' ? [resource as Named] : []));
  // One of the measurements says what all of them would.
  const onlyOne = found.filter(({ resourceType }, i) => resourceType !== 'Observation' || found.findIndex((other) => other.resourceType === resourceType) === i);
  parts = [...onlyOne, ...documents, ...ofMinutes];
}, 120_000);

const patchOf = (at: string) => ({ request: { method: 'PATCH', url: at }, resource: { resourceType: 'Binary', contentType: 'application/json-patch+json', data: Buffer.from(patch).toString('base64') } });
const patch = JSON.stringify([{ op: 'add', path: '/language', value: 'en' }]);
const patchType = { 'content-type': 'application/json-patch+json' };
const bundle = (type: 'batch' | 'transaction', entry: unknown) => ({ resourceType: 'Bundle', type, entry: [entry] });

/** Every way to change one resource or to remove it. */
function waysOn(call: FhirCaller, resource: Named): Readonly<Record<string, () => Promise<Answered>>> {
  const at = `${resource.resourceType}/${resource.id}`;
  const by = `${resource.resourceType}?_id=${resource.id}`;
  const body = { ...resource, language: 'en' };
  const put = (url: string) => ({ request: { method: 'PUT', url }, resource: body });
  const gone = { request: { method: 'DELETE', url: at } };
  const both = Object.entries({ update: put(at), 'conditional update': put(by), patch: patchOf(at), delete: gone });
  return {
    update: () => call('PUT', `/${at}`, { body }),
    'update of its version': () => call('PUT', `/${at}`, { body, headers: { 'if-match': `W/"${resource.meta.versionId}"` } }),
    'conditional update': () => call('PUT', `/${by}`, { body }),
    patch: () => call('PATCH', `/${at}`, { body: patch, headers: patchType }),
    'conditional patch': () => call('PATCH', `/${by}`, { body: patch, headers: patchType }),
    delete: () => call('DELETE', `/${at}`),
    'conditional delete': () => call('DELETE', `/${by}`),
    ...Object.fromEntries(both.map(([way, entry], i) => [`${way} in a Bundle`, () => call('POST', '', { body: bundle(i % 2 === 0 ? 'transaction' : 'batch', entry) })])),
  };
}

/** The code of a refusal, of an entry's too; an answer that is none as its status. */
function outcomeOf({ status, json, text }: Answered): string {
  const inner = json.entry?.[0]?.response?.status;
  const refused = inner === undefined ? status >= 400 && status < 500 : inner.startsWith('4');
  return refused ? (/"code":"((?:FHIR|HTTP)_[A-Z_]+)"/.exec(text)?.[1] ?? 'no code') : `done: ${inner ?? status}`;
}

/** Minutes stand in no patient's record: to a person they are not there, and a condition for them matches nothing. */
const toAPerson = ['FHIR_NOT_WRITABLE', 'HTTP_FORBIDDEN', 'HTTP_NOT_FOUND', 'FHIR_ID_MISMATCH', 'done: 204'];
const bySignature = ['FHIR_CONSULTATION_SIGNED', 'FHIR_DOCUMENT_SIGNED'];

describe('what is part of a signed document', () => {
  it('is there, of every kind', () => expect([...new Set(parts.map((part) => part.resourceType))].toSorted()).toEqual(signedTypes));

  it.each([['system', bySignature], ['specialist', [...bySignature, ...toAPerson]], ['nurse', [...bySignature, ...toAPerson]]] as const)(
    'is changed by no way of FHIR of %s', async (who, allowed) => {
      const call = await fhirAs(who);
      const wrong: string[] = [];
      let asked = 0;
      for (const part of parts)
        for (const [way, ask] of Object.entries(waysOn(call, part))) {
          const outcome = outcomeOf(await ask());
          asked += 1;
          // Whoever may change findings of the record is told why not these.
          const told = who === 'specialist' && ['Condition', 'MedicationRequest', 'Observation'].includes(part.resourceType) && !way.includes('delete') ? bySignature : allowed;
          if (!told.includes(outcome)) wrong.push(`${part.resourceType}: ${way}: ${outcome}`);
        }
      process.stderr.write(`signed things: ${who}, ${asked} requests on ${parts.length} resources, ${wrong.length} not refused as they should\n`);
      expect(wrong).toEqual([]);
      const now = await Promise.all(parts.map(async ({ resourceType, id }) => (await system<Named>('GET', `/${resourceType}/${id}`)).json));
      // The time-stamp comes to a document by itself, after its signature.
      const content = (all: readonly Named[]) => all.filter(({ resourceType }) => resourceType !== 'Bundle').map((one) => JSON.stringify(one));
      expect(content(now)).toEqual(content(parts));
      expect(now.map((one) => (one as { language?: string }).language)).toEqual(now.map(() => undefined));
    }, 300_000);

  it('follows an amendment and a replacement', async () => {
    const before = (await nurse.must<ConsultationView>('consultation', { params: { id: consultation } })).prescriptions?.[0];
    await specialist.must('prescriptionSigning', { params: { id: consultation }, body: { ...aPrescription(), replaces: before?.documentId, reason: 'Đổi liều' } });
    await specialist.must('amendment', { params: { id: consultation }, body: { ...aConclusion({ advice: 'Đo huyết áp hằng ngày.' }), reason: 'Bổ sung lời dặn' } });
    expect((await system<{ status: string }>('GET', `/MedicationRequest/${before?.documentId}-1`)).json.status).toBe('stopped');
    expect((await nurse.must<ConsultationView>('consultation', { params: { id: consultation } })).state).toBe('signed');
    await act(nurse, consultation, { action: 'acknowledge' });
    // Also what came of it: the old line is as the replacement left it.
    const refused = await system('PATCH', `/MedicationRequest/${before?.documentId}-1`, { body: JSON.stringify([{ op: 'replace', path: '/status', value: 'active' }]), headers: patchType });
    expect(refused.status).toBe(409);
  });
});
