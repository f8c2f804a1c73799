import { describe, expect, it } from '@jest/globals';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { readEnvironment } from './environment.ts';

const given = {
  TABLE_NAME: 'table', BLOB_BUCKET: 'bucket', SEAL_BUCKET: 'seals', TENANT: 't', BASE_URL: 'https://a.example', FILES_URL: 'https://files.a.example', OIDC_ISSUER: 'https://a.example/oidc', OIDC_AUDIENCE: 'a', OIDC_CLIENT_ID: 'c',
  DOCUMENT_KEY_ID: 'k1', TOKEN_KEY_ID: 'k2', IDENTIFIER_BASE: 'https://a.example', INSURER_URL: 'https://a.example', INSURER_BODY: 'json', INSURER_CREDENTIALS: '{}',
  SMS_URL: 'https://a.example', SMS_CREDENTIALS: '{"apiKey":"secret"}', SFU_URL: 'wss://a.example', SFU_CONTROL_URL: 'https://a.example', TURN_URLS: '', TURN_SECRET: '',
};

describe('the environment', () => {
  it('names what is missing or wrong and never quotes a value', () => {
    const { SMS_URL: _, ...without } = given;
    expect(() => readEnvironment({ ...without, RETIRED_KEYS: 'secret' })).toThrow(/^environment: (?!.*secret).*SMS_URL.*RETIRED_KEYS|^environment: (?!.*secret).*RETIRED_KEYS.*SMS_URL/);
  });

  it('knows no retired key unless it is told one, and drops a private half that was pasted with it', async () => {
    expect(readEnvironment(given).RETIRED_KEYS).toEqual([]);
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const { d, ...jwk } = await exportJWK(privateKey);
    const kid = await calculateJwkThumbprint({ ...jwk, kty: 'EC' });
    const [key] = readEnvironment({ ...given, RETIRED_KEYS: JSON.stringify([{ ...jwk, d, kid }]) }).RETIRED_KEYS;
    expect(key).toEqual({ ...jwk, kid, alg: 'ES256', use: 'sig', retired: true });
  });

  it.each(['no JSON', '{}', '[{"kty":"RSA"}]'])('refuses %s as retired keys', (text) => {
    expect(() => readEnvironment({ ...given, RETIRED_KEYS: text })).toThrow('environment: RETIRED_KEYS');
  });
});
