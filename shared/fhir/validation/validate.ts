import type { Resource } from '@medplum/fhirtypes';
import { isResourceType } from '../search/definitions.ts';
import { containedIssues } from './contained.ts';
import { isError, issue, type Issue } from './issue.ts';
import { walkResource } from './walk.ts';

/**
 * Everything that keeps a JSON value from being a valid R4 resource: structure, cardinality, data types, required
 * bindings, reference targets, contained resources, XHTML, and the invariants of R4. [] when it is one.
 *
 * The walk and its words are ours; the schemas of the types and FHIRPath are @medplum/core's (docs/adr/0055).
 */
export function validate(resource: Resource): readonly Issue[] {
  if (typeof resource?.resourceType !== 'string' || !isResourceType(resource.resourceType)) return [issue('not-a-type', 'resourceType')];
  return [...walkResource(resource), ...containedIssues(resource)].filter(isError);
}
