import type { ResourceType } from '@medplum/fhirtypes';
import { ok, type Result } from '../../kernel/result.ts';
import type { SearchRefusal, Stored } from '../repository.ts';
import { parseReference } from '../references.ts';
import { parametersOf } from './definitions.ts';
import type { Clause, SearchRequest, SearchValue } from './request.ts';
import { valuesAt } from './values.ts';

/** Finds all the resources of a plain query, for the inner part of a chain. */
export type FindAll = (type: ResourceType, query: string) => Promise<Result<readonly Stored[], SearchRefusal>>;

/** A request whose chains and `_has` are replaced by the references that they lead to. */
export async function resolveChains(request: SearchRequest, findAll: FindAll): Promise<Result<SearchRequest, SearchRefusal>> {
  const clauses: Clause[] = [];
  for (const clause of request.clauses) {
    if (clause.kind !== 'chain' && clause.kind !== 'has') {
      clauses.push(clause);
      continue;
    }
    const resolved = await (clause.kind === 'chain' ? resolveChain(clause, findAll) : resolveHas(clause, findAll));
    if (!resolved.ok) return resolved;
    clauses.push(resolved.value);
  }
  return ok({ ...request, clauses });
}

async function resolveChain(clause: Extract<Clause, { kind: 'chain' }>, findAll: FindAll): Promise<Result<Clause, SearchRefusal>> {
  const values: SearchValue[] = [];
  for (const target of clause.targets) {
    const found = await findAll(target, clause.query);
    if (!found.ok) return found;
    values.push(...found.value.map((r) => ({ type: 'reference' as const, resourceType: r.resourceType, id: r.id })));
  }
  return ok({ kind: 'simple', name: clause.name, parameter: clause.parameter, values });
}

async function resolveHas(clause: Extract<Clause, { kind: 'has' }>, findAll: FindAll): Promise<Result<Clause, SearchRefusal>> {
  const found = await findAll(clause.source, clause.query);
  if (!found.ok) return found;
  const byId = parametersOf(clause.source)?.get('_id');
  if (!byId || byId.type === 'composite') throw new Error('_id is a token parameter');
  const values = found.value
    .flatMap((r) => valuesAt(r, clause.parameter.paths))
    .map(({ value }) => parseReference((value as { reference?: string }).reference ?? ''))
    .filter((r) => r?.local)
    .map((r) => ({ type: 'token' as const, code: r?.id ?? '', text: '' }));
  return ok({ kind: 'simple', name: clause.name, parameter: byId, values });
}
