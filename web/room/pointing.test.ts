import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { movedBy, placeIn, seldom } from './pointing.ts';

describe('a place on a shared picture', () => {
  it('is a share of its width and height, whatever the screen', () => {
    expect(placeIn({ left: 100, top: 50, width: 800, height: 400 }, 300, 150)).toEqual({ x: 0.25, y: 0.25 });
    expect(placeIn({ left: 0, top: 0, width: 320, height: 160 }, 80, 40)).toEqual({ x: 0.25, y: 0.25 });
  });
  it('never leaves the picture', () => {
    expect(placeIn({ left: 10, top: 10, width: 100, height: 100 }, -5, 500)).toEqual({ x: 0, y: 1 });
    expect(placeIn({ left: 10, top: 10, width: 0, height: 0 }, 20, 20)).toEqual({ x: 0, y: 0 });
    expect(movedBy('ArrowRight', true, { x: 0.95, y: 0.5 })).toEqual({ x: 1, y: 0.5 });
  });
  it('moves by arrows from the middle, far with Shift; other keys are not ours', () => {
    expect(movedBy('ArrowUp', false)).toEqual({ x: 0.5, y: 0.48 });
    expect(movedBy('ArrowLeft', true, { x: 0.5, y: 0.5 })).toEqual({ x: 0.4, y: 0.5 });
    expect(movedBy('Enter', false)).toBeUndefined();
  });
});

describe('a moving pointer', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());
  it('is told at once, then seldom, and always ends where it stopped', () => {
    const told: number[] = [];
    const { tell } = seldom<number>(80, (value) => told.push(value));
    for (let n = 1; n <= 50; n += 1) {
      tell(n);
      jest.advanceTimersByTime(10);
    }
    jest.advanceTimersByTime(200);
    expect(told[0]).toBe(1);
    expect(told.at(-1)).toBe(50);
    expect(told.length).toBeLessThanOrEqual(8);
  });
  it('says nothing after it was stopped', () => {
    const told: number[] = [];
    const { tell, stop } = seldom<number>(80, (value) => told.push(value));
    tell(1);
    tell(2);
    stop();
    jest.advanceTimersByTime(500);
    expect(told).toEqual([1]);
  });
});
