import { encodedHierarchies } from './hierarchies.generated.ts';

/** In ICD-10 a subcategory's code begins with that of its category (WHO, ICD-10 volume 2, 2.4). */
const byPrefix = /^http:\/\/hl7\.org\/fhir\/sid\/icd-10(?:-[a-z]+)?$/;

const decoded = new Map<string, ReadonlyMap<string, string>>();

function parentsIn(system: string): ReadonlyMap<string, string> {
  const known = decoded.get(system);
  if (known) return known;
  const encoded = Object.hasOwn(encodedHierarchies, system) ? (encodedHierarchies[system] ?? '') : '';
  const parents = new Map(encoded.split(' ').map((pair) => pair.split('<')).map(([child = '', parent = '']) => [child, parent]));
  decoded.set(system, parents);
  return parents;
}

/** Code systems in which something stands below something, as far as it is known here. */
export const hasHierarchy = (system: string): boolean => byPrefix.test(system) || Object.hasOwn(encodedHierarchies, system);

/** Whether the code is the other one, or stands below it. */
export function isBelow(system: string, code: string, ancestor: string): boolean {
  if (byPrefix.test(system)) return code === ancestor || (ancestor.length >= 3 && code.replace('.', '').startsWith(ancestor.replace('.', '')));
  const parents = parentsIn(system);
  for (let at: string | undefined = code; at !== undefined; at = parents.get(at)) if (at === ancestor) return true;
  return false;
}
