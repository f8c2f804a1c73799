import { describe, expect, it } from '@jest/globals';
import { answered, asked, off, settled, unanswered } from './consents.ts';
import type { Recording, RecordingAnswer } from './consents.ts';

const at = '2026-11-22T02:00:00Z';
const yes: RecordingAnswer = { choice: 'permit', at, pass: 'p' };
const no: RecordingAnswer = { choice: 'deny', at, pass: 'p' };
const byDoctor = (): Recording => asked('r1', { sub: 'doctor', name: 'BS. Mẫu' }, { at, pass: 'p' });
const running = (): Recording => settled(answered(byDoctor(), 'nurse', yes), ['doctor', 'nurse']);

describe('a recording', () => {
  it('is off until somebody asks', () => {
    expect(settled(off(), ['doctor', 'nurse'])).toEqual({ kind: 'off' });
    expect(answered(off(), 'nurse', yes)).toEqual({ kind: 'off' });
  });
  it('begins only when everybody in the room has said yes; who asks has', () => {
    expect(settled(byDoctor(), ['doctor', 'nurse']).kind).toBe('asking');
    expect(unanswered(byDoctor(), ['doctor', 'nurse', 'patient'])).toBe(2);
    expect(settled(answered(byDoctor(), 'nurse', yes), ['doctor', 'nurse', 'patient']).kind).toBe('asking');
    expect(running().kind).toBe('recording');
  });
  it('does not begin when one says no', () => {
    expect(settled(answered(byDoctor(), 'nurse', no), ['doctor', 'nurse'])).toEqual({ kind: 'off', why: 'refused' });
  });
  it('stops with one withdrawal, also of who asked, and of who is gone by now', () => {
    for (const who of ['nurse', 'doctor']) expect(settled(answered(running(), who, no), ['doctor', 'nurse'])).toEqual({ kind: 'off', why: 'withdrawn' });
    expect(settled(answered(running(), 'nurse', no), ['doctor'])).toEqual({ kind: 'off', why: 'withdrawn' });
  });
  it('pauses while somebody who came later has not answered, and goes on with their yes', () => {
    const paused = settled(running(), ['doctor', 'nurse', 'relative']);
    expect(paused.kind).toBe('paused');
    expect(settled(answered(paused, 'relative', yes), ['doctor', 'nurse', 'relative']).kind).toBe('recording');
    expect(settled(answered(paused, 'relative', no), ['doctor', 'nurse', 'relative'])).toEqual({ kind: 'off', why: 'withdrawn' });
    expect(settled(paused, ['doctor', 'nurse']).kind).toBe('recording');
  });
  it('asks nobody twice who comes back, and ends with the last one in the room', () => {
    expect(settled(settled(running(), ['doctor']), ['doctor', 'nurse']).kind).toBe('recording');
    expect(settled(running(), [])).toEqual({ kind: 'off', why: 'stopped' });
  });
});
