import { isResourceType } from '../search/definitions.ts';
import type { Fields } from './invariants.ts';
import { issue, type Issue } from './issue.ts';
import { targetType, type Scope } from './scope.ts';

/** Whether a reference leads where it may: to a contained resource that is there, to a type that the element allows, of the type that it says. */
export function referenceIssues({ reference, type }: Fields, targetProfiles: readonly string[] | undefined, path: string, scope: Scope): Issue[] {
  const issues: Issue[] = [];
  const text = typeof reference === 'string' ? reference : undefined;
  if (text?.startsWith('#') && text.length > 1 && !scope.contained.has(text.slice(1))) issues.push(issue('no-contained', `${path}.reference`));
  const found = text === undefined ? undefined : targetType(text, scope);
  const stated = typeof type === 'string' && isResourceType(type) ? type : undefined;
  if (found && stated && found !== stated) issues.push(issue('type-differs', `${path}.type`));
  const got = found ?? stated;
  const allowed = (targetProfiles ?? []).map((url) => url.split('|')[0]?.split('/').at(-1) ?? '');
  if (got && allowed.length > 0 && !allowed.includes('Resource') && !allowed.includes(got) && allowed.every(isResourceType)) issues.push(issue('target', path, { got, expected: allowed.join(', ') }));
  return issues;
}
