import { createSign, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { signDigest } from '../../local/simulators/signDigest.ts';
import type { KeySigner } from '../signing/ports.ts';
import { keySignerContract } from '../signing/keySigner.contract.ts';
import { fakeKeySigner } from '../signing/keySigner.fake.ts';
import { joseSignature } from './ecdsa.ts';
import { kmsKeySigner } from './kms.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** KMS as far as it is documented for this: a DER signature over a digest, and the public key as SPKI. */
function kmsOver(asked: string[] = []) {
  const send = (command: unknown) => {
    if (command instanceof GetPublicKeyCommand) {
      asked.push('key');
      return Promise.resolve({ PublicKey: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })) });
    }
    if (command instanceof SignCommand) {
      asked.push('sign');
      return Promise.resolve({ Signature: signDigest(command.input.Message ?? new Uint8Array(), privateKey) });
    }
    return Promise.reject(new Error('unexpected'));
  };
  return { send } as unknown as KMSClient;
}

const suite: readonly (readonly [string, () => Promise<KeySigner>])[] = [
  ['the fake', fakeKeySigner],
  ['the KMS adapter', () => Promise.resolve(kmsKeySigner(kmsOver(), 'alias/token'))],
];

describe.each(suite)('KeySigner: %s', (_name, make) => keySignerContract(make));

describe('kmsKeySigner', () => {
  it('fetches the public key once, and again only after a fault', async () => {
    const asked: string[] = [];
    const signer = kmsKeySigner(kmsOver(asked), 'k');
    await Promise.all([signer.kid(), signer.publicJwk(), signer.signJws(new Uint8Array())]);
    expect(asked).toEqual(['key', 'sign']);
  });
});

describe('joseSignature', () => {
  it('gives 64 bytes whatever the lengths of r and s', () => {
    for (let i = 0; i < 300; i++) {
      const der = createSign('sha256').update(`m${i}`).sign(privateKey);
      expect(joseSignature(new Uint8Array(der))).toHaveLength(64);
    }
  });

  it('throws on what is no DER signature of P-256', () => {
    for (const bytes of [[], [0x30], [0x30, 0x00], [0x30, 0x03, 0x02, 0x01, 0x01], [0x30, 0x06, 0x02, 0x01, 0x01, 0x02, 0x05, 0x01], [0x31, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01]])
      expect(() => joseSignature(Uint8Array.from(bytes))).toThrow('DER');
  });
});
