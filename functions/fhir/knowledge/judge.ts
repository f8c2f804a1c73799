import type { Resource, StructureDefinition } from '@medplum/fhirtypes';
import { compileProfile } from '../../../shared/fhir/profiles/compile.ts';
import { profileIssues } from '../../../shared/fhir/profiles/validateAgainst.ts';
import { isError, issue, type Issue } from '../../../shared/fhir/validation/issue.ts';
import { validate } from '../../../shared/fhir/validation/validate.ts';
import type { FhirRepository } from '../../../shared/fhir/repository.ts';
import { knowledgeOf } from './knowledge.ts';

/** Every finding on a resource: R4 first; its profiles and extensions when R4 has nothing against it. */
export async function judge(resource: Resource, { repository, identifierBase }: { readonly repository: FhirRepository; readonly identifierBase: string }, profiles: readonly string[] = []): Promise<readonly Issue[]> {
  const issues = validate(resource);
  if (issues.length > 0) return issues;
  const own = resource.resourceType === 'StructureDefinition' ? definitionIssues(resource) : [];
  return [...own, ...(await profileIssues(resource, knowledgeOf(repository, identifierBase).definitions, profiles))];
}

/** A profile that could not be enforced would be a promise that nobody keeps: it is refused, with the element and the reason. */
function definitionIssues(definition: StructureDefinition): readonly Issue[] {
  if (definition.derivation !== 'constraint' || definition.kind === 'logical') return [];
  const compiled = compileProfile(definition);
  return compiled.ok ? [] : compiled.error.map(({ at, reason }) => issue('profile-unsupported', 'StructureDefinition.differential', { profile: definition.name, reason: `${at}: ${reason}` }));
}

export { isError };
