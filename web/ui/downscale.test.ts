import { expect, test } from '@jest/globals';
import { fit } from './downscale.ts';

test('a large picture is made to fit and keeps its shape; a small one is left as it is', () => {
  expect(fit(4000, 3000, 1600)).toEqual({ width: 1600, height: 1200 });
  expect(fit(800, 600, 1600)).toEqual({ width: 800, height: 600 });
  expect(fit(9000, 2, 1600)).toEqual({ width: 1600, height: 1 });
});
