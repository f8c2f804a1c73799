import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import type { Assertion, CreatedCredential } from '../../shared/identity/passkeys/ports.ts';
import type { CreationOptions, RequestOptions } from '../../shared/identity/passkeys/contract.ts';

type Credential = { readonly id: Buffer; readonly rpId: string; readonly privateKey: KeyObject; counter: number };

/** What an authenticator would never do by itself; each is a fault that the server has to see. */
export type Faults = { readonly origin?: string; readonly rpId?: string; readonly challenge?: string; readonly unverified?: boolean; readonly counter?: number; readonly type?: string; readonly crossOrigin?: boolean };

export type SoftwareAuthenticator = {
  create(options: CreationOptions, faults?: Faults): CreatedCredential;
  get(options: RequestOptions, faults?: Faults): Assertion;
};

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();

/**
 * An authenticator in software (Web Authentication Level 3, 6.1 and 6.5): ES256, no attestation, user verified, and a
 * counter. It makes real signatures, for tests through the API; browsers have their own in the journeys.
 */
export function softwareAuthenticator(origin: string): SoftwareAuthenticator {
  const credentials: Credential[] = [];
  const clientData = (type: string, challenge: string, faults: Faults): Buffer =>
    Buffer.from(JSON.stringify({ type: faults.type ?? type, challenge: faults.challenge ?? challenge, origin: faults.origin ?? origin, crossOrigin: faults.crossOrigin ?? false }));
  /** 6.1: hash of the RP ID, flags (user present 1, verified 4, backup eligible 8 and made 16, credential data 64), counter. */
  const authenticatorData = (rpId: string, counter: number, faults: Faults, attested?: Buffer): Buffer => {
    const head = Buffer.alloc(5);
    head.writeUInt8(1 + (faults.unverified ? 0 : 4) + 8 + 16 + (attested ? 64 : 0));
    head.writeUInt32BE(faults.counter ?? counter, 1);
    return Buffer.concat([sha256(faults.rpId ?? rpId), head, attested ?? Buffer.alloc(0)]);
  };
  return {
    create({ rp, challenge }, faults = {}) {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
      const made: Credential = { id: randomBytes(32), rpId: rp.id, privateKey, counter: 0 };
      credentials.push(made);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(made.id.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, made.id, cosePublicKey(Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url'))]);
      const id = text(made.id);
      return {
        id, rawId: id, type: 'public-key',
        response: { clientDataJSON: text(clientData('webauthn.create', challenge, faults)), attestationObject: text(attestationObject(authenticatorData(rp.id, 0, faults, attested))), transports: ['internal'] },
      };
    },
    get({ rpId, challenge, allowCredentials }, faults = {}) {
      const known = credentials.find(({ id, rpId: of }) => of === rpId && allowCredentials.some((allowed) => allowed.id === text(id)));
      if (!known) throw new Error('the authenticator holds none of these passkeys');
      known.counter += 1;
      const client = clientData('webauthn.get', challenge, faults);
      const data = authenticatorData(rpId, known.counter, faults);
      const signature = createSign('sha256').update(data).update(sha256(client)).sign(known.privateKey);
      const id = text(known.id);
      return { id, rawId: id, type: 'public-key', response: { clientDataJSON: text(client), authenticatorData: text(data), signature: text(signature) } };
    },
  };
}

/** RFC 9053 7.1: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y} in CBOR. */
const cosePublicKey = (x: Buffer, y: Buffer): Buffer => Buffer.concat([Buffer.from('a5010203262001215820', 'hex'), x, Buffer.from('225820', 'hex'), y]);

/** {"fmt": "none", "attStmt": {}, "authData": bytes} in CBOR. */
function attestationObject(authData: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(authData.length);
  const word = (name: string) => Buffer.concat([Buffer.from([0x60 + name.length]), Buffer.from(name)]);
  return Buffer.concat([Buffer.from([0xa3]), word('fmt'), word('none'), word('attStmt'), Buffer.from([0xa0]), word('authData'), Buffer.from([0x59]), length, authData]);
}
