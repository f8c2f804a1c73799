import { expect, test } from '@jest/globals';
import { redFlagRules as decided } from '../../shared/consultation/redFlags.ts';
import { redFlagRules as warned } from '../../web/intake/redFlags.ts';

test('the client warns at exactly the values at which the server puts care before booking', () => {
  const limits = decided.map(({ unit: _unit, source: _source, since: _since, ...rule }) => rule);
  expect(warned).toEqual(limits);
});
