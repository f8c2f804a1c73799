import type { Resource } from '@medplum/fhirtypes';
import { idPattern } from '../references.ts';
import type { Issue } from './issue.ts';

/** Deeper than any resource; a bound, so that hostile nesting ends early. */
const deepest = 60;

/** What the schema walk leaves out: ids, empty elements, holes, contained references. */
export function structureIssues(resource: Resource): Issue[] {
  const issues: Issue[] = [];
  walk(resource, resource.resourceType, issues, 0);
  if (resource.id !== undefined && !idPattern.test(resource.id)) issues.push(issue('value', 'an id has 1 to 64 of A-Z a-z 0-9 - .', `${resource.resourceType}.id`));
  issues.push(...containedIssues(resource));
  return issues;
}

const issue = (code: Issue['code'], diagnostics: string, expression: string): Issue => ({ code, diagnostics, expression });

function walk(value: unknown, path: string, issues: Issue[], depth: number): void {
  if (depth > deepest) {
    issues.push(issue('structure', 'nested too deeply', path));
    return;
  }
  if (Array.isArray(value)) {
    if (value.length === 0) issues.push(issue('structure', 'an array may not be empty', path));
    value.forEach((item, i) => (item === null ? undefined : walk(item, `${path}[${i}]`, issues, depth + 1)));
    return;
  }
  if (typeof value === 'string') {
    if (value === '') issues.push(issue('value', 'a value may not be empty', path));
    return;
  }
  if (typeof value !== 'object' || value === null) {
    if (value === null) issues.push(issue('structure', 'null stands for nothing', path));
    return;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) issues.push(issue('structure', 'an object may not be empty', path));
  for (const [name, inner] of entries) if (name.startsWith('_') && typeof inner !== 'object') issues.push(issue('structure', 'an object is needed beside a primitive', `${path}.${name}`));
  for (const [name, inner] of entries) walk(inner, `${path}.${name}`, issues, depth + 1);
}

/** R4 ref-1: a reference to a contained resource has one. */
function containedIssues(resource: Resource): Issue[] {
  const { contained = [] } = resource as { contained?: readonly Resource[] };
  const ids = new Set((Array.isArray(contained) ? contained : []).map((c: Resource | null) => `#${c?.id}`));
  const missing: Issue[] = [];
  const look = (value: unknown, path: string): void => {
    if (Array.isArray(value)) return value.forEach((v, i) => look(v, `${path}[${i}]`));
    if (typeof value !== 'object' || value === null) return undefined;
    for (const [name, inner] of Object.entries(value)) {
      if (name === 'resource' && path.endsWith(']') && resource.resourceType === 'Bundle') continue;
      if (name === 'reference' && typeof inner === 'string' && inner.startsWith('#') && inner.length > 1 && !ids.has(inner)) missing.push(issue('value', 'no such contained resource', `${path}.reference`));
      else look(inner, `${path}.${name}`);
    }
    return undefined;
  };
  look(resource, resource.resourceType);
  return missing;
}
