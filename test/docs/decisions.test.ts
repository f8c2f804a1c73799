import { expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../docs/adr');
const pages = readdirSync(folder).filter((name) => name !== 'README.md').toSorted();

it('no two decisions have the same number', () => {
  const numbers = pages.map((name) => name.slice(0, 4));
  expect(numbers.filter((number, i) => numbers.indexOf(number) !== i)).toEqual([]);
});

it('each decision stands in the list, in order', () => {
  expect([...readFileSync(join(folder, 'README.md'), 'utf8').matchAll(/^- \[.*\]\((.*)\)$/gm)].map(([, page]) => page)).toEqual(pages);
});
