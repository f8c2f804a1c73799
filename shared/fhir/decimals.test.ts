import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asWrittenIn, copied, jsonText, parseJson } from './decimals.ts';

// The same cases each time; others by FC_SEED.
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 1) });

it.each(['1.00', '0.010', '-5.0', '100', '1e3', '1.50E-7', '0.1234567890123456789', '12345678901234567890', '-0', '72', '36.8'])('%s comes back as it was written, and is a number meanwhile', (number) => {
  const text = `{"a":[{"value":${number},"unit":"1.0"}],"b":${number}}`;
  const read = parseJson(text) as { a: [{ value: number }]; b: number };
  expect([typeof read.b, read.a[0].value]).toEqual(['number', Number(number)]);
  expect(jsonText(read)).toBe(text);
});

it('a part, and a copy of a part, is as precise as the whole', () => {
  const { resource } = parseJson('{"resource":{"resourceType":"Observation","valueQuantity":{"value":1.00}}}') as { resource: Record<string, unknown> };
  const text = '{"resourceType":"Observation","valueQuantity":{"value":1.00}}';
  expect(jsonText(resource)).toBe(text);
  expect(jsonText({ ...resource })).toBe(text);
  expect(jsonText(copied(resource))).toBe(text);
  expect(jsonText(asWrittenIn(Object.fromEntries(Object.entries(resource)), resource))).toBe(text);
  expect(jsonText({ resourceType: 'Bundle', entry: [{ resource }] })).toBe(`{"resourceType":"Bundle","entry":[{"resource":${text}}]}`);
});

it('a number that was changed is written as it is now', () => {
  const read = parseJson('{"value":1.00,"unit":"kg"}') as { value: number };
  expect(jsonText({ ...read, value: 2 })).toBe('{"value":2,"unit":"kg"}');
  read.value = 3.5;
  expect(jsonText(read)).toBe('{"value":3.5,"unit":"kg"}');
});

it('any JSON is read and written as without this', () => {
  fc.assert(fc.property(fc.json(), (text) => {
    expect(JSON.parse(jsonText(parseJson(text)))).toEqual(JSON.parse(text));
  }));
});
