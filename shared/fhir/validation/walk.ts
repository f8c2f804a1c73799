import { isBound, r4Membership } from './bindings.ts';
import { holds } from './constraints.ts';
import { invariants, type Fields } from './invariants.ts';
import { isError, issue, type Issue } from './issue.ts';
import { primitiveFault } from './primitives.ts';
import { referenceIssues } from './referenceIssues.ts';
import { rulesOf, type Property, type TypeRules } from './rules.ts';
import { containedScope, scopeOf, type Scope } from './scope.ts';
import type { Resource } from '@medplum/fhirtypes';

/** Deeper than any resource; a bound, so that hostile nesting ends early. */
const deepest = 60;

/** Rules that the walk itself keeps: elements have content, narratives are safe, contained resources are used. */
const native = new Set(['ele-1', 'ext-1', 'ref-1', 'txt-1', 'txt-2', 'dom-2', 'dom-3', 'dom-4', 'dom-5', 'sdf-19']);

/** FHIRPath rules wait until the structure is known to be right: they would stumble over what is not. */
type Later = () => Issue | undefined;

/** `ids`: of the elements met so far, by the resource that they are of. */
type Walk = { readonly issues: Issue[]; readonly later: Later[]; readonly ids: Map<Resource, Set<unknown>> };

/** One pass over a resource of a known type by the rules of R4; then its invariants. */
export function walkResource(resource: Resource): readonly Issue[] {
  const walk: Walk = { issues: [], later: [], ids: new Map() };
  visitObject(resource as unknown as Fields, resource.resourceType, resource.resourceType, scopeOf(resource), walk, 0);
  if (walk.issues.some(({ code, severity }) => isError({ severity } as Issue) && (code === 'structure' || code === 'required'))) return walk.issues;
  return [...walk.issues, ...walk.later.flatMap((check) => check() ?? [])];
}

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

function visitObject(value: Fields, type: string, path: string, scope: Scope, walk: Walk, depth: number): void {
  const say = (...given: Parameters<typeof issue>) => void walk.issues.push(issue(...given));
  const rules = rulesOf(type);
  if (!rules) return say('not-a-type', path);
  if (depth > deepest) return say('too-deep', path);
  const names = Object.keys(value).filter((name) => !(name === 'resourceType' && rules.isResource));
  if (names.length === 0 && !rules.isResource) return say('empty-object', path);
  const choices = new Map<string, string>();
  for (const name of names) {
    const bare = name.startsWith('_') ? name.slice(1) : name;
    const property = rules.properties.get(bare);
    if (!property) say('unknown-element', `${path}.${name}`);
    else if (name !== bare && !property.isPrimitive) say('no-extension-here', `${path}.${bare}`);
    else {
      const before = choices.get(property.element);
      if (before !== undefined && before !== bare) say('two-of-a-choice', `${path}.${property.element}`);
      choices.set(property.element, bare);
      // A value and what stands beside it are visited together.
      if (name === bare || value[bare] === undefined) visitProperty(value, bare, property, `${path}.${property.step}`, scope, walk, depth);
    }
  }
  for (const { element, names: possible } of rules.required) if (!possible.some((name) => value[name] !== undefined || value[`_${name}`] !== undefined)) say('missing', `${path}.${element}`);
  if (value['id'] !== undefined && !rules.isResource && isSecond(value['id'], type, scope, walk)) say('id-twice', `${path}.id`);
  rulesOfValue(value, type, rules, path, scope, walk);
}

/** R4 2.24.0.2: the id of an element is unique in its resource; a definition tells its elements twice, as snapshot and as differential. */
function isSecond(id: unknown, type: string, { resource }: Scope, { ids }: Walk): boolean {
  if (type === 'ElementDefinition') return false;
  const met = ids.get(resource) ?? new Set();
  if (met.has(id)) return true;
  ids.set(resource, met.add(id));
  return false;
}

function visitProperty(parent: Fields, name: string, property: Property, path: string, scope: Scope, walk: Walk, depth: number): void {
  const { rule } = property;
  const [value, beside] = [parent[name], parent[`_${name}`]];
  const say = (...given: Parameters<typeof issue>) => void walk.issues.push(issue(...given));
  if (!rule.isArray) {
    if (Array.isArray(value) || Array.isArray(beside)) return say('one-needed', path);
    return visitValue(value, beside, property, path, scope, walk, depth);
  }
  for (const one of [value, beside]) if (one !== undefined && !Array.isArray(one)) return say('list-needed', path);
  const [values, besides] = [(value ?? []) as readonly unknown[], (beside ?? []) as readonly unknown[]];
  const count = Math.max(values.length, besides.length);
  if (count === 0 || (value !== undefined && values.length === 0) || (beside !== undefined && besides.length === 0)) return say('empty-list', path);
  if (count > rule.max) say('too-many', path, { max: rule.max });
  if (count < rule.min) say('too-few', path, { min: rule.min });
  for (let i = 0; i < count; i += 1) {
    // In a list of primitives null stands for "nothing here, see the other list".
    const [one, extra] = [values[i] === null && isObject(besides[i]) ? undefined : values[i], besides[i] === null ? undefined : besides[i]];
    if (one === undefined && extra === undefined) say('null', `${path}[${i}]`);
    else visitValue(one, extra, property, `${path}[${i}]`, scope, walk, depth);
  }
  return undefined;
}

function visitValue(value: unknown, beside: unknown, property: Property, path: string, scope: Scope, walk: Walk, depth: number): void {
  const say = (...given: Parameters<typeof issue>) => void walk.issues.push(issue(...given));
  const { type, rule, isPrimitive } = property;
  if (value === null || beside === null) return say('null', path);
  if (isPrimitive) {
    if (beside !== undefined) {
      if (!isObject(beside)) return say('object-needed', path, { type: 'Element' });
      visitObject(beside, 'Element', path, scope, walk, depth + 1);
    }
    // ele-1: an id alone is no content.
    if (value === undefined) return isObject(beside) && beside['extension'] === undefined ? say('null', path) : undefined;
    const fault = primitiveFault(type.code, value, property, path);
    if (fault) return void walk.issues.push(fault);
  } else {
    if (!isObject(value)) return say('object-needed', path, { type: type.code });
    visitComplex(value, property, path, scope, walk, depth);
  }
  bindingIssue(value, property, path, walk);
  for (const { key, expression, severity, description } of rule.constraints ?? []) {
    // What a backbone element or a data type asks of itself is asked when its content is visited.
    if (severity !== 'error' || native.has(key) || rulesOf(type.code)?.constraints.some((c) => c.key === key)) continue;
    walk.later.push(() => broken(key, expression, description, { type: type.code, value }, path, scope));
  }
  return undefined;
}

function visitComplex(value: Fields, { type, rule }: Property, path: string, scope: Scope, walk: Walk, depth: number): void {
  if (type.code !== 'Resource') {
    // SimpleQuantity and MoneyQuantity are profiles in name only: R4 uses them as types.
    const narrowed = type.profile?.map((url) => url.split('/').at(-1) ?? '').find((name) => invariants[name]);
    for (const { key, says, holds: kept } of narrowed ? (invariants[narrowed] ?? []) : []) if (!kept(value)) walk.issues.push(issue('invariant', path, { key, says }));
    visitObject(value, type.code, path, scope, walk, depth + 1);
    if (type.code === 'Reference') walk.issues.push(...referenceIssues(value, type.targetProfile, path, scope));
    return;
  }
  const inner = value['resourceType'];
  if (typeof inner !== 'string' || !rulesOf(inner)?.isResource) return void walk.issues.push(issue('not-a-type', path));
  const resource = value as unknown as Resource;
  const contained = rule.path.endsWith('.contained');
  return visitObject(value, inner, path, contained ? containedScope(resource, scope) : scopeOf(resource, scope), walk, depth + 1);
}

function bindingIssue(value: unknown, { type, rule }: Property, path: string, walk: Walk): void {
  const { strength, valueSet } = rule.binding ?? {};
  if (valueSet === undefined) return;
  // Languages are bound as "preferred", but R4 gives every language code the form of BCP 47 at most.
  const judged = strength === 'required' || (type.code === 'code' && valueSet === 'http://hl7.org/fhir/ValueSet/languages');
  const set = judged ? r4Membership(valueSet) : undefined;
  if (set && !isBound(value, type.code, set)) walk.issues.push(issue('not-bound', path, { valueSet }));
}

function rulesOfValue(value: Fields, type: string, rules: TypeRules, path: string, scope: Scope, walk: Walk): void {
  const own = invariants[type] ?? [];
  for (const { key, says, holds: kept } of own) if (!kept(value)) walk.issues.push(issue('invariant', path, { key, says }));
  for (const { key, expression, severity, description } of rules.constraints) {
    if (severity !== 'error' || native.has(key) || own.some((one) => one.key === key)) continue;
    walk.later.push(() => broken(key, expression, description, { type, value }, path, scope));
  }
}

function broken(key: string, expression: string, says: string, value: { type: string; value: unknown }, path: string, scope: Scope): Issue | undefined {
  const kept = holds(expression, value, scope);
  if (kept === undefined) return issue('rule-failed', path, { key }, 'information');
  return kept ? undefined : issue('invariant', path, { key, says });
}
