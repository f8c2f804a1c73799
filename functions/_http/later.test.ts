import { expect, it } from '@jest/globals';
import { later } from './later.ts';

it('loads an adapter once, with its first call, and passes on what it is given', async () => {
  let loads = 0;
  const port = later(async () => {
    loads++;
    return { add: async (a: number, b: number) => a + b };
  });
  await Promise.resolve(port);
  expect(loads).toBe(0);
  expect([await port.add(1, 2), await port.add(3, 4), loads]).toEqual([3, 7, 1]);
});
