import { describe, expect, it } from '@jest/globals';
import type { RoomPerson } from '../../shared/room/signalling.ts';
import { endingOf, freshMemory, pauseBefore, reachWithin, stateOf } from './callState.ts';
import type { CallMemory } from './callState.ts';

const person = (peer: string, presence: RoomPerson['presence'] = 'present'): RoomPerson => ({
  peer, presence, role: 'station', name: 'Mẫu', speak: true, microphone: true, camera: true, sharing: null, showing: null, hand: null, step: 'sd',
});
const joined = (change: Partial<CallMemory> = {}): CallMemory => ({ ...freshMemory, everJoined: true, joined: true, self: 'me', people: [person('me'), person('other')], ...change });

describe('the state of a call', () => {
  it.each([
    ['connecting before the first join', freshMemory, { kind: 'connecting' }],
    ['waiting while nobody else is there', joined({ people: [person('me')] }), { kind: 'waiting', why: 'alone' }],
    ['waiting while the others are in the lobby', joined({ people: [person('me'), person('other', 'lobby')] }), { kind: 'waiting', why: 'alone' }],
    ['waiting in the lobby oneself, even with others about', joined({ people: [person('me', 'lobby'), person('other')] }), { kind: 'waiting', why: 'lobby' }],
    ['in the call with another', joined(), { kind: 'in-call' }],
    ['in the call while the other’s line is being restored', joined({ people: [person('me'), person('other', 'lost')] }), { kind: 'in-call' }],
    ['audio-only where the link or the person wants no picture', joined({ step: 'audio' }), { kind: 'audio-only' }],
    ['reconnecting when the line is gone after a join', joined({ joined: false, attempt: 2 }), { kind: 'reconnecting', attempt: 2 }],
    ['reconnecting when the media is gone although the line stands', joined({ mediaLost: true }), { kind: 'reconnecting', attempt: 0 }],
    ['ended, whatever else', joined({ ended: 'closed', mediaLost: true }), { kind: 'ended', reason: 'closed' }],
  ])('is %s', (_, memory, state) => {
    expect(stateOf(memory)).toEqual(state);
  });
});

describe('a closed line', () => {
  it('ends the call when another try could not succeed', () => {
    expect(['ROOM_CLOSED', 'ROOM_REPLACED', 'ROOM_FULL', 'ROOM_PASS_INVALID'].map(endingOf)).toEqual(['closed', 'replaced', 'full', 'refused']);
  });
  it('is opened again after everything else, a used or expired pass included', () => {
    expect(['', 'ROOM_WORKER_LOST', 'ROOM_RESTARTING', 'ROOM_PASS_EXPIRED', 'ROOM_PASS_USED', 'ROOM_KEYS_UNREACHABLE', 'something new'].map(endingOf)).toEqual(Array(7).fill(undefined));
  });
  it('is tried again at once, four times a second while a server restarts, and later at least every two and a half seconds', () => {
    const pauses = [1, 2, 3, 24, 25, 26, 40].map((attempt) => pauseBefore(attempt, () => 0.5));
    expect(pauses).toEqual([0, 250, 250, 250, 500, 1_000, 2_000]);
    expect(pauseBefore(80, () => 1)).toBe(2_500);
  });
  it('is given two seconds to be reached, and now and then longer for a slow link', () => {
    expect([0, 1, 2, 3, 4, 5].map(reachWithin)).toEqual([4_000, 2_200, 2_200, 4_000, 2_200, 2_200]);
  });
});
