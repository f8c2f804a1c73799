import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { awsJson } from '../aws/json.ts';
import { startLambda } from '../aws/lambda.ts';
import type { Part } from '../product/part.ts';
import { gatewayOf, type Invoke } from './gateway/gateway.ts';
import { FunctionPool } from './lambda/functionPool.ts';
import { runSchedules } from './schedule/runSchedules.ts';
import { openSockets, type Upgrade } from './socket/sockets.ts';
import { pumpStreams } from './stream/pump.ts';
import { createTables } from './table/createTables.ts';
import { sweepTables } from './table/sweep.ts';
import type { Plan } from './template/plan.ts';

export type RunnerInput = {
  readonly plan: Plan;
  readonly dataDir: string;
  readonly databaseEndpoint: string;
  /** Endpoints of the other services, by the SDK's variable names (AWS_ENDPOINT_URL_S3, …). */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly log: (text: string) => void;
};

export type Runner = Part & {
  /** Lambda's Invoke, for operators' tools. */
  readonly lambdaEndpoint: string;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Takes a request for a WebSocket; false when its path is not that of the template's WebSocket API. */
  readonly upgrade: Upgrade;
  /** Starts a container of each function, so that the first person does not wait for it. */
  readonly warm: () => void;
  /** Starts the stream and the schedules; apart, so that seeding comes first. */
  readonly startBackground: () => void;
};

/** Makes of a plan what AWS makes of the template: tables, functions, routes, WebSockets, stream, schedules. */
export async function startRunner({ plan, dataDir, databaseEndpoint, endpoints, log }: RunnerInput): Promise<Runner> {
  const call = awsJson(databaseEndpoint);
  await createTables(call, plan.tables);
  const pools = new Map<string, FunctionPool>();
  const named = new Map<string, FunctionPool>();
  const invoke: Invoke = async (target, event) => {
    const pool = pools.get(target) ?? named.get(target);
    if (!pool) throw new Error(`no function ${target}`);
    return await pool.invoke(event);
  };
  const sockets = await openSockets(plan.sockets, invoke, log);
  const environment = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_ENDPOINT_URL_DYNAMODB: databaseEndpoint, AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: sockets.endpoint, ...endpoints };
  for (const one of plan.functions) {
    const pool = new FunctionPool(one, { region: plan.region, environment, log });
    pools.set(one.arn, pool);
    named.set(one.name, pool);
  }
  const background: Part[] = [];
  const lambda = await startLambda(invoke);
  return {
    lambdaEndpoint: lambda.endpoint,
    handle: gatewayOf(plan, invoke),
    upgrade: sockets.upgrade,
    warm: () => pools.forEach((pool) => pool.warm()),
    startBackground: () => {
      background.push(
        pumpStreams({ call, streams: plan.streams, tables: plan.tables, invoke, region: plan.region, s3Endpoint: endpoints['AWS_ENDPOINT_URL_S3'] ?? '', folder: join(dataDir, 'streams'), log }),
        runSchedules(plan.schedules, invoke, plan.region),
        sweepTables(call, plan.tables, log),
      );
    },
    stop: async () => {
      const ending = background.map(async (part) => await part.stop());
      await Promise.all([sockets.stop(), lambda.stop()]);
      await Promise.all([...pools.values()].map(async (pool) => await pool.stop()));
      await Promise.all(ending);
    },
  };
}
