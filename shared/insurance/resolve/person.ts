import type { InsuranceStep } from '../contract.ts';

/**
 * `certain`: read from a card, told by the insurer, or two numbers of the person lead to one card. `compared`: typed, and
 * picked by the clerk from among numbers one slip away, with the paper in hand (comparing.ts).
 */
export type Trust = 'certain' | 'compared' | 'typed';

/** A number by which the portal can be asked. */
export type Key = { readonly value: string; readonly by: InsuranceStep['by']; readonly trust: Trust };

/** What the desk knows of a person: nothing more is needed, and nothing is asked twice. */
export type Person = {
  readonly name: string;
  /** FHIR date: full, or the year alone. */
  readonly birthDate: string;
  readonly sex?: 'male' | 'female';
  /** The name as the insurer gave it with an earlier card of this person. */
  readonly registeredName?: string;
  /** In the order to ask by. */
  readonly keys: readonly Key[];
};
