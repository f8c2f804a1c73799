import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { Chainable } from '../../shared/audit/chain.ts';
import type { OutboxEvent } from '../../shared/fhir/repository.ts';
import { queueCheckIn } from '../../shared/insurance/checkIn/sendCheckIns.ts';
import { queueUnconfirmed } from '../../shared/insurance/confirmWaiting.ts';
import type { ConfirmationQueue } from '../../shared/insurance/ports.ts';
import type { RoomControl } from '../../shared/notification/ports.ts';
import { tellPatient, type TellDeps } from '../../shared/notification/tellPatient.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import { log } from '../_http/log.ts';

/** What a new image of an item means for others. */
export type Arrived = { readonly events: readonly OutboxEvent[]; readonly audit?: Chainable };

export type EventsDeps = TellDeps & {
  readonly rooms: RoomControl;
  /** Insurance checks that wait for the portal. */
  readonly toConfirm: ConfirmationQueue;
  /** Visits to be told to the insurer. */
  readonly outgoing: ConfirmationQueue;
  readonly clock: Clock;
  readonly arrived: (record: DynamoDBRecord) => Arrived | undefined;
  /** What the store itself has left to do after a commit; doing it twice changes nothing. */
  readonly followUp: (records: readonly DynamoDBRecord[]) => Promise<void>;
  /** What is counted of consultations and calls, kept anew; an older version changes nothing. */
  readonly measure: (records: readonly DynamoDBRecord[]) => Promise<void>;
  /** Links audit entries into the chain of their day; those that are in it stay where they are. */
  readonly chainAudit: (events: readonly Chainable[]) => Promise<void>;
};

type Come = { readonly sequence: string; readonly record: DynamoDBRecord; readonly what: Arrived | undefined };

/**
 * Delivers what was committed: the audit chain, messages to patients, rooms to close. Every effect may be asked for
 * again. A record that fails is reported and comes back with all after it; the rest of the batch is delivered now, so
 * that a gateway that is down holds up nobody else's message. What fails to the end is kept in the dead-letter queue.
 */
export const eventsHandler = (deps: EventsDeps) => async (batch: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const failed: string[] = [];
  const attempt = async (sequences: readonly string[], run: () => Promise<void>) => {
    try {
      await run();
    } catch (error) {
      log.error('event-failed', { sequence: sequences[0], count: sequences.length, error: error instanceof Error ? error : new Error('thrown value') });
      for (const sequence of sequences) if (!failed.includes(sequence)) failed.push(sequence);
    }
  };
  const come: Come[] = [];
  for (const record of batch.Records) {
    const sequence = record.dynamodb?.SequenceNumber ?? '';
    // What leaves the table tells nobody anything.
    if (record.eventName !== 'REMOVE') await attempt([sequence], async () => await Promise.resolve(void come.push({ sequence, record, what: deps.arrived(record) })));
  }
  if (come.length > 0) await attempt(come.map(({ sequence }) => sequence), async () => await deps.followUp(come.map(({ record }) => record)));
  if (come.length > 0) await attempt(come.map(({ sequence }) => sequence), async () => await deps.measure(come.map(({ record }) => record)));
  const audits = come.flatMap(({ sequence, what }) => (what?.audit ? [{ sequence, event: what.audit }] : []));
  if (audits.length > 0) await attempt(audits.map(({ sequence }) => sequence), async () => await deps.chainAudit(audits.map(({ event }) => event)));
  for (const { sequence, what } of come) for (const event of what?.events ?? []) await attempt([sequence], async () => await deliver(deps, event));
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
};

async function deliver(deps: EventsDeps, event: OutboxEvent): Promise<void> {
  if (event.type === 'room-closed') await deps.rooms.close(event.data['room'] ?? '');
  await queueUnconfirmed(deps.toConfirm, event);
  await queueCheckIn(deps, event);
  const telling = await tellPatient(deps, event);
  log.info('event-delivered', { eventId: event.id, type: event.type, telling });
}
