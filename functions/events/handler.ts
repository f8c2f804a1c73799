import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { OutboxEvent } from '../../shared/fhir/repository.ts';
import type { RoomControl } from '../../shared/notification/ports.ts';
import { tellPatient, type TellDeps } from '../../shared/notification/tellPatient.ts';
import { log } from '../_http/log.ts';

export type EventsDeps = TellDeps & {
  readonly rooms: RoomControl;
  /** The outbox event that a stream record carries; undefined for every other change of the table. */
  readonly outboxEventIn: (record: DynamoDBRecord) => OutboxEvent | undefined;
  /** Links the audit entry that a stream record carries into the chain; does nothing for other records. Repeatable. */
  readonly chainAudit: (record: DynamoDBRecord) => Promise<void>;
};

/**
 * Delivers what was committed: the audit chain, messages to patients, rooms to close. Every effect may be asked for
 * again. A record that fails is reported and comes back with all after it; the rest of the batch is delivered now, so
 * that one gateway that is down holds up nobody else's message in this batch. What fails to the end is kept in the
 * dead-letter queue.
 */
export const eventsHandler = (deps: EventsDeps) => async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const failed: string[] = [];
  for (const record of event.Records) {
    const sequence = record.dynamodb?.SequenceNumber ?? '';
    try {
      await deliver(deps, record);
    } catch (error) {
      log.error('event-failed', { sequence, change: record.eventID, error: error instanceof Error ? error : new Error('thrown value') });
      failed.push(sequence);
    }
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
};

async function deliver(deps: EventsDeps, record: DynamoDBRecord): Promise<void> {
  if (record.eventName !== 'INSERT') return;
  await deps.chainAudit(record);
  const event = deps.outboxEventIn(record);
  if (!event) return;
  if (event.type === 'room-closed') await deps.rooms.close(event.data['room'] ?? '');
  const telling = await tellPatient(deps, event);
  log.info('event-delivered', { eventId: event.id, type: event.type, telling });
}
