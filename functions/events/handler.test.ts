import { describe, expect, it } from '@jest/globals';
import type { DynamoDBRecord } from 'aws-lambda';
import { fakeRepository } from '../../shared/fhir/fakeRepository.ts';
import type { OutboxEvent } from '../../shared/fhir/repository.ts';
import { fakeSmsGateway } from '../../shared/identity/smsGateway.fake.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { eventsHandler } from './handler.ts';

const record = (sequence: string, event: OutboxEvent | undefined, eventName: DynamoDBRecord['eventName'] = 'INSERT'): DynamoDBRecord => ({
  eventName,
  dynamodb: { SequenceNumber: sequence, ...(event ? { NewImage: { e: { S: JSON.stringify(event) } } } : {}) },
});
const signed: OutboxEvent = { id: 'e1', type: 'consultation-signed', data: { consultationId: 't1', patientId: 'p1' } };
const closed: OutboxEvent = { id: 'e2', type: 'room-closed', data: { consultationId: 't1', room: 'room-1' } };

function setting({ sfuDown = false } = {}) {
  const repository = fakeRepository({ clock: fixedClock('2026-11-22T03:00:00Z') });
  repository.seed({ resourceType: 'Patient', id: 'p1', telecom: [{ system: 'phone', value: '0900000101' }] });
  const sms = fakeSmsGateway();
  const rooms: string[] = [];
  const chained: (string | undefined)[] = [];
  const handle = eventsHandler({
    repository, sms, base: 'https://lien-tuyen.example', baseUrl: 'https://lientuyen.example',
    rooms: { close: async (room) => (sfuDown ? await Promise.reject(new Error('no answer')) : void rooms.push(room)) },
    outboxEventIn: ({ dynamodb }) => (dynamodb?.NewImage?.['e']?.S ? (JSON.parse(dynamodb.NewImage['e'].S) as OutboxEvent) : undefined),
    chainAudit: async ({ dynamodb }) => await Promise.resolve(void chained.push(dynamodb?.SequenceNumber)),
  });
  return { handle, sms, rooms, chained };
}

describe('delivery of events', () => {
  it('tells the patient, closes the room, and hands every new item to the audit chain in order', async () => {
    const { handle, sms, rooms, chained } = setting();
    expect(await handle({ Records: [record('1', signed), record('2', closed), record('3', undefined)] })).toEqual({ batchItemFailures: [] });
    expect(sms.sent).toHaveLength(1);
    expect(rooms).toEqual(['room-1']);
    expect(chained).toEqual(['1', '2', '3']);
  });
  it('reports what failed and still delivers the rest', async () => {
    const { handle, sms } = setting({ sfuDown: true });
    expect(await handle({ Records: [record('1', closed), record('2', signed)] })).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
    expect(sms.sent).toHaveLength(1);
  });
  it('has no second effect when a batch comes again', async () => {
    const { handle, sms } = setting();
    for (let i = 0; i < 3; i += 1) await handle({ Records: [record('1', signed)] });
    expect(sms.sent).toHaveLength(1);
  });
  it('does nothing for items that were changed or removed', async () => {
    const { handle, sms, chained } = setting();
    await handle({ Records: [record('1', signed, 'MODIFY'), record('2', signed, 'REMOVE')] });
    expect([sms.sent, chained]).toEqual([[], []]);
  });
});
