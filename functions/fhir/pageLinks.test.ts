import { expect, it } from '@jest/globals';
import { pageLinks } from './pageLinks.ts';

const page = (url: string, next?: string) => Object.fromEntries(pageLinks('https://x/fhir/Slot', new URL(url).searchParams, next).map(({ relation, url: to }) => [relation, to]));
const first = 'https://x/fhir/Slot?status=free';

it('leads back the way it came, page by page, to the first one', () => {
  const addresses = [first];
  for (let n = 2; n <= 6; n++) addresses.push(page(addresses.at(-1) ?? '', `c${n}`)['next'] ?? '');
  for (let n = 5; n > 0; n--) expect(page(addresses[n] ?? '')['previous']).toBe(addresses[n - 1]);
  expect(page(first)['previous']).toBeUndefined();
});

it('forgets the beginning of a long way and says so, instead of leading to a page that was not the one before', () => {
  let at = first;
  for (let n = 2; n < 60; n++) at = page(at, `c${n}`)['next'] ?? '';
  expect(at.length).toBeLessThan(400);
  const cursorOf = (url: string | undefined) => url && new URL(url).searchParams.get('_cursor');
  for (let n = 58; n > 39; n--) {
    at = page(at)['previous'] ?? '';
    expect(cursorOf(at)).toBe(`c${n}`);
  }
  expect(page(at)['previous']).toBeUndefined();
  expect(page(at)['first']).toBe(first);
});
