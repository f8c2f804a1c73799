import { describe, expect, it } from '@jest/globals';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { guardLimits, signInGuard } from './signInGuard.ts';

function aGuard() {
  const clock = fixedClock('2026-11-22T03:00:00Z');
  const locks: string[] = [];
  const guard = signInGuard(clock, (by) => locks.push(by));
  const reached = (times: number, user: (i: number) => string, address: (i: number) => string): number => Array.from({ length: times }, (_, i) => guard.take(user(i), address(i))).filter((wait) => wait === undefined).length;
  return { clock, locks, guard, reached };
}

describe('ten thousand tries', () => {
  it('at one account from as many addresses reach the password ten times, and the right one is refused too', () => {
    const { guard, reached, locks } = aGuard();
    expect(reached(10_000, () => 'specialist', (i) => `10.0.${String(i >> 8)}.${String(i & 255)}`)).toBe(guardLimits.account);
    expect(guard.take(' SPECIALIST ', '198.51.100.1')).toBe(guardLimits.windowSeconds);
    expect(locks).toEqual(['account']);
  });
  it('at as many accounts from one address reach it a hundred times', () => {
    const { reached, locks } = aGuard();
    expect(reached(10_000, (i) => `user${String(i)}`, () => '10.0.0.1')).toBe(guardLimits.address);
    expect(locks).toEqual(['address']);
  });
});

describe('somebody who mistypes', () => {
  it('may try again when the window has ended', () => {
    const { guard, reached, clock } = aGuard();
    reached(20, () => 'nurse', (i) => String(i));
    clock.advance(guardLimits.windowSeconds * 1000);
    expect(guard.take('nurse', 'a')).toBeUndefined();
  });
  it('begins anew after the right password, at the account and not at the address', () => {
    const { guard, reached } = aGuard();
    for (let i = 0; i < 10; i += 1) {
      expect(reached(6, () => 'nurse', () => 'a')).toBe(6);
      guard.succeeded('nurse', 'a');
    }
    expect(reached(100, (other) => `user${String(other)}`, () => 'a')).toBe(guardLimits.address - 10 * 5);
  });
  it('leaves others alone', () => {
    const { guard, reached } = aGuard();
    reached(50, () => 'nurse', () => 'a');
    expect(guard.take('nurse2', 'a')).toBeUndefined();
  });
});
