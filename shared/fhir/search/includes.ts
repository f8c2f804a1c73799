import { referenceTo, parseReference } from '../references.ts';
import { ok, refuse, type Result } from '../../kernel/result.ts';
import type { Reference, SearchRefusal, Stored, Visible } from '../repository.ts';
import type { Include, SearchRequest } from './request.ts';
import { valuesAt } from './values.ts';

export type IncludeSource = {
  readonly readMany: (references: readonly Reference[]) => Promise<readonly (Stored | undefined)[]>;
  /** Resources of `source` whose parameter `code` points to one of the references. */
  readonly pointingTo: (source: Stored['resourceType'], code: string, references: readonly Reference[]) => Promise<Result<readonly Stored[], SearchRefusal>>;
  /** What it does not let pass is neither brought nor gone through. */
  readonly visible: Visible | undefined;
};

/** More than this is no answer to a search; it is the whole neighbourhood. */
const most = 1000;
const deepest = 10;

/**
 * What _include and _revinclude bring, each once, without what the page has already (R4 3.1.1.5.4): from the page, and
 * with :iterate from what was brought before, until nothing new comes. Too much of it is refused.
 */
export async function includedFor(page: readonly Stored[], request: SearchRequest, from: IncludeSource): Promise<Result<readonly Stored[], SearchRefusal>> {
  const have = new Set(page.map(referenceTo));
  const included: Stored[] = [];
  let frontier = page;
  for (let depth = 0; frontier.length > 0 && depth < deepest; depth++) {
    const asked = (includes: readonly Include[]) => (depth === 0 ? includes : includes.filter((i) => i.iterate));
    const found = await around(frontier, asked(request.include), asked(request.revinclude), have, from);
    if (!found.ok) return found;
    frontier = [...new Map(found.value.filter((r) => !have.has(referenceTo(r))).map((r) => [referenceTo(r), r])).values()];
    for (const resource of frontier) have.add(referenceTo(resource));
    included.push(...frontier);
    if (included.length > most) return refuse({ kind: 'too-costly', add: ['_count'] });
  }
  return ok(included);
}

async function around(frontier: readonly Stored[], include: readonly Include[], revinclude: readonly Include[], have: ReadonlySet<Reference>, from: IncludeSource): Promise<Result<readonly Stored[], SearchRefusal>> {
  const wanted = new Set(include.flatMap((one) => referencesBy(frontier, one)).filter((r) => !have.has(r)));
  const found = (await from.readMany([...wanted])).filter((r) => r !== undefined);
  for (const { source, parameter, target } of revinclude) {
    const targets = frontier.filter((r) => (target ? r.resourceType === target : parameter.targets[0] === '*' || parameter.targets.includes(r.resourceType)));
    if (targets.length === 0) continue;
    const pointing = await from.pointingTo(source, parameter.code, targets.map(referenceTo));
    if (!pointing.ok) return pointing;
    found.push(...pointing.value);
  }
  return ok(from.visible ? await from.visible(found) : found);
}

function referencesBy(resources: readonly Stored[], { source, parameter, target }: Include): Reference[] {
  return resources
    .filter((r) => r.resourceType === source)
    .flatMap((resource) => valuesAt(resource, parameter.paths))
    .flatMap(({ value, target: only }) => {
      const text = typeof value === 'string' ? value : (value as { reference?: string }).reference;
      const parsed = text === undefined ? undefined : parseReference(text);
      return parsed?.local && (!target || parsed.type === target) && (!only || parsed.type === only) ? [`${parsed.type}/${parsed.id}` as const] : [];
    });
}
