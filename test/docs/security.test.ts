import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { fileTypes } from '../../functions/fhir/magic.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/security.md'), 'utf8');
const rows = page.split('\n').filter((line) => /^\| \d+\.\d+\.\d+/.test(line)).map((line) => line.slice(2, -1).split(' | ').map((cell) => cell.trim()));

/** How many lines each section of ASVS 5.0.0 has at the levels 1 and 2; where level 3 stands in between, the lines by name. */
const sections: Readonly<Record<string, number | readonly number[]>> = {
  '1.1': 2, '1.2': 9, '1.3': 11, '1.4': 3, '1.5': 2, '2.1': 3, '2.2': 3, '2.3': 4, '2.4': 1, '3.2': 2, '3.3': 4, '3.4': 6, '3.5': 5, '3.7': 2, '4.1': 3, '4.2': 1, '4.3': 2, '4.4': 4,
  '5.1': 1, '5.2': 3, '5.3': 2, '5.4': 3, '6.1': 3, '6.2': 12, '6.3': 4, '6.4': 4, '6.5': 5, '6.6': 3, '6.8': 4, '7.1': 3, '7.2': 4, '7.3': 2, '7.4': 5, '7.5': 2, '7.6': 2, '8.1': 2, '8.2': 3, '8.3': 1, '8.4': 1,
  '9.1': 3, '9.2': 4, '10.1': 2, '10.2': 2, '10.3': 4, '10.4': 11, '10.5': 5, '10.6': 2, '10.7': 3, '11.1': 2, '11.2': 3, '11.3': 3, '11.4': 4, '11.5': 1, '11.6': 1, '12.1': 3, '12.2': 2, '12.3': 4,
  '13.1': 1, '13.2': 5, '13.3': 2, '13.4': 5, '14.1': 2, '14.2': 4, '14.3': 3, '15.1': 3, '15.2': 3, '15.3': 7, '16.1': 1, '16.2': 5, '16.3': 4, '16.4': 3, '16.5': 3, '17.1': 1, '17.2': 4, '17.3': 2,
};
const wanted = Object.entries(sections).flatMap(([section, lines]) => (typeof lines === 'number' ? Array.from({ length: lines }, (_, i) => i + 1) : lines).map((line) => `${section}.${line}`));

/** "1.2.6–1.2.8, 1.3.1" as single lines. */
function linesIn(cell: string): string[] {
  return cell.split(', ').flatMap((part) => {
    const [from = '', to = from] = part.split('–');
    const section = from.slice(0, from.lastIndexOf('.'));
    const [first, last] = [from, to].map((one) => Number(one.split('.').at(-1))) as [number, number];
    return Array.from({ length: last - first + 1 }, (_, i) => `${section}.${first + i}`);
  });
}

it('docs/security.md has every line of ASVS 5.0.0 at level 2 once, each with a state', () => {
  expect(wanted).toHaveLength(253);
  expect(rows.flatMap(([lines = '']) => linesIn(lines)).toSorted()).toEqual(wanted.toSorted());
  expect(rows.filter(([, state = '']) => !['met', 'part', 'ops', 'open', 'n/a'].includes(state))).toEqual([]);
});

/** The table of limits, in the shape of the others: what, nothing, nothing, evidence. */
const limitRows = (/## The limits\n([^#]*)/.exec(page)?.[1] ?? '').split('\n').filter((line) => /^\| (?!what|---)/.test(line) && !line.startsWith('|---')).map((line) => {
  const cells = line.slice(2, -1).split(' | ').map((cell) => cell.trim());
  return [cells[0] ?? '', '', '', cells.at(-1) ?? ''];
});

it('every evidence exists: the file, and in it the words of the test or rule', () => {
  expect(limitRows.length).toBeGreaterThan(15);
  const missing = [...rows, ...limitRows].flatMap(([lines, state, , evidence = '']) => {
    const named = [...evidence.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);
    if (named.length === 0) return state === 'open' ? [] : [`${lines}: no evidence`];
    return named.flatMap((text) => {
      const [path = '', ...words] = text.split(': ');
      const file = join(root, path);
      if (!existsSync(file)) return [`${lines}: ${path} is not there`];
      return words.length > 0 && !readFileSync(file, 'utf8').includes(words.join(': ')) ? [`${lines}: ${path} has no "${words.join(': ')}"`] : [];
    });
  });
  expect(missing).toEqual([]);
});

it('every type of file that is taken stands on the page, and no other', () => {
  const [, taken = ''] = /## The files that are taken\n([\s\S]*?)\n## /.exec(page) ?? [];
  const told = taken.split('\n').filter((line) => line.startsWith('| `')).flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, type = '']) => type));
  expect(told.toSorted()).toEqual(fileTypes.toSorted());
});

it('every link within the page leads somewhere', () => {
  const links = [...page.matchAll(/\]\(([^)#]+)\)/g)].map(([, to = '']) => to).filter((to) => !to.startsWith('http'));
  expect(links.filter((to) => !existsSync(join(root, 'docs', to)))).toEqual([]);
});
