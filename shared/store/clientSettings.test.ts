import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { clientSettings } from './clientSettings.ts';

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close().closeAllConnections()));

type Seen = { readonly at: number; readonly body: string };

/** A service that answers each request as told, by its number. */
async function service(answer: (response: ServerResponse, n: number) => void) {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString())).on('end', () => answer(response, seen.push({ at: Date.now(), body })));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { seen, common: { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, region: 'x', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } } };
}
const throttled = (response: ServerResponse, code = 'ThrottlingException') => void response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify({ __type: `com.amazonaws.dynamodb#${code}`, message: 'slow down' }));
const fine = (response: ServerResponse) => void response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');
const gaps = (seen: readonly Seen[]) => seen.slice(1).map(({ at }, i) => at - (seen[i]?.at ?? 0));

describe('a client of ours', () => {
  it.each(['ThrottlingException', 'ProvisionedThroughputExceededException', 'RequestLimitExceeded'])('asks a database again that throttles (%s)', async (code) => {
    const { seen, common } = await service((response, n) => (n < 3 ? throttled(response, code) : fine(response)));
    await new DynamoDBClient({ ...clientSettings.dynamo, ...common }).send(new GetItemCommand({ TableName: 'ttt', Key: { pk: { S: 'a' } } }));
    expect(seen).toHaveLength(3);
  });
  it('gives up within what API Gateway waits, after waits that differ', async () => {
    const { seen, common } = await service((response) => throttled(response));
    const from = Date.now();
    const clients = Array.from({ length: 3 }, () => new DynamoDBClient({ ...clientSettings.dynamo, ...common }).send(new GetItemCommand({ TableName: 'ttt', Key: { pk: { S: 'a' } } })));
    const outcomes = await Promise.allSettled(clients);
    expect(outcomes.every((one) => one.status === 'rejected' && (one.reason as Error).name === 'ThrottlingException')).toBe(true);
    expect(seen).toHaveLength(3 * clientSettings.dynamo.maxAttempts);
    expect(Date.now() - from).toBeLessThan(29_000);
    expect(new Set(gaps(seen)).size).toBeGreaterThan(3);
  });
  it('asks again when no answer comes in time, with the same token, so that a transaction happens once', async () => {
    const { seen, common } = await service((response, n) => void (n > 1 && fine(response)));
    await new DynamoDBClient({ ...clientSettings.dynamo, ...common }).send(new TransactWriteItemsCommand({ TransactItems: [] }));
    const tokens = seen.map(({ body }) => (JSON.parse(body) as { ClientRequestToken: string }).ClientRequestToken);
    expect([tokens.length, new Set(tokens).size]).toEqual([2, 1]);
    expect(gaps(seen)[0]).toBeGreaterThanOrEqual(clientSettings.dynamo.requestHandler.requestTimeout);
  });
  it('asks again when the connection breaks', async () => {
    const { seen, common } = await service((response, n) => (n < 3 ? void response.destroy() : fine(response)));
    await new KMSClient({ ...clientSettings.kms, ...common }).send(new SignCommand({ KeyId: 'k', Message: Buffer.of(1), SigningAlgorithm: 'ECDSA_SHA_256' }));
    expect(seen).toHaveLength(3);
  });
  it('asks a file store again that says to slow down', async () => {
    const { seen, common } = await service((response, n) => (n < 3 ? void response.writeHead(503, { 'content-type': 'application/xml' }).end('<Error><Code>SlowDown</Code></Error>') : void response.writeHead(200).end('x')));
    await new S3Client({ ...clientSettings.s3, ...common, forcePathStyle: true }).send(new GetObjectCommand({ Bucket: 'bbb', Key: 'k' }));
    expect(seen).toHaveLength(3);
  });
});
