import { isObject, type Item } from './items.ts';
import { rulesOf } from '../validation/rules.ts';
import { itemsOf } from './items.ts';
import type { ExtensionContext } from './profile.ts';

/** An extension with what it stands on: the type, the element's path in its definition, the extension around it. */
export type PlacedExtension = { readonly url: string; readonly item: Item; readonly on: { readonly type: string; readonly path: string; readonly isResource: boolean; readonly extension?: string } };

/** Every extension of a resource with an absolute url. */
export function* extensionsIn(item: Item, path: string = item.type): Generator<PlacedExtension> {
  const holder = isObject(item.value) ? item.value : undefined;
  const rules = rulesOf(holder ? item.type : 'Element');
  if (!rules) return;
  const around = item.type === 'Extension' && holder ? String(holder['url']) : undefined;
  for (const name of ['extension', 'modifierExtension']) for (const one of itemsOf(item, name)) {
    const url = isObject(one.value) ? one.value['url'] : undefined;
    if (typeof url === 'string' && /^[a-z]+:/.test(url)) yield { url, item: one, on: { type: item.type, path, isResource: rules.isResource, ...(around ? { extension: around } : {}) } };
  }
  const names = new Set(holder ? Object.keys(holder).map((n) => n.replace(/^_/, '')) : ['extension']);
  for (const name of names) {
    const property = rules.properties.get(name);
    if (!property || (property.isPrimitive && holder?.[`_${name}`] === undefined)) continue;
    for (const one of itemsOf(item, name)) yield* extensionsIn(one, rulesOf(one.type)?.isResource ? one.type : property.rule.path);
  }
}

/** Whether an extension may stand there (R4 defining-extensions.html#context). FHIRPath contexts are not judged. */
export function isInContext({ on }: PlacedExtension, contexts: readonly ExtensionContext[]): boolean {
  if (contexts.length === 0) return true;
  return contexts.some(({ type, expression }) => {
    if (type === 'fhirpath') return true;
    if (type === 'extension') return on.extension === expression.split('#')[0];
    const bare = expression.replace('[x]', '');
    if (bare === 'Element' || bare === on.type || bare === on.path.replace('[x]', '')) return true;
    return on.isResource && (bare === 'Resource' || bare === 'DomainResource' || bare === '*');
  });
}
