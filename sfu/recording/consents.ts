/** What one person in the room said, with the pass that proves who said it. */
export type RecordingAnswer = { readonly choice: 'permit' | 'deny'; readonly at: string; readonly pass: string };

/** Why nothing is being recorded any more. `refused`: somebody said no before it began; `withdrawn`: after. */
export type RecordingEnd = 'refused' | 'withdrawn' | 'stopped' | 'failed';

type Asked = {
  readonly id: string;
  /** Who asked, by name. */
  readonly by: string;
  /** By the person (`sub` of the pass), so that a broken line or a reload asks nobody twice. The first is the one who asked. */
  readonly answers: ReadonlyMap<string, RecordingAnswer>;
};

/**
 * `asking`: not yet everybody has said yes, nothing was recorded. `paused`: somebody who came later has not answered yet.
 */
export type Recording =
  | { readonly kind: 'off'; readonly why?: RecordingEnd }
  | ({ readonly kind: 'asking' | 'recording' | 'paused' } & Asked);

export const off = (why?: RecordingEnd): Recording => ({ kind: 'off', ...(why ? { why } : {}) });

/** Whoever asks has said yes by asking. */
export const asked = (id: string, who: { readonly sub: string; readonly name: string }, answer: Omit<RecordingAnswer, 'choice'>): Recording => ({
  kind: 'asking', id, by: who.name, answers: new Map([[who.sub, { ...answer, choice: 'permit' }]]),
});

/** A no that comes after a yes is a withdrawal. Who has left may not answer: the caller is in the room. */
export function answered(recording: Recording, sub: string, answer: RecordingAnswer): Recording {
  if (recording.kind === 'off') return recording;
  return { ...recording, answers: new Map([...recording.answers, [sub, answer]]) };
}

/**
 * What holds with these people in the room (the lobby apart: whoever waits there is neither heard nor hears). Everybody
 * must have said yes; one no ends it, whoever said it and whether or not they are still there.
 */
export function settled(recording: Recording, present: readonly string[]): Recording {
  if (recording.kind === 'off') return recording;
  const { answers, kind } = recording;
  if ([...answers.values()].some(({ choice }) => choice === 'deny')) return off(kind === 'asking' ? 'refused' : 'withdrawn');
  if (present.length === 0) return off('stopped');
  if (present.every((sub) => answers.has(sub))) return { ...recording, kind: 'recording' };
  return { ...recording, kind: kind === 'asking' ? 'asking' : 'paused' };
}

/** How many in the room have not answered. */
export const unanswered = (recording: Recording, present: readonly string[]): number => (recording.kind === 'off' ? 0 : present.filter((sub) => !recording.answers.has(sub)).length);
