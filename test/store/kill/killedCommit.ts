/** One commit in a process of its own, which is killed at the point that its task names: `node killedCommit.ts <task as JSON>`. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { v7 } from 'uuid';
import { dynamoRepository } from '../../../shared/store/repository.ts';
import { base } from '../support/data.ts';
import { unitOf, type KillTask } from './killTask.ts';

const task = JSON.parse(process.argv[2] ?? '') as KillTask;
const client = new DynamoDBClient({ endpoint: task.endpoint, region: 'ap-southeast-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
const repository = dynamoRepository({ client, tableName: task.tableName, tenant: task.tenant, identifierBase: base, clock: { now: () => new Date(task.now) }, newId: () => v7() });
let requests = 0;
const send = client.send.bind(client) as (command: unknown) => Promise<unknown>;
client.send = (async (command: unknown) => {
  requests++;
  // SIGKILL: nothing is closed, nothing is tidied, what is under way may arrive or not.
  if (requests === task.killAt?.request) setTimeout(() => process.kill(process.pid, 'SIGKILL'), task.killAt.milliseconds);
  return await send(command);
}) as typeof client.send;
const done = await repository.commit(unitOf(task));
process.stdout.write(JSON.stringify({ requests, done: done.ok ? 'committed' : done.error }));
process.exit(0);
