import { referenceTo, parseReference } from '../references.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { Reference, SearchRefusal, Stored } from '../repository.ts';
import type { SearchRequest } from './request.ts';
import { valuesAt } from './values.ts';

export type IncludeSource = {
  readonly readMany: (references: readonly Reference[]) => Promise<readonly (Stored | undefined)[]>;
  /** Resources of `source` whose parameter `code` points to one of the references. */
  readonly pointingTo: (source: Stored['resourceType'], code: string, references: readonly Reference[]) => Promise<Result<readonly Stored[], SearchRefusal>>;
};

/** What _include and _revinclude bring, each once, without what the page has already (R4 3.1.1.5.4; one level). */
export async function includedFor(page: readonly Stored[], request: SearchRequest, from: IncludeSource): Promise<Result<readonly Stored[], SearchRefusal>> {
  const have = new Set(page.map(referenceTo));
  const wanted = new Set<Reference>();
  for (const { source, parameter, target } of request.include)
    for (const resource of page.filter((r) => r.resourceType === source))
      for (const { value, target: only } of valuesAt(resource, parameter.paths)) {
        const text = typeof value === 'string' ? value : (value as { reference?: string }).reference;
        const parsed = text === undefined ? undefined : parseReference(text);
        if (parsed?.local && (!target || parsed.type === target) && (!only || parsed.type === only)) wanted.add(`${parsed.type}/${parsed.id}`);
      }
  const found = (await from.readMany([...wanted].filter((r) => !have.has(r)))).filter((r) => r !== undefined);
  for (const { source, parameter, target } of request.revinclude) {
    if (target && target !== request.type) continue;
    if (page.length === 0) continue;
    const pointing = await from.pointingTo(source, parameter.code, page.map(referenceTo));
    if (!pointing.ok) return pointing;
    found.push(...pointing.value);
  }
  return ok([...new Map(found.filter((r) => !have.has(referenceTo(r))).map((r) => [referenceTo(r), r])).values()]);
}
