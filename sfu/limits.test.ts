import { describe, expect, it } from '@jest/globals';
import { fixedClock } from '../shared/kernel/clock.ts';
import { clientMessage, parseMessage } from '../shared/room/signalling.ts';
import { mayEnter } from './admission.ts';
import { rateLimit } from './rateLimit.ts';

describe('the rate limit', () => {
  it('lets a burst pass, then a steady flow, and no more', () => {
    const clock = fixedClock('2026-11-22T02:00:00Z');
    const mayPass = rateLimit(clock, { burst: 3, perSecond: 2 });
    expect([mayPass(), mayPass(), mayPass(), mayPass()]).toEqual([true, true, true, false]);
    clock.advance(1_000);
    expect([mayPass(), mayPass(), mayPass()]).toEqual([true, true, false]);
  });
});

describe('the lobby', () => {
  it('keeps those who came by a link until somebody of the staff is there', () => {
    const relative = { role: 'relative', standing: 'new' } as const;
    expect(mayEnter(relative, [], 'automatic')).toBe(false);
    expect(mayEnter(relative, ['patient', 'observer'], 'automatic')).toBe(false);
    expect(mayEnter(relative, ['station'], 'automatic')).toBe(true);
  });
  it('is not for the staff: the station may wait in the room', () => {
    for (const role of ['station', 'specialist', 'host'] as const) expect(mayEnter({ role, standing: 'new' }, [], 'by-hand')).toBe(true);
  });
  it('admits one by one, where a manager wants it so', () => {
    expect(mayEnter({ role: 'relative', standing: 'new' }, ['station'], 'by-hand')).toBe(false);
    expect(mayEnter({ role: 'relative', standing: 'let in' }, ['station'], 'by-hand')).toBe(true);
  });
  it('keeps out who was sent out, until a manager lets them in', () => {
    expect(mayEnter({ role: 'relative', standing: 'sent out' }, ['station'], 'automatic')).toBe(false);
  });
});

const parse = (value: unknown) => parseMessage(clientMessage, typeof value === 'string' ? value : JSON.stringify(value));

describe('a message', () => {
  it('is understood when it is one of ours', () => {
    expect(parse({ id: 1, type: 'step', step: 'audio' })).toEqual({ id: 1, type: 'step', step: 'audio' });
  });
  it.each([
    ['no JSON', '{"id":1'],
    ['of an unknown type', { id: 1, type: 'kick', peer: 'x' }],
    ['without an id', { type: 'leave' }],
    ['with a negative id', { id: -1, type: 'leave' }],
    ['with a wrong field', { id: 1, type: 'raiseHand', on: 'yes' }],
    ['with a size that does not exist', { id: 1, type: 'prefer', consumerId: 'c', size: 'huge', pinned: false }],
    ['that points outside the picture', { id: 1, type: 'point', at: { x: 1.5, y: 0 } }],
    ['with an endless token', { id: 1, type: 'join', token: 'x'.repeat(5_000) }],
    ['with too many codecs', { id: 1, type: 'join', token: 'x'.repeat(40), rtpCapabilities: { codecs: Array.from({ length: 65 }, () => ({ kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, preferredPayloadType: 100 })) } }],
    ['that is a list', []],
    ['that is nothing', null],
  ])('%s is not', (_, message) => {
    expect(parse(message)).toBeUndefined();
  });
  it('loses fields that nobody asked for, such as an identity of the sender’s own choice', () => {
    expect(parse({ id: 1, type: 'leave', sub: 'Practitioner/other', role: 'specialist' })).toEqual({ id: 1, type: 'leave' });
  });
});
