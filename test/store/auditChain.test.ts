import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeleteItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { AuditEvent } from '@medplum/fhirtypes';
import { chainAudit } from '../../shared/audit/chain.ts';
import { verifyChain } from '../../shared/audit/verifyChain.ts';
import type { Stored } from '../../shared/fhir/repository.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { dynamoChainStore } from '../../shared/store/auditChain.ts';
import { arrived, type StreamAttribute } from '../../shared/store/stream.ts';
import { aFact, aPatient, create, unit } from './support/data.ts';
import { startEmbedded, type Database } from './support/databases.ts';
import { onDatabase } from './support/onDatabase.ts';

describe('the audit chain in the table', () => {
  let database: Database;
  beforeAll(async () => {
    database = await startEmbedded();
  }, 60_000);
  afterAll(async () => await database.stop(), 60_000);

  /** All items, as the stream would bring them. */
  async function images(): Promise<Record<string, StreamAttribute>[]> {
    const { Items = [] } = await database.client.send(new ScanCommand({ TableName: database.tableName, ConsistentRead: true }));
    return Items.map((item) => Object.fromEntries(Object.entries(item).map(([name, value]) => [name, value.B ? { B: Buffer.from(value.B).toString('base64') } : (value as StreamAttribute)])));
  }

  it('chains what was committed and read, whoever consumes the stream, and finds what is taken away', async () => {
    const subject = onDatabase(database);
    const repository = subject.make('chain', fixedClock('2026-11-22T10:00:00Z'));
    await repository.commit(unit([create(aPatient('p1'))], { events: [{ id: 'e1', type: 'patient-registered', data: { patientId: 'p1' } }] }));
    for (let i = 0; i < 6; i++) await repository.recordAccess(aFact({ action: 'read', patient: 'Patient/p1' }));
    await subject.settle();
    const things = (await images()).flatMap((image) => arrived(image) ?? []);
    expect(things.flatMap((t) => t.events.map(({ type }) => type))).toEqual(['patient-registered']);
    const events = things.flatMap((t): Stored<AuditEvent>[] => (t.audit ? [t.audit] : []));
    const store = dynamoChainStore({ client: database.client, tableName: database.tableName, tenant: 'chain' });
    await Promise.all([chainAudit(store, events), chainAudit(store, events.slice(2)), chainAudit(store, events.toReversed())]);
    expect(await verifyChain(store, '2026-11-22')).toEqual({ day: '2026-11-22', entries: 7, faults: [] });
    const victim = events[3]?.id ?? '';
    await database.client.send(new DeleteItemCommand({ TableName: database.tableName, Key: { pk: { S: `chain#AuditEvent/${victim}` }, sk: { S: '#' } } }));
    expect((await verifyChain(store, '2026-11-22')).faults).toMatchObject([{ kind: 'removed', auditId: victim }]);
  });
});
