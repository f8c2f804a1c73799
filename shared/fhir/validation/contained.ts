import type { Resource } from '@medplum/fhirtypes';
import type { Fields } from './invariants.ts';
import { issue, type Issue } from './issue.ts';

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** dom-2 to dom-5 for a resource and, in a Bundle or Parameters, for those that it carries. */
export function containedIssues(resource: Resource, path: string = resource.resourceType): Issue[] {
  const fields = resource as unknown as Fields;
  const inner = list(fields['contained']);
  const mentioned = mentions(fields, inner);
  const own = inner.flatMap((one, i) => (isObject(one) ? judge(one, `${path}.contained[${i}]`, (text) => mentioned(text, i)) : []));
  const carried = [...carriers(fields, path)].flatMap(([one, at]) => containedIssues(one as unknown as Resource, at));
  return [...own, ...carried];
}

function* carriers(fields: Fields, path: string): Generator<readonly [Fields, string]> {
  for (const name of ['entry', 'parameter', 'part']) for (const [i, one] of list(fields[name]).entries()) {
    if (!isObject(one)) continue;
    const at = `${path}.${name}[${i}]`;
    if (isObject(one['resource'])) yield [one['resource'], `${at}.resource`];
    yield* carriers(one, at);
  }
}

function judge(one: Fields, path: string, isMentioned: (text: string) => boolean): Issue[] {
  const rule = (key: string, says: string) => issue('invariant', path, { key, says });
  const meta = isObject(one['meta']) ? one['meta'] : {};
  const issues: Issue[] = [];
  if (one['contained'] !== undefined) issues.push(rule('dom-2', 'a contained resource contains none'));
  if (meta['versionId'] !== undefined || meta['lastUpdated'] !== undefined) issues.push(rule('dom-4', 'a contained resource has no version'));
  if (meta['security'] !== undefined) issues.push(rule('dom-5', 'a contained resource has no security label of its own'));
  if (!isMentioned(`#${String(one['id'])}`) && !hashes(one).has('#')) issues.push(rule('dom-3', 'a contained resource is referred to'));
  return issues;
}

/** Who mentions "#id": the holder, or a contained resource other than the one asked for. Each text is looked at once. */
function mentions(holder: Fields, inner: readonly unknown[]): (text: string, except: number) => boolean {
  if (inner.length === 0) return () => false;
  const by = new Map<string, Set<number>>();
  [...inner, { ...holder, contained: undefined }].forEach((part, i) => hashes(part).forEach((text) => by.set(text, (by.get(text) ?? new Set()).add(i))));
  return (text, except) => {
    const parts = by.get(text);
    return parts !== undefined && (parts.size > 1 || !parts.has(except));
  };
}

function hashes(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value === 'string' && value.startsWith('#')) found.add(value);
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) hashes(inner, found);
  return found;
}
