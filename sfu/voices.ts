/** Voices heard in one round of listening: who (a peer's id) and how loud (dBov, -127 to 0). */
export type Loudness = { readonly who: string; readonly volume: number };

/** Who speaks, and the last ones who did, latest first. */
export type Voices = { readonly speaker: string | undefined; readonly recent: readonly string[]; readonly challenger?: string; readonly rounds?: number };

export const silence: Voices = { speaker: undefined, recent: [] };

/** Another must be louder for this many rounds (of 300 ms) before the floor changes hands: a cough is no speech. */
const ROUNDS_TO_TAKE_OVER = 2;
/** Louder by this much (dB) at once. */
const CLEARLY_LOUDER = 12;
const KEPT = 12;
/** In a room with more open microphones than this only the latest voices are sent on. */
export const ALL_HEARD_UP_TO = 8;
/** More at once nobody follows (docs/adr/0129). */
export const HEARD_AT_ONCE = 3;

/** Listens to one more round. Somebody who is quiet stays the speaker until another speaks. */
export function listen(before: Voices, round: readonly Loudness[]): Voices {
  const loudest = round.toSorted((a, b) => b.volume - a.volume);
  const [first] = loudest;
  const { recent } = before;
  if (first === undefined || first.who === before.speaker) return { speaker: before.speaker, recent };
  const held = loudest.find(({ who }) => who === before.speaker);
  const rounds = before.challenger === first.who ? (before.rounds ?? 0) + 1 : 1;
  const takesOver = held === undefined ? rounds >= ROUNDS_TO_TAKE_OVER || before.speaker === undefined : rounds >= ROUNDS_TO_TAKE_OVER + 1 || first.volume - held.volume >= CLEARLY_LOUDER;
  return takesOver ? { speaker: first.who, recent } : { speaker: before.speaker, recent, challenger: first.who, rounds };
}

/**
 * Who was heard last, at once: the first of `recent` are sent on. One of those who speaks now keeps the place, so that
 * voices don't chop each other; whoever begins takes the place of one who is silent at this moment.
 */
export function hear(before: Voices, loud: readonly Loudness[]): Voices {
  if (loud.length === 0) return before;
  const names = loud.toSorted((a, b) => b.volume - a.volume).map(({ who }) => who);
  const going = before.recent.slice(0, HEARD_AT_ONCE).filter((who) => names.includes(who));
  const recent = [...going, ...names.filter((who) => !going.includes(who)), ...before.recent.filter((who) => !names.includes(who))].slice(0, KEPT);
  return { ...before, recent };
}

/** Forgets somebody who left. */
export function without(voices: Voices, gone: string): Voices {
  return { speaker: voices.speaker === gone ? undefined : voices.speaker, recent: voices.recent.filter((who) => who !== gone) };
}

export type Heard = 'everybody' | ReadonlySet<string>;

/** Whose voice is sent on. In a small room everybody's, so that no first word is ever lost. */
export function heardOf(voices: Voices, speaking: readonly string[], allUpTo = ALL_HEARD_UP_TO): Heard {
  if (speaking.length <= allUpTo) return 'everybody';
  return new Set(voices.recent.filter((who) => speaking.includes(who)).slice(0, HEARD_AT_ONCE));
}

export const isHeard = (heard: Heard, who: string): boolean => heard === 'everybody' || heard.has(who);

export const sameHeard = (a: Heard, b: Heard): boolean => a === b || (a !== 'everybody' && b !== 'everybody' && a.size === b.size && [...a].every((who) => b.has(who)));
