import { expect, it } from '@jest/globals';
import { inParallel } from './inParallel.ts';

it('runs so many at once and answers in order', async () => {
  let running = 0;
  let most = 0;
  const answers = await inParallel([30, 10, 20, 5, 0], 2, async (milliseconds, index) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    running -= 1;
    return index;
  });
  expect([answers, most]).toEqual([[0, 1, 2, 3, 4], 2]);
});

it('fails when one fails', async () => {
  await expect(inParallel([1, 2, 3], 2, (n) => (n === 2 ? Promise.reject(new Error('two')) : Promise.resolve(n)))).rejects.toThrow('two');
});
