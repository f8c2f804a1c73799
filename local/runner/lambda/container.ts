import { parentPort, workerData } from 'node:worker_threads';
import type { Call, ContainerData, Reply } from './protocol.ts';

/** Inside a worker thread: loads the bundle as Lambda does and answers one event after another. */
const { entry, exportName } = workerData as ContainerData;
const port = parentPort;
if (!port) throw new Error('container.ts runs in a worker thread');
const send = (reply: Reply) => port.postMessage(reply);

type Handler = (event: unknown, context: unknown) => Promise<unknown>;
const module = (await import(entry)) as Record<string, unknown>;
const handler = module[exportName] as Handler | undefined;
if (typeof handler !== 'function') throw new Error(`${entry} has no export ${exportName}`);

port.on('message', (call: Call) => void answer(call));
send({ kind: 'ready' });

async function answer({ id, event, deadline, functionArn }: Call): Promise<void> {
  const context = {
    awsRequestId: id,
    functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'],
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    logGroupName: '/local',
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  try {
    const result: unknown = await handler?.(JSON.parse(event), context);
    send({ kind: 'result', id, result: JSON.stringify(result ?? null) });
  } catch (error) {
    const fault = error instanceof Error ? error : new Error('a value was thrown that is no Error');
    send({ kind: 'error', id, name: fault.name, message: fault.message, stack: fault.stack ?? '' });
  }
}
