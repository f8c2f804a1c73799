import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { clientSettings } from './clientSettings.ts';

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close().closeAllConnections()));

/** A service that answers each request as told, by its number. */
async function service(answer: (response: ServerResponse, n: number) => void) {
  const seen: { readonly body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString())).on('end', () => answer(response, seen.push({ body })));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { seen, common: { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, region: 'x', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } } };
}
const throttled = (response: ServerResponse, code = 'ThrottlingException') => void response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify({ __type: `com.amazonaws.dynamodb#${code}`, message: 'slow down' }));
const fine = (response: ServerResponse) => void response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');
/** The settings with time for a machine that is busy, where the time of one try is not the matter. */
const patient = (settings: (typeof clientSettings)[keyof typeof clientSettings]) => ({ ...settings, requestHandler: { ...settings.requestHandler, connectionTimeout: 30_000, requestTimeout: 30_000 } });

describe('a client of ours', () => {
  it.each(['ThrottlingException', 'ProvisionedThroughputExceededException', 'RequestLimitExceeded'])('asks a database again that throttles (%s)', async (code) => {
    const { seen, common } = await service((response, n) => (n < 3 ? throttled(response, code) : fine(response)));
    await new DynamoDBClient({ ...patient(clientSettings.dynamo), ...common }).send(new GetItemCommand({ TableName: 'ttt', Key: { pk: { S: 'a' } } }));
    expect(seen).toHaveLength(3);
  });
  it.each([0.999, 0.37])('gives up after waits that double from a second and differ by luck (%d): at most 15 s of the 29 that API Gateway waits', async (luck) => {
    const { seen, common } = await service((response) => throttled(response));
    const wanted = [1_000, 2_000, 4_000, 8_000].map((most) => Math.floor(luck * most));
    const waits: number[] = [];
    const really = setTimeout;
    const spies = [
      jest.spyOn(Math, 'random').mockReturnValue(luck),
      // Noted, and not waited for.
      jest.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, milliseconds = 0) => {
        const isOne = wanted.includes(milliseconds);
        if (isOne) waits.push(milliseconds);
        return really(run, isOne ? 0 : milliseconds);
      })),
    ];
    try {
      await expect(new DynamoDBClient({ ...patient(clientSettings.dynamo), ...common }).send(new GetItemCommand({ TableName: 'ttt', Key: { pk: { S: 'a' } } }))).rejects.toMatchObject({ name: 'ThrottlingException' });
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
    expect([waits, seen.length]).toEqual([wanted, clientSettings.dynamo.maxAttempts]);
  });
  it('asks again when no answer comes in time, with the same token, so that a transaction happens once', async () => {
    const { seen, common } = await service((response, n) => void (n > 1 && fine(response)));
    await new DynamoDBClient({ ...clientSettings.dynamo, ...common }).send(new TransactWriteItemsCommand({ TransactItems: [] }));
    const tokens = seen.map(({ body }) => (JSON.parse(body) as { ClientRequestToken: string }).ClientRequestToken);
    expect([tokens.length > 1, new Set(tokens).size]).toEqual([true, 1]);
  });
  it('asks again when the connection breaks', async () => {
    const { seen, common } = await service((response, n) => (n < 3 ? void response.destroy() : fine(response)));
    await new KMSClient({ ...patient(clientSettings.kms), ...common }).send(new SignCommand({ KeyId: 'k', Message: Buffer.of(1), SigningAlgorithm: 'ECDSA_SHA_256' }));
    expect(seen).toHaveLength(3);
  });
  it('asks a file store again that says to slow down', async () => {
    const { seen, common } = await service((response, n) => (n < 3 ? void response.writeHead(503, { 'content-type': 'application/xml' }).end('<Error><Code>SlowDown</Code></Error>') : void response.writeHead(200).end('x')));
    await new S3Client({ ...patient(clientSettings.s3), ...common, forcePathStyle: true }).send(new GetObjectCommand({ Bucket: 'bbb', Key: 'k' }));
    expect(seen).toHaveLength(3);
  });
});
