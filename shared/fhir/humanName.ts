import type { HumanName } from '@medplum/fhirtypes';

/** The name of a text in Vietnamese order: family is the first word, given the rest (shared/reference: fhir-vn.md). */
export function humanName(text: string): HumanName {
  const [family = text, ...given] = text.split(' ');
  return { use: 'official', text, family, ...(given.length > 0 ? { given } : {}) };
}

/** The full name of a record, however it was written; '' where it has none. */
export function nameOf({ name: names }: { readonly name?: readonly HumanName[] }): string {
  const name = names?.find(({ use }) => use === 'official') ?? names?.[0];
  return name?.text ?? [name?.family, ...(name?.given ?? [])].filter(Boolean).join(' ');
}
