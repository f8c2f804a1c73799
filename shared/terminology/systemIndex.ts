import type { CodeSystem, CodeSystemConcept } from '@medplum/fhirtypes';

export type Entry = { readonly concept: CodeSystemConcept; readonly parents: readonly string[] };

/** A code system made ready for questions: every concept by its code, with its parents. */
export type SystemIndex = {
  readonly system: CodeSystem;
  readonly entries: ReadonlyMap<string, Entry>;
  /** The code as the system writes it; undefined for none of its codes. */
  readonly find: (code: string) => Entry | undefined;
  /** Parents by structure: nesting, "parent" and "subsumedBy" properties; of ICD-10 the longer code is below. */
  readonly ancestors: (code: string) => ReadonlySet<string>;
  readonly descendants: (code: string) => ReadonlySet<string>;
};

/** Code systems whose codes say by their letters what they are under. */
const byPrefix = new Set(['http://hl7.org/fhir/sid/icd-10']);

export function indexSystem(system: CodeSystem): SystemIndex {
  const entries = new Map<string, Entry>();
  const children = new Map<string, string[]>();
  const folded = new Map<string, Entry>();
  const visit = (concepts: readonly CodeSystemConcept[] = [], above: readonly string[] = []): void => {
    for (const concept of concepts) {
      const code = concept.code ?? '';
      const stated = (concept.property ?? []).flatMap(({ code: name, valueCode }) => ((name === 'parent' || name === 'subsumedBy') && valueCode ? [valueCode] : []));
      const parents = [...new Set([...above, ...stated])];
      const entry = { concept, parents };
      entries.set(code, entry);
      folded.set(code.toLowerCase(), entry);
      for (const parent of parents) children.set(parent, [...(children.get(parent) ?? []), code]);
      visit(concept.concept, [code]);
    }
  };
  visit(system.concept);
  const prefixed = byPrefix.has(system.url ?? '');
  return {
    system,
    entries,
    find: (code) => entries.get(code) ?? (system.caseSensitive === false ? folded.get(code.toLowerCase()) : undefined),
    ancestors: (code) => (prefixed ? prefixesOf(code) : closure(code, (one) => entries.get(one)?.parents ?? [])),
    descendants: (code) => (prefixed ? new Set([...entries.keys()].filter((other) => other !== code && prefixesOf(other).has(code))) : closure(code, (one) => children.get(one) ?? [])),
  };
}

/** "E11.90" is under "E11.9" and "E11" (ICD-10, volume 2, 2.4). */
function prefixesOf(code: string): ReadonlySet<string> {
  const above: string[] = [];
  for (let length = code.length - 1; length >= 3; length -= 1) above.push(code.slice(0, length).replace(/\.$/, ''));
  return new Set(above.filter((one) => one !== code));
}

function closure(code: string, next: (code: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...next(code)];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (found.has(one) || one === code) continue;
    found.add(one);
    open.push(...next(one));
  }
  return found;
}
