import { isBound } from '../validation/bindings.ts';
import { holds } from '../validation/constraints.ts';
import { isError, issue, type Issue, type IssueKey, type Params } from '../validation/issue.ts';
import { rulesOf } from '../validation/rules.ts';
import { targetType } from '../validation/scope.ts';
import { equals, includes, isOutside } from './compare.ts';
import { isObject, itemsOf, type Item } from './items.ts';
import { isCoreType, nameOfProfile, type Known, type Node, type NodeType, type Profile } from './profile.ts';
import { sliceOfItem } from './slices.ts';

type Check = Known & { readonly url: string; readonly issues: Issue[]; readonly depth: number };

/** Deeper than any chain of profiles on one value. */
const deepest = 40;

/** What keeps a value from conforming to a profile; the base rules of R4 are taken as met. */
export function checkProfile(item: Item, profile: Profile, known: Known, depth = 0): readonly Issue[] {
  if (item.type !== profile.type && profile.type !== 'Resource' && profile.type !== 'DomainResource') return [issue('profile-other-type', item.path, { profile: nameOfProfile(profile.url), type: profile.type })];
  if (depth > deepest) return [];
  const base = profile.base === undefined ? undefined : known.profile(profile.base);
  const check: Check = { ...known, url: profile.url, issues: [], depth: depth + 1 };
  checkItem(item, profile.root, check);
  return [...(base ? checkProfile(item, base, known, depth + 1) : []), ...check.issues];
}

function tell({ url, issues }: Check, key: IssueKey, at: string, params: Params = {}, severity: Issue['severity'] = 'error'): void {
  issues.push(issue(key, at, { profile: nameOfProfile(url), ...params }, severity));
}

function checkElement(items: readonly Item[], node: Node, path: string, check: Check): void {
  const { min = 0, max = Infinity } = node;
  if (max === 0 && items.length > 0) return tell(check, 'profile-forbidden', path);
  if (items.length < min) tell(check, 'profile-too-few', path, { min });
  if (items.length > max) tell(check, 'profile-too-many', path, { max });
  for (const item of items) checkItem(item, node, check);
  checkSlices(items, node, path, check);
}

function checkSlices(items: readonly Item[], node: Node, path: string, check: Check): void {
  const { slices, slicing } = node;
  if (slices.length === 0 && slicing?.rules !== 'closed') return;
  const conforms = (item: Item, url: string): boolean => {
    const profile = check.profile(url);
    return profile !== undefined && !checkProfile(item, profile, check, check.depth).some(isError);
  };
  const assigned = items.map((item) => sliceOfItem(item, node, { ...check, conforms }));
  for (const slice of slices) {
    const own = items.filter((_, i) => assigned[i] === slice);
    const params = { slice: slice.sliceName ?? '' };
    if (own.length < (slice.min ?? 0)) tell(check, 'profile-slice-few', path, { ...params, min: slice.min ?? 0 });
    if (own.length > (slice.max ?? Infinity)) tell(check, 'profile-slice-many', path, { ...params, max: slice.max ?? 0 });
    for (const item of own) checkItem(item, slice, check);
    checkSlices(own, slice, path, check);
  }
  const order = assigned.map((slice) => (slice ? slices.indexOf(slice) : -1));
  if (slicing?.rules === 'closed') items.forEach((item, i) => (order[i] === -1 ? tell(check, 'profile-closed', item.path) : undefined));
  if (slicing?.rules === 'openAtEnd' && order.some((at, i) => at === -1 && order.slice(i + 1).some((later) => later >= 0))) tell(check, 'profile-order', path);
  const placed = order.filter((at) => at >= 0);
  if (slicing?.ordered && placed.some((at, i) => at < (placed[i - 1] ?? 0))) tell(check, 'profile-order', path);
}

function checkItem(item: Item, node: Node, check: Check): void {
  const { value, path } = item;
  if (node.types) checkTypes(item, node.types, check);
  if (node.fixed !== undefined && !equals(value, node.fixed)) tell(check, 'profile-value', path);
  if (node.pattern !== undefined && !includes(value, node.pattern)) tell(check, 'profile-value', path);
  if (node.maxLength !== undefined && typeof value === 'string' && Array.from(value).length > node.maxLength) tell(check, 'profile-length', path, { max: node.maxLength });
  if (isOutside(value, node.minValue, node.maxValue)) tell(check, 'profile-range', path);
  if (node.binding) checkBinding(item, node.binding, check);
  for (const { key, severity, expression, human } of node.constraints) {
    const kept = value === undefined ? true : holds(expression, { type: item.type, value }, item.scope);
    if (kept === undefined) tell(check, 'rule-failed', path, { key }, 'warning');
    else if (!kept) tell(check, 'profile-invariant', path, { key, says: human }, severity);
  }
  for (const child of node.children.values()) checkElement(itemsOf(item, child.name), child, `${path}.${child.name.replace('[x]', '')}`, check);
}

const isAbstract = (code: string): boolean => ['Element', 'BackboneElement', 'Resource', 'DomainResource'].includes(code) || code.startsWith('http://hl7.org/fhirpath/');

function checkTypes(item: Item, types: readonly NodeType[], check: Check): void {
  const fitting = types.filter(({ code }) => code === item.type || isAbstract(code));
  if (fitting.length === 0) return tell(check, 'profile-type', item.path, { types: types.map(({ code }) => code).join(', ') });
  const profiles = fitting.flatMap(({ profile }) => profile ?? []).flatMap((url) => check.profile(url) ?? []);
  // One of the types without a profile takes any value of it.
  if (profiles.length > 0 && fitting.every(({ profile }) => profile !== undefined)) {
    const tried = profiles.map((profile) => checkProfile(item, profile, check, check.depth));
    if (!tried.some((issues) => !issues.some(isError))) check.issues.push(...(tried[0] ?? []));
  }
  const targets = fitting.flatMap(({ targetProfile }) => targetProfile ?? []);
  if (item.type === 'Reference' && targets.length > 0) checkTarget(item, targets, check);
}

function checkTarget({ value, path, scope }: Item, targets: readonly string[], check: Check): void {
  if (!isObject(value)) return;
  const { reference, type } = value;
  const got = typeof reference === 'string' ? targetType(reference, scope) : typeof type === 'string' ? type : undefined;
  const expected = targets.map((url) => check.profile(url)?.type ?? (isCoreType(url, (name) => rulesOf(name) !== undefined) ? nameOfProfile(url) : undefined));
  if (got === undefined || expected.includes(undefined) || expected.includes('Resource') || expected.includes(got)) return;
  tell(check, 'profile-target', path, { expected: [...new Set(expected)].join(', ') });
}

function checkBinding({ value, type, path }: Item, { strength, valueSet }: NonNullable<Node['binding']>, check: Check): void {
  if ((strength !== 'required' && strength !== 'extensible') || value === undefined) return;
  const set = check.membership(valueSet);
  const severity = strength === 'required' ? 'error' : 'warning';
  // An extensible binding allows words alone where no code fits.
  if (strength === 'extensible' && isObject(value) && value['coding'] === undefined && type === 'CodeableConcept') return;
  if (!set) return tell(check, 'profile-unchecked-binding', path, { valueSet }, 'warning');
  if (!isBound(value, type, set)) tell(check, 'profile-bound', path, { valueSet }, severity);
}
