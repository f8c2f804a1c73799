import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { kmsKeySigner } from '../../shared/gateways/kms.ts';
import { keySignerContract } from '../../shared/signing/keySigner.contract.ts';
import { startKms } from '../aws/kms.ts';
import type { Served } from '../aws/serve.ts';

describe('KeySigner: the KMS adapter on the local emulator', () => {
  let served: Served;
  let kms: KMSClient;
  beforeAll(async () => {
    served = await startKms(await mkdtemp(join(tmpdir(), 'kms-')), ['token']);
    kms = new KMSClient({ endpoint: served.endpoint, region: 'ap-southeast-1', credentials: { accessKeyId: 'x', secretAccessKey: 'x' }, maxAttempts: 1 });
  });
  afterAll(async () => {
    kms.destroy();
    await served.stop();
  });

  keySignerContract(() => Promise.resolve(kmsKeySigner(kms, 'token')));

  it('fails for a key that is not there', async () => {
    await expect(kmsKeySigner(kms, 'other').kid()).rejects.toThrow();
  });
});
