import { expect, it } from '@jest/globals';
import { stalePages } from '../../local/docs.ts';

it('the generated pages of docs/ are what the code says (npm run docs)', () => {
  expect(stalePages()).toEqual([]);
});
