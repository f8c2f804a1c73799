import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { signDigest } from '../simulators/signDigest.ts';
import { readAll, serve, type Served } from './serve.ts';

/**
 * KMS for asymmetric P-256 signing keys: Sign, GetPublicKey and DescribeKey of the AWS JSON 1.1 protocol. Keys are
 * PEM files in a folder that only the owner can read, so that signatures made before a restart stay verifiable.
 */
export async function startKms(folder: string, keyIds: readonly string[]): Promise<Served> {
  const keys = new Map(await Promise.all(keyIds.map(async (id) => [id, await loadOrMake(folder, id)] as const)));
  return await serve(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const answer = answerTo(operation, await readAll(request), keys);
    response.writeHead('__type' in answer ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(answer));
  });
}

async function loadOrMake(folder: string, id: string): Promise<KeyObject> {
  const file = join(folder, `${id}.pem`);
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known) return createPrivateKey(known);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  return privateKey;
}

const keyRequest = z.object({ KeyId: z.string() });
const signRequest = keyRequest.extend({ Message: z.base64(), MessageType: z.enum(['RAW', 'DIGEST']).default('RAW'), SigningAlgorithm: z.literal('ECDSA_SHA_256') });

type Fault = { readonly __type: string; readonly message: string };
const fault = (type: string, message: string): Fault => ({ __type: type, message });

function answerTo(operation: string, body: Buffer, keys: ReadonlyMap<string, KeyObject>): object {
  const input: unknown = JSON.parse(body.toString('utf8') || '{}');
  const named = keyRequest.safeParse(input);
  if (!named.success) return fault('ValidationException', 'KeyId is needed');
  const id = named.data.KeyId.split('/').at(-1) ?? '';
  const key = keys.get(id);
  if (!key) return fault('NotFoundException', `Key '${named.data.KeyId}' does not exist`);
  const described = { KeyId: named.data.KeyId, KeySpec: 'ECC_NIST_P256', CustomerMasterKeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY', SigningAlgorithms: ['ECDSA_SHA_256'] };
  switch (operation) {
    case 'Sign':
      return sign(named.data.KeyId, key, input);
    case 'GetPublicKey':
      return { ...described, PublicKey: createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64') };
    case 'DescribeKey':
      return { KeyMetadata: { ...described, KeyId: id, Enabled: true, KeyState: 'Enabled' } };
    default:
      return fault('UnsupportedOperationException', `${operation} is not emulated`);
  }
}

function sign(keyId: string, key: KeyObject, input: unknown): object {
  const parsed = signRequest.safeParse(input);
  if (!parsed.success) return fault('ValidationException', 'Message, MessageType or SigningAlgorithm is not valid');
  const { MessageType, SigningAlgorithm } = parsed.data;
  const message = Buffer.from(parsed.data.Message, 'base64');
  if (MessageType === 'RAW' && message.length > 4096) return fault('ValidationException', 'A RAW message is at most 4096 bytes');
  if (MessageType === 'DIGEST' && message.length !== 32) return fault('ValidationException', 'Digest is invalid length for algorithm ECDSA_SHA_256');
  const digest = MessageType === 'DIGEST' ? message : createHash('sha256').update(message).digest();
  return { KeyId: keyId, Signature: Buffer.from(signDigest(digest, key)).toString('base64'), SigningAlgorithm };
}
