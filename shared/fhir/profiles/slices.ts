import { isBound } from '../validation/bindings.ts';
import { targetType } from '../validation/scope.ts';
import { equals, includes } from './compare.ts';
import { follow, isObject, itemsOf, type Item } from './items.ts';
import { nameOfProfile, type Known, type Node, type Slicing, type Step } from './profile.ts';

type Judge = Known & { readonly conforms: (item: Item, profile: string) => boolean };

/** The slice that a value belongs to: the first whose discriminators it meets (R4 profiling.html#slicing). */
export function sliceOfItem(item: Item, { slices, slicing, name }: Node, known: Judge): Node | undefined {
  const by = slicing?.discriminators ?? implied(name);
  return slices.find((slice) => by.length > 0 && by.every((d) => meets(item, slice, d, known)));
}

/** Extensions are sliced by url and choices by type, said or not (R4 profiling.html#shortcuts). */
function implied(name: string): Slicing['discriminators'] {
  if (/^(modifierE|e)xtension$/.test(name)) return [{ type: 'value', path: [{ kind: 'element', name: 'url' }] }];
  return name.endsWith('[x]') ? [{ type: 'type', path: [] }] : [];
}

function meets(item: Item, slice: Node, { type, path }: Slicing['discriminators'][number], known: Judge): boolean {
  const found = follow(item, path);
  if (isUrlOfExtension(item, path)) {
    const url = slice.children.get('url')?.fixed ?? slice.types?.[0]?.profile?.[0]?.split('|')[0];
    return isObject(item.value) && url !== undefined && item.value['url'] === url;
  }
  const nodes = nodesAt(slice, path, known);
  switch (type) {
    case 'exists':
      return nodes.some(({ min, max }) => (max === 0 ? found.length === 0 : (min ?? 1) > 0 && found.length > 0));
    case 'type':
      return found.some((one) => nodes.some((node) => isOfType(one, node, path)));
    case 'profile':
      return found.some((one) => nodes.flatMap(({ types = [] }) => types.flatMap(({ profile }) => profile ?? [])).some((url) => known.conforms(one, url)));
    case 'value':
    case 'pattern':
      return found.some((one) => nodes.some((node) => hasValues(node) && meetsValues(one, node, known)));
  }
}

const isUrlOfExtension = ({ type }: Item, path: readonly Step[]): boolean => type === 'Extension' && path.length === 1 && path[0]?.kind === 'element' && path[0].name === 'url';

/** What the slice says at the discriminator's path, in its own elements or in the profile of its type. */
function nodesAt(slice: Node, path: readonly Step[], known: Known): readonly Node[] {
  return path.reduce<readonly Node[]>((nodes, step) => nodes.flatMap((node) => below(node, step, known)), [slice]);
}

function below(node: Node, step: Step, known: Known): readonly Node[] {
  if (step.kind === 'resolve' || step.kind === 'ofType') return [node];
  if (step.kind === 'extension') return (node.children.get('extension')?.slices ?? []).filter((s) => (s.children.get('url')?.fixed ?? s.types?.[0]?.profile?.[0]) === step.url);
  const named = (one: Node) => [one.children.get(step.name), one.children.get(`${step.name}[x]`)].filter((n) => n !== undefined);
  const own = named(node);
  const profiles = (node.types ?? []).flatMap(({ profile }) => profile ?? []).flatMap((url) => known.profile(url)?.root ?? []);
  // Values that a pattern fixes from further up count below it as well.
  const inherited = isObject(node.pattern ?? node.fixed) ? (node.pattern ?? node.fixed) as Readonly<Record<string, unknown>> : undefined;
  const implied = inherited?.[step.name] === undefined ? [] : [{ name: step.name, pattern: Array.isArray(inherited[step.name]) ? (inherited[step.name] as unknown[])[0] : inherited[step.name], constraints: [], slices: [], children: new Map() } satisfies Node];
  return [...own, ...own.flatMap(({ slices }) => slices), ...profiles.flatMap(named), ...implied];
}

function isOfType(item: Item, { types = [], sliceName, name }: Node, path: readonly Step[]): boolean {
  if (path.at(-1)?.kind !== 'resolve') {
    if (types.length === 0 && name.endsWith('[x]') && sliceName) return sliceName === name.replace('[x]', '') + item.type.charAt(0).toUpperCase() + item.type.slice(1);
    return types.some(({ code }) => code === item.type);
  }
  const reference = isObject(item.value) ? item.value['reference'] : undefined;
  const got = typeof reference === 'string' ? targetType(reference, item.scope) : undefined;
  return types.some(({ targetProfile }) => targetProfile?.some((url) => nameOfProfile(url) === got));
}

const hasValues = (node: Node): boolean => node.fixed !== undefined || node.pattern !== undefined || node.binding?.strength === 'required' || [...node.children.values()].some(hasValues);

function meetsValues(item: Item, node: Node, known: Known): boolean {
  if (node.fixed !== undefined && !equals(item.value, node.fixed)) return false;
  if (node.pattern !== undefined && !includes(item.value, node.pattern)) return false;
  if (node.binding?.strength === 'required') {
    const set = known.membership(node.binding.valueSet);
    if (set && !isBound(item.value, item.type, set)) return false;
  }
  return [...node.children.values()].filter(hasValues).every((child) => itemsOf(item, child.name).some((one) => meetsValues(one, child, known)));
}
