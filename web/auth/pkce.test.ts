import { expect, test } from '@jest/globals';
import { challengeOf, randomText } from './pkce.ts';
import { landingOf } from './landing.ts';

test('the challenge is that of RFC 7636, appendix B', async () => {
  expect(await challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
});

test('random texts are long enough for a verifier and differ', () => {
  expect(randomText()).toMatch(/^[\w-]{43}$/);
  expect(randomText()).not.toBe(randomText());
});

test('each role begins where its work is', () => {
  expect(landingOf({ roles: ['station'] })).toBe('/station');
  expect(landingOf({ roles: ['coordinator'] })).toBe('/specialist');
  expect(landingOf({ roles: ['patient'] })).toBe('/patient');
  expect(landingOf({ roles: ['auditor'] })).toBe('/office');
  expect(landingOf({ roles: ['viewer'] })).toBe('/overview');
});
