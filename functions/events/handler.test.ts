import { describe, expect, it } from '@jest/globals';
import type { DynamoDBRecord } from 'aws-lambda';
import { fakeRepository } from '../../shared/fhir/fakeRepository.ts';
import type { OutboxEvent } from '../../shared/fhir/repository.ts';
import { fakeConfirmationQueue } from '../../shared/insurance/ports.fake.ts';
import { fakeSmsGateway } from '../../shared/identity/smsGateway.fake.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { eventsHandler, type Arrived } from './handler.ts';
import type { Chainable } from '../../shared/audit/chain.ts';

const record = (sequence: string, what: OutboxEvent | string, eventName: DynamoDBRecord['eventName'] = 'INSERT'): DynamoDBRecord => ({
  eventName,
  dynamodb: { SequenceNumber: sequence, NewImage: { what: { S: JSON.stringify(what) } } },
});
const arrivedIn = ({ dynamodb }: DynamoDBRecord): Arrived => {
  const what = JSON.parse(dynamodb?.NewImage?.['what']?.S ?? 'null') as OutboxEvent | string | null;
  if (what === null) throw new Error('unreadable item');
  return typeof what === 'string' ? { events: [], audit: { resourceType: 'AuditEvent', id: what, recorded: '2026-11-22T03:00:00Z' } as Chainable } : { events: [what] };
};
const signed: OutboxEvent = { id: 'e1', type: 'consultation-signed', data: { consultationId: 't1', patientId: 'p1' } };
const closed: OutboxEvent = { id: 'e2', type: 'room-closed', data: { consultationId: 't1', room: 'room-1' } };

function setting({ sfuDown = false, chainDown = false } = {}) {
  const repository = fakeRepository({ clock: fixedClock('2026-11-22T03:00:00Z') });
  repository.seed({ resourceType: 'Patient', id: 'p1', telecom: [{ system: 'phone', value: '0900000101' }] });
  const sms = fakeSmsGateway();
  const rooms: string[] = [];
  const chained: string[] = [];
  const [toConfirm, outgoing] = [fakeConfirmationQueue(), fakeConfirmationQueue()];
  const handle = eventsHandler({
    toConfirm, outgoing, clock: fixedClock('2026-11-22T03:00:00Z'),
    repository, sms, base: 'https://lien-tuyen.example', baseUrl: 'https://lientuyen.example',
    rooms: { close: async (room) => (sfuDown ? await Promise.reject(new Error('no answer')) : void rooms.push(room)) },
    arrived: arrivedIn,
    followUp: async () => {},
    measure: async () => {},
    chainAudit: async (events) => (chainDown ? await Promise.reject(new Error('moved')) : void chained.push(...events.map(({ id }) => id))),
  });
  return { handle, sms, rooms, chained, toConfirm, outgoing };
}

describe('delivery of events', () => {
  it('tells the patient, closes the room, and chains the audit entries of a batch', async () => {
    const { handle, sms, rooms, chained } = setting();
    expect(await handle({ Records: [record('1', 'a1'), record('2', signed), record('3', closed), record('4', 'a2')] })).toEqual({ batchItemFailures: [] });
    expect(sms.sent).toHaveLength(1);
    expect(rooms).toEqual(['room-1']);
    expect(chained).toEqual(['a1', 'a2']);
  });
  it('queues an insurance check that the portal did not answer, once', async () => {
    const { handle, toConfirm } = setting();
    const event: OutboxEvent = { id: 'e3', type: 'insurance-to-confirm', data: { checkId: 'k1', patient: 'Patient/p1', organization: 'Organization/o', since: '2026-11-22T03:00:00Z' } };
    for (let i = 0; i < 2; i += 1) await handle({ Records: [record(String(i), event)] });
    expect(toConfirm.waiting()).toEqual([{ id: 'k1', patient: 'Patient/p1', organization: 'Organization/o', since: '2026-11-22T03:00:00Z', attempts: 0, notBefore: '2026-11-22T03:00:00Z' }]);
  });
  it('queues the check-in of a visit for the insurer, once', async () => {
    const { handle, outgoing } = setting();
    const event: OutboxEvent = { id: 'e4', type: 'consultation-requested', data: { consultationId: 't1', patientId: 'p1', stationId: 's1', facilityId: 'f1' } };
    for (let i = 0; i < 2; i += 1) await handle({ Records: [record(String(i), event)] });
    expect(outgoing.waiting()).toMatchObject([{ id: 't1', patient: 'Patient/p1', organization: 'Organization/s1' }]);
  });
  it('reports what failed and still delivers the rest', async () => {
    const { handle, sms } = setting({ sfuDown: true });
    expect(await handle({ Records: [record('1', closed), record('2', signed)] })).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
    expect(sms.sent).toHaveLength(1);
  });
  it('reports every audit entry of a batch that could not be chained', async () => {
    const { handle, sms } = setting({ chainDown: true });
    expect(await handle({ Records: [record('1', 'a1'), record('2', signed), record('3', 'a2')] })).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }, { itemIdentifier: '3' }] });
    expect(sms.sent).toHaveLength(1);
  });
  it('sends an item that nobody can read to the failures, not the batch', async () => {
    const { handle, chained } = setting();
    const poison: DynamoDBRecord = { eventName: 'INSERT', dynamodb: { SequenceNumber: '1', NewImage: {} } };
    expect(await handle({ Records: [poison, record('2', 'a1')] })).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
    expect(chained).toEqual(['a1']);
  });
  it('has no second effect when a batch comes again', async () => {
    const { handle, sms } = setting();
    for (let i = 0; i < 3; i += 1) await handle({ Records: [record('1', signed)] });
    expect(sms.sent).toHaveLength(1);
  });
  it('does nothing for items that were removed', async () => {
    const { handle, sms, chained } = setting();
    await handle({ Records: [record('1', signed, 'REMOVE'), record('2', 'a1', 'REMOVE')] });
    expect([sms.sent, chained]).toEqual([[], []]);
  });
});
