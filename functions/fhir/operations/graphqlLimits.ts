import { Kind, visit, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';
import type { Mentioned } from './graphqlSchema.ts';

/** What one query may cost. */
export const graphqlLimits = { characters: 20_000, tokens: 2_000, depth: 12, fields: 500, searches: 30, resources: 500, bytes: 4_000_000 } as const;

/** The names in a query. */
export function mentionedIn(document: DocumentNode): Mentioned {
  const [fields, types, given] = [new Set<string>(), new Set<string>(), new Set<string>()];
  visit(document, {
    Field: ({ name }) => void fields.add(name.value),
    Argument: ({ name }) => void given.add(name.value),
    NamedType: ({ name }) => void types.add(name.value),
  });
  return { fields, types, arguments: given };
}

/** The first limit that a query goes beyond before anything is read, with fragments counted wherever they are spread. */
export function beyondLimits(document: DocumentNode): string | undefined {
  const fragments = new Map(document.definitions.filter((d): d is FragmentDefinitionNode => d.kind === Kind.FRAGMENT_DEFINITION).map((d) => [d.name.value, d]));
  let fields = 0;
  const measure = (set: SelectionSetNode, depth: number, open: readonly string[]): string | undefined => {
    if (depth > graphqlLimits.depth) return `depth ${graphqlLimits.depth}`;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) fields += 1;
      if (fields > graphqlLimits.fields) return `${graphqlLimits.fields} fields`;
      const inner = selection.kind === Kind.FRAGMENT_SPREAD ? innerOf(selection.name.value, open) : selection.selectionSet;
      const spread = selection.kind === Kind.FRAGMENT_SPREAD ? [...open, selection.name.value] : open;
      const beyond = inner && measure(inner, selection.kind === Kind.FIELD ? depth + 1 : depth, spread);
      if (beyond) return beyond;
    }
    return undefined;
  };
  // A fragment within itself is for the validation to refuse.
  const innerOf = (name: string, open: readonly string[]) => (open.includes(name) ? undefined : fragments.get(name)?.selectionSet);
  for (const definition of document.definitions) {
    const beyond = definition.kind === Kind.OPERATION_DEFINITION ? measure(definition.selectionSet, 1, []) : undefined;
    if (beyond) return beyond;
  }
  return undefined;
}
