import { describe, expect, it } from '@jest/globals';
import type { Bundle, Endpoint, Organization, Task } from '@medplum/fhirtypes';
import { fakeRepository } from '../fhir/fakeRepository.ts';
import { dueWork, mostAttempts } from '../fhir/pendingWork.ts';
import type { OutboxEvent } from '../fhir/repository.ts';
import { fixedClock } from '../kernel/clock.ts';
import { fakeDocumentReceiver } from './documentReceiver.fake.ts';
import type { DocumentSent } from './ports.ts';
import { sendAgain, sendDocuments, type ExchangeDeps } from './sendDocument.ts';

const base = 'https://lien-tuyen.example';
const signed: OutboxEvent = { id: 'e1', type: 'consultation-signed', data: { consultationId: 't1', patientId: 'p1', facilityId: 'bv', stationId: 'tyt' } };
const document: Bundle & { id: string } = { resourceType: 'Bundle', id: 'd1', type: 'document', identifier: { system: 's', value: 'd1' }, entry: [{ resource: { resourceType: 'Composition', subject: { reference: 'Patient/p1' } } as never }] };
const endpoint = (id: string, change: Partial<Endpoint> = {}): Endpoint & { id: string } => ({ resourceType: 'Endpoint', id, status: 'active', connectionType: { code: 'hl7-fhir-rest' }, payloadType: [{ text: 'x' }], address: `https://${id}.example/fhir`, ...change });
const hospital = (id: string, ...endpoints: string[]): Organization & { id: string } => ({ resourceType: 'Organization', id, endpoint: endpoints.map((one) => ({ reference: `Endpoint/${one}` })) });

function world(answers: DocumentSent[] = []) {
  const clock = fixedClock('2026-11-22T00:00:00Z');
  const repository = fakeRepository({ clock });
  const receiver = fakeDocumentReceiver(answers);
  const deps: ExchangeDeps = { repository, receiver, clock, base };
  repository.seed(document, { resourceType: 'Task', id: 't1', status: 'completed', intent: 'order', output: [{ type: { text: 'x' }, valueReference: { reference: 'Bundle/d1' } }] } satisfies Task & { id: string },
    endpoint('one'), endpoint('off', { status: 'off' }), endpoint('dicom', { connectionType: { code: 'dicom-wado-rs' } }), hospital('bv', 'one', 'off', 'dicom'), hospital('tyt'));
  const due = async () => await dueWork({ repository, base, now: clock.now() });
  return { deps, clock, repository, receiver, due };
}

describe('a signed conclusion', () => {
  it('goes to the active FHIR endpoints of the facilities that took part, and that is on the patient\'s record', async () => {
    const { deps, receiver, repository } = world();
    expect(await sendDocuments(deps, signed)).toBe(1);
    expect(receiver.received.map(({ address }) => address)).toEqual(['https://one.example/fhir']);
    expect(repository.audits).toContainEqual(expect.objectContaining({ event: 'document-sent', patient: 'Patient/p1', actor: expect.objectContaining({ subject: 'Endpoint/one' }) }));
  });
  it('is sent again after a failure, until it is taken, and is kept once however often its event comes', async () => {
    const { deps, receiver, clock, due } = world([{ kind: 'failed', why: 'HTTP 500' }, { kind: 'failed', why: 'timeout' }, { kind: 'failed', why: 'network' }]);
    await sendDocuments(deps, signed);
    await sendDocuments(deps, signed);
    clock.advance(60_000);
    expect(await due()).toHaveLength(1);
    for (let i = 0; i < 5; i += 1) {
      for (const work of await due()) await sendAgain(deps, work);
      clock.advance(10 * 60_000);
    }
    expect([receiver.received.length, (await due()).length]).toEqual([1, 0]);
  });
  it('is given up in the end, and not sent where its Endpoint was closed meanwhile', async () => {
    const { deps, clock, due, repository, receiver } = world(Array.from({ length: 50 }, (): DocumentSent => ({ kind: 'failed', why: 'HTTP 500' })));
    await sendDocuments(deps, signed);
    for (let i = 0; i <= mostAttempts + 2; i += 1) {
      clock.advance(4 * 3_600_000);
      for (const work of await due()) await sendAgain(deps, work);
    }
    expect(repository.all().filter((r) => r.resourceType === 'Task' && (r as Task).status === 'failed')).toHaveLength(1);
    const other = world([{ kind: 'failed', why: 'HTTP 500' }]);
    await sendDocuments(other.deps, signed);
    other.repository.seed(endpoint('one', { status: 'off' }));
    other.clock.advance(60_000);
    for (const work of await other.due()) await sendAgain(other.deps, work);
    expect([other.receiver.received.length, (await other.due()).length, receiver.received.length]).toEqual([0, 0, 0]);
  });
  it('is not what other events are about', async () => {
    const { deps, receiver } = world();
    expect(await sendDocuments(deps, { ...signed, type: 'consultation-booked' })).toBe(0);
    expect(receiver.received).toEqual([]);
  });
});
