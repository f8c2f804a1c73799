/** One commit in a process of its own, so that it can be killed: `node killedCommit.ts <task as JSON>`. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { v7 } from 'uuid';
import { dynamoRepository } from '../../../shared/store/repository.ts';
import { base } from '../support/data.ts';
import { unitOf, type KillTask } from './killTask.ts';

const task = JSON.parse(process.argv[2] ?? '') as KillTask;
const client = new DynamoDBClient({ endpoint: task.endpoint, region: 'ap-southeast-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
const repository = dynamoRepository({ client, tableName: task.tableName, tenant: task.tenant, identifierBase: base, clock: { now: () => new Date(task.now) }, newId: () => v7() });
// The connection stands before the clock of the killer runs.
await repository.read('Task/none');
process.stdout.write('ready\n');
const done = await repository.commit(unitOf(task));
process.stdout.write(`${JSON.stringify(done.ok ? 'committed' : done.error)}\n`);
process.exit(0);
