import type { Resource } from '@medplum/fhirtypes';
import { aliasTable } from '../../shared/fhir/identifierAliases.ts';
import { isError, type Issue } from '../../shared/fhir/validation/issue.ts';
import type { Refusal } from '../../shared/kernel/refusal.ts';
import { ok, refuse, type Result } from '../../shared/kernel/result.ts';
import type { Interaction } from './context.ts';
import { invalidResource } from './outcome.ts';

/** What was remarked on a resource that was accepted: kept beside it, since it is no part of it. */
const remarks = new WeakMap<Resource, readonly Issue[]>();

export const remarksOn = (resource: Resource): readonly Issue[] => remarks.get(resource) ?? [];

/** The resource as it may be stored: identifiers under our systems, valid by R4, its profiles and its extensions. */
export async function validated<T extends Resource>({ deps }: Interaction, given: T): Promise<Result<T, Refusal>> {
  const resource = aliasTable(deps.identifierBase, deps.identifierAliases).normalised(given);
  const { judge } = await import('./knowledge/judge.ts');
  const issues = await judge(resource, deps);
  const errors = issues.filter(isError);
  if (errors.length > 0) return refuse(invalidResource(errors));
  remarks.set(resource, issues);
  return ok(resource);
}
