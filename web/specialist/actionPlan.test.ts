import { expect, test } from '@jest/globals';
import { plan } from './actionPlan.ts';

test('only what the server permits has a button', () => {
  expect(plan([], false)).toEqual({ first: [], rest: [] });
  expect(plan(['acknowledge', 'message', 'wait'], false)).toEqual({ first: [], rest: [] });
});

test('a case that nobody has is taken first; what ends it stands back', () => {
  expect(plan(['decline', 'redirect', 'accept', 'emergency-transfer'], false)).toEqual({ first: ['accept'], rest: ['redirect', 'decline', 'emergency-transfer'] });
});

test('calling already opens the room, so there is no second button for it', () => {
  expect(plan(['join', 'call', 'sign', 'invite'], false)).toEqual({ first: ['call', 'sign'], rest: ['invite'] });
});

test('inside the room one ends the call or goes on in writing, and does not join again', () => {
  expect(plan(['join', 'end-call', 'interrupt', 'sign', 'invite'], true)).toEqual({ first: ['end-call', 'sign', 'interrupt'], rest: ['invite'] });
});
