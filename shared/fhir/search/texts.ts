import type { Found } from './values.ts';

const fields: Readonly<Record<string, readonly string[]>> = {
  HumanName: ['text', 'family', 'given', 'prefix', 'suffix'],
  Address: ['text', 'line', 'city', 'district', 'state', 'country', 'postalCode'],
  CodeableConcept: ['text'],
};

/** The texts of a value that a string parameter looks at. */
export function textsOf({ value, type }: Found): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return (fields[type] ?? []).flatMap((name) => (value as Record<string, unknown>)[name] ?? []).filter((t) => typeof t === 'string');
}
