import type { CodeSystem, CodeSystemConcept, ValueSet } from '@medplum/fhirtypes';

/** One line a code: code|tiếng Việt|English|parent. */
export type Lines = string;

export type Definition = {
  readonly name: string;
  readonly title: string;
  readonly url: string;
  readonly content?: 'complete' | 'fragment';
  readonly description: string;
  readonly concepts: readonly CodeSystemConcept[];
  readonly properties?: CodeSystem['property'];
};

/** Both names of a code: its display in Vietnamese, English as a designation. */
export const named = (code: string, vi: string, en?: string, property?: CodeSystemConcept['property']): CodeSystemConcept => ({
  code,
  display: vi,
  ...(en ? { designation: [{ language: 'vi', value: vi }, { language: 'en', value: en }] } : {}),
  ...(property && property.length > 0 ? { property } : {}),
});

export function conceptsOf(lines: Lines): CodeSystemConcept[] {
  return lines.trim().split('\n').map((line) => {
    const [code = '', vi = '', en, parent] = line.split('|');
    return named(code, vi, en, parent ? [{ code: 'parent', valueCode: parent }] : []);
  });
}

const idOf = (url: string): string => url.split('/').at(-1) ?? url;
export const version = '0.2.0';

export const codeSystemOf = ({ name, title, url, content = 'complete', description, concepts, properties }: Definition, id = idOf(url)): CodeSystem => ({
  resourceType: 'CodeSystem', id, url, version, name, title, status: 'active', publisher: 'Liên Tuyến', description, caseSensitive: true, content,
  ...(properties ? { property: properties } : {}),
  concept: [...concepts],
});

export const valueSetOf = (url: string, name: string, title: string, compose: NonNullable<ValueSet['compose']>): ValueSet => ({
  resourceType: 'ValueSet', id: idOf(url), url, version, name, title, status: 'active', publisher: 'Liên Tuyến', compose,
});
