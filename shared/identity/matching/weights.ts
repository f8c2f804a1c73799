/**
 * What each comparison tells, in bits: log2 of how much oftener two records of one person show it than two records of
 * two people (Fellegi and Sunter 1969). Set by hand from the frequencies named beside them and checked on generated
 * people of another mix (ADR 0075, `npm run bench -- match`). `household`: evidence that tells the household and not
 * the person; it counts only where the given name agrees, or twins and siblings would become one person.
 */
export const weights = {
  name: {
    /** All letters and marks, wherever the tone mark stands. One pair of strangers in 2,000 shares a whole name. */
    same: 11,
    /** One of the two was typed without marks. */
    unmarked: 9,
    /** The same words in another order. */
    order: 6,
    /** The same but for what regions do not tell apart (kernel/names.ts). */
    sounds: 5,
    /** Middle words left out; family or given name kept. */
    shortened: 5,
    /** Both with marks, but others: Hùng and Hưng are two names, and a slip of the finger. */
    'marks-differ': 3,
    /** One letter of one word. */
    'one-letter': 2,
    'family-only': -6,
    different: -9,
  },
  birth: {
    /** One day of 80 years. */
    same: 14,
    'same-month': 9,
    /** Only the year is known of one, or 1 January stands for "some day of the year". */
    'same-year': 6,
    'day-month-swapped': 8,
    /** One of day, month and year differs. */
    'one-part': 2,
    /** Lunar years and years told from memory. */
    'near-year': -2,
    different: -9,
  },
  sex: { same: 1, differs: -5 },
  /** Current and old numbers of both. Numbers are reissued and twins' follow each other, so a difference is no proof. */
  number: { same: 20, differs: -6 },
  insurance: { same: 13, differs: -2 },
  passport: { same: 18, differs: 0 },
  birthCertificate: { same: 18, differs: -3 },
  phone: { same: 5, differs: -0.5 },
  address: { same: 2, differs: -0.5 },
} as const satisfies Readonly<Record<string, Readonly<Record<string, number>>>>;

export const householdFields: ReadonlySet<string> = new Set(['phone', 'address']);

/** Two records taken blindly out of a million people are of one person once in a million: log2 of that. */
export const priorBits = -20;

/** From here on a pair is shown as `probable`, and as `possible`. Probabilities. */
export const gradeFrom = { probable: 0.9, possible: 0.05 } as const;

export type Field = keyof typeof weights;
export type Level<F extends Field> = keyof (typeof weights)[F];
/** One comparison with what it tells; those that could not be made are absent. */
export type Reason = { [F in Field]: { readonly field: F; readonly level: Level<F>; readonly bits: number } }[Field];
