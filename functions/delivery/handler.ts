import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent, ScheduledEvent } from 'aws-lambda';
import type { Subscription } from '@medplum/fhirtypes';
import { documentKind, sendAgain, sendDocuments, type ExchangeDeps } from '../../shared/exchange/sendDocument.ts';
import { keepExports } from '../../shared/export/keepExports.ts';
import { runSlice, type ExportDeps } from '../../shared/export/runSlice.ts';
import { dueWork } from '../../shared/fhir/pendingWork.ts';
import { referenceTo } from '../../shared/fhir/references.ts';
import type { OutboxEvent, Stored } from '../../shared/fhir/repository.ts';
import { prescriptionKind, sendPrescribed, sendPrescribedAgain, type SendDeps } from '../../shared/prescription/sendPrescription.ts';
import { stampAgain, stampReleased, timeStampKind, type StampDeps } from '../../shared/signing/stampDocument.ts';
import { activate } from '../../shared/subscription/activate.ts';
import { activeSubscriptions, endSubscriptions, notificationKind, notifyAgain, notifyOf, type NotifyDeps } from '../../shared/subscription/notify.ts';
import { log } from '../_http/log.ts';

/** What a new image of an item means here: messages of its commit, and a resource that has changed. */
export type Come = { readonly events: readonly OutboxEvent[]; readonly changed?: Stored };

export type DeliveryDeps = NotifyDeps & ExchangeDeps & ExportDeps & StampDeps & SendDeps & { readonly come: (record: DynamoDBRecord) => Come };

/**
 * Delivers to others what they asked for: notifications, documents, exports. From the stream at once; what failed, was
 * lost or is over from the schedule, once a minute. Every effect may be asked for again.
 */
export const deliveryHandler = (deps: DeliveryDeps) => async (event: DynamoDBStreamEvent | ScheduledEvent): Promise<DynamoDBBatchResponse | undefined> => {
  if ('Records' in event) return await fromStream(deps, event.Records);
  await fromSchedule(deps);
  return undefined;
};

async function fromStream(deps: DeliveryDeps, records: readonly DynamoDBRecord[]): Promise<DynamoDBBatchResponse> {
  const failed: string[] = [];
  let active: Promise<readonly Stored<Subscription>[]> | undefined;
  for (const record of records) {
    try {
      const come = deps.come(record);
      for (const event of come.events) await onEvent(deps, event);
      if (!come.changed) continue;
      active ??= activeSubscriptions(deps);
      if (isRequested(come.changed)) {
        await activateCurrent(deps, come.changed);
        active = undefined;
      } else if ((await active).length > 0) await notifyOf(deps, await active, come.changed);
    } catch (error) {
      active = undefined;
      log.error('delivery-failed', { sequence: record.dynamodb?.SequenceNumber ?? '', error: error instanceof Error ? error : new Error('thrown value') });
      failed.push(record.dynamodb?.SequenceNumber ?? '');
    }
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

const isRequested = (resource: Stored): resource is Stored<Subscription> => resource.resourceType === 'Subscription' && (resource as Subscription).status === 'requested';

/** As it stands now: what the stream brings late may have been changed or deleted since. */
async function activateCurrent(deps: DeliveryDeps, subscription: Stored<Subscription>): Promise<void> {
  const current = await deps.repository.read<Subscription>(referenceTo(subscription));
  if (current?.status === 'requested') log.info('subscription', { subscription: current.id, status: await activate(deps, current) });
}

async function onEvent(deps: DeliveryDeps, event: OutboxEvent): Promise<void> {
  // First, so that what is sent to others carries its time-stamp where that could be had at once.
  const stamped = await stampReleased(deps, event);
  if (stamped !== 'nothing') log.info('document-stamp', { document: event.data['documentId'], outcome: stamped });
  const prescribed = await sendPrescribed(deps, event);
  if (prescribed !== 'nothing') log.info('prescription', { document: event.data['documentId'], outcome: prescribed });
  if (event.type === 'export-slice') log.info('export-slice', { export: event.data['exportId'], outcome: await runSlice(deps, event.data['exportId'] ?? '') });
  const sent = await sendDocuments(deps, event);
  if (sent > 0) log.info('documents-sent', { eventId: event.id, count: sent });
}

async function fromSchedule(deps: DeliveryDeps): Promise<void> {
  const due = await dueWork({ ...deps, now: deps.clock.now() });
  for (const work of due) {
    try {
      if (work.kind === notificationKind) await notifyAgain(deps, work);
      if (work.kind === timeStampKind) await stampAgain(deps, work);
      if (work.kind === documentKind) await sendAgain(deps, work);
      if (work.kind === prescriptionKind) await sendPrescribedAgain(deps, work);
    } catch (error) {
      log.error('work-failed', { work: work.id, kind: work.kind, error: error instanceof Error ? error : new Error('thrown value') });
    }
  }
  const ended = await endSubscriptions(deps);
  log.info('delivery', { due: due.length, ended, ...(await keepExports(deps)) });
}
