import { expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import { packBody, unpackBody } from './body.ts';
import { dictionary2 } from './dictionary.ts';

const observation = { resourceType: 'Observation', id: 'o1', status: 'final', code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] }, subject: { reference: 'Patient/p1' } };

it('packs a body and gives it back equal, whatever it holds', () => {
  for (const body of [observation, null, 1, 'Đặng Thị Hoà', { text: 'x'.repeat(100_000) }, []]) expect(unpackBody(packBody(body))).toEqual(body);
});

it('reads the forms of bodies that are stored already', () => {
  const json = Buffer.from(JSON.stringify(observation));
  expect(unpackBody(Buffer.concat([Buffer.of(0), json]))).toEqual(observation);
  expect(unpackBody(Buffer.concat([Buffer.of(1), zstdCompressSync(json)]))).toEqual(observation);
});

it('never changes the dictionary, without which stored bodies are lost', () => {
  expect(createHash('sha256').update(dictionary2).digest('hex')).toBe('01d7d44438bd6e44ce806d46b09a724755d1004dcef6ead1f2846a79862851b5');
});
