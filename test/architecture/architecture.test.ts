import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { importsOf, sourceFiles } from './imports.ts';
import { breaches, cycles } from './rules.ts';

const root = join(import.meta.dirname, '../..');
const rooms = ['cdk', 'functions', 'web', 'shared', 'sfu', 'local'];
const house = sourceFiles(root, rooms).flatMap((file) => importsOf(root, file));

const bad = join(import.meta.dirname, 'fixtures/bad');
const badHouse = sourceFiles(bad, rooms).flatMap((file) => importsOf(bad, file));

describe('the house', () => {
  it('keeps to the table of imports', () => {
    expect(breaches(house).map((b) => `${b.from} -> ${b.to}: ${b.why}`)).toEqual([]);
  });

  it('has no cycle', () => {
    expect(cycles(house).map((path) => path.join(' -> '))).toEqual([]);
  });

  it('is read: the rules saw a house with every room in it', () => {
    expect(house.length).toBeGreaterThan(100);
  });
});

describe('the rules bite', () => {
  it('on a kernel that imports, a slice that reaches into another, and a slice that knows the store', () => {
    expect(breaches(badHouse).map((b) => `${b.from} -> ${b.to}`).toSorted()).toEqual([
      'shared/booking/book.ts -> @aws-sdk/client-dynamodb',
      'shared/booking/book.ts -> shared/consultation/consultation.ts',
      'shared/consultation/consultation.ts -> shared/booking/book.ts',
      'shared/consultation/consultation.ts -> shared/store/table.ts',
      'shared/kernel/result.ts -> shared/booking/book.ts',
    ]);
  });

  it('on a cycle', () => {
    expect(cycles(badHouse).map((path) => path.join(' -> '))).toContain(
      'shared/booking/book.ts -> shared/consultation/consultation.ts -> shared/booking/book.ts',
    );
  });
});
