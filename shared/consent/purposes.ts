/**
 * What a person's data may be used for, each decided by itself (Law 91/2025, Decree 356/2025). `basis`: what it rests
 * on. `unlessDecided`: what holds while nobody has decided; care may go on, everything beyond care waits for a yes.
 */
export const purposes = {
  treatment: { basis: 'law', unlessDecided: 'permit' },
  'remote-consultation': { basis: 'law', unlessDecided: 'permit' },
  sharing: { basis: 'law', unlessDecided: 'permit' },
  research: { basis: 'consent', unlessDecided: 'deny' },
  recording: { basis: 'consent', unlessDecided: 'deny' },
} as const satisfies Record<string, { readonly basis: 'law' | 'consent'; readonly unlessDecided: Choice }>;

export type Purpose = keyof typeof purposes;
export type Choice = 'permit' | 'deny';

export const purposeNames = Object.keys(purposes) as readonly Purpose[];

/** Version of the words that were shown when somebody decided: the proof of what they agreed to. */
export const consentText = '2026-11';
