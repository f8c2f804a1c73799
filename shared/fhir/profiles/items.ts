import type { Resource } from '@medplum/fhirtypes';
import { rulesOf } from '../validation/rules.ts';
import { containedScope, scopeOf, type Scope } from '../validation/scope.ts';
import type { Fields } from '../validation/invariants.ts';
import type { Step } from './profile.ts';

/** A value in a resource with its type and its place. `beside`: id and extensions of a primitive. */
export type Item = {
  readonly value: unknown;
  readonly beside?: Fields;
  readonly type: string;
  readonly path: string;
  readonly scope: Scope;
};

export const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

export const rootItem = (resource: Resource): Item => ({ value: resource, type: resource.resourceType, path: resource.resourceType, scope: scopeOf(resource) });

/** The values of an element by its name in a definition: "identifier", "value[x]", "valueQuantity". */
export function itemsOf(item: Item, name: string): readonly Item[] {
  const isPrimitive = !isObject(item.value);
  const holder = isPrimitive ? item.beside : item.value;
  const rules = rulesOf(isPrimitive ? 'Element' : item.type);
  if (!holder || !rules) return [];
  const bare = name.replace('[x]', '');
  const found: Item[] = [];
  for (const [json, property] of rules.properties) {
    if (json !== bare && (property.element !== bare || property.element === json)) continue;
    const [value, beside] = [holder[json], holder[`_${json}`]];
    if (value === undefined && beside === undefined) continue;
    const path = `${item.path}.${property.step}`;
    const count = Math.max(Array.isArray(value) ? value.length : 0, Array.isArray(beside) ? beside.length : 0);
    if (!Array.isArray(value) && !Array.isArray(beside)) found.push(made(value, beside, property.type.code, path, item, name));
    else for (let i = 0; i < count; i += 1) found.push(made((value as unknown[] | undefined)?.[i] ?? undefined, (beside as unknown[] | undefined)?.[i] ?? undefined, property.type.code, `${path}[${i}]`, item, name));
  }
  return found;
}

function made(value: unknown, beside: unknown, type: string, path: string, { scope }: Item, name: string): Item {
  const resource = type === 'Resource' && isObject(value) && typeof value['resourceType'] === 'string' ? (value as unknown as Resource) : undefined;
  return {
    value,
    ...(isObject(beside) ? { beside } : {}),
    type: resource?.resourceType ?? type,
    path,
    scope: resource === undefined ? scope : name === 'contained' ? containedScope(resource, scope) : scopeOf(resource, scope),
  };
}

/** The values at a discriminator's path; what only resolve() leads to is not looked for here. */
export function follow(item: Item, steps: readonly Step[]): readonly Item[] {
  return steps.reduce<readonly Item[]>((items, step) => items.flatMap((one) => take(one, step)), [item]);
}

function take(item: Item, step: Step): readonly Item[] {
  switch (step.kind) {
    case 'element':
      return itemsOf(item, step.name);
    case 'extension':
      return itemsOf(item, 'extension').filter(({ value }) => isObject(value) && value['url'] === step.url);
    case 'ofType':
      return item.type === step.type ? [item] : [];
    case 'resolve':
      return [item];
  }
}
