import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { openCursor, queryDigest, sealCursor } from './cursor.ts';

describe('a cursor', () => {
  const key = randomBytes(32);
  const query = queryDigest('Patient', 'gender=male');
  const place = { after: '2026-11-20T00:00:00.000Z#hidden-patient' };
  const cursor = sealCursor(key, query, place);

  it('leads to its place, in the search that it was made for', () => {
    expect(openCursor(key, query, cursor)).toEqual(place);
    expect(openCursor(key, queryDigest('Patient', 'gender=female'), cursor)).toBeUndefined();
    expect(openCursor(randomBytes(32), query, cursor)).toBeUndefined();
  });
  it('tells nobody what stands at that place', () => {
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain('hidden');
    expect(sealCursor(key, query, place)).not.toBe(cursor);
  });
  it('is refused when a character of it is another one, or it is cut', () => {
    for (let i = 0; i < cursor.length; i++) {
      const other = cursor[i] === 'A' ? 'B' : 'A';
      expect(openCursor(key, query, cursor.slice(0, i) + other + cursor.slice(i + 1))).toBeUndefined();
      expect(openCursor(key, query, cursor.slice(0, i))).toBeUndefined();
    }
    expect(openCursor(key, query, `${cursor}=`)).toBeUndefined();
  });
});
