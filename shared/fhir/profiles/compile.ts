import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import { rulesOf } from '../validation/rules.ts';
import { ok, refuse, type Result } from '../../kernel/result.ts';
import { isCoreType, type DiscriminatorType, type Node, type NodeType, type Profile, type Slicing, type Step } from './profile.ts';

/** Why a StructureDefinition can't be enforced; `at` is the id of the element. */
export type Unsupported = { readonly at: string; readonly reason: string };

type Draft = { -readonly [K in keyof Omit<Node, 'slices' | 'children'>]: Node[K] } & { slices: Draft[]; children: Map<string, Draft> };

const draft = (name: string, sliceName?: string): Draft => ({ name, ...(sliceName ? { sliceName } : {}), constraints: [], slices: [], children: new Map() });

/**
 * A StructureDefinition as rules on top of its base: from the differential where it has one, since what the base says
 * is checked by the base; from the snapshot where that is all there is. So a definition with either works.
 */
export function compileProfile(definition: StructureDefinition): Result<Profile, readonly Unsupported[]> {
  const { url, type, baseDefinition, derivation, version } = definition;
  const differential = definition.differential?.element ?? [];
  const elements = differential.length > 0 ? differential : (definition.snapshot?.element ?? []);
  const faults: Unsupported[] = [];
  if (derivation !== 'constraint') faults.push({ at: type, reason: 'derivation: constraint' });
  if (!rulesOf(type)) faults.push({ at: type, reason: 'type' });
  const root = draft(type);
  const open = new Map<string, string>();
  for (const element of elements) {
    const at = element.id ?? element.path;
    const node = place(root, segmentsOf(element, open));
    if (!node) faults.push({ at, reason: 'path' });
    else read(element, node, type, (reason) => faults.push({ at, reason }));
  }
  if (faults.length > 0) return refuse(faults);
  const narrows = differential.length > 0 && baseDefinition !== undefined && !isCoreType(baseDefinition, (name) => rulesOf(name) !== undefined) ? baseDefinition : undefined;
  return ok({
    url, type, root,
    ...(version ? { version } : {}),
    ...(narrows ? { base: narrows } : {}),
    context: (definition.context ?? []).map((c) => ({ type: c.type ?? '', expression: c.expression ?? '' })),
  });
}

/** ["Patient", "identifier:cccd", "system"]: by the id, or by the path and the slices that stand open above it. */
function segmentsOf({ id, path, sliceName }: ElementDefinition, open: Map<string, string>): string[] {
  if (id?.includes('.') || id === path) {
    const byId = (id ?? '').split('.');
    if (byId.length === path.split('.').length) return byId;
  }
  for (const known of open.keys()) if (known === path || known.startsWith(`${path}.`)) open.delete(known);
  if (sliceName) open.set(path, sliceName);
  const names = path.split('.');
  return names.map((name, i) => {
    const slice = open.get(names.slice(0, i + 1).join('.'));
    return slice ? `${name}:${slice}` : name;
  });
}

function place(root: Draft, [first = '', ...rest]: readonly string[]): Draft | undefined {
  if (first.split(':')[0] !== root.name) return undefined;
  let node = root;
  for (const segment of rest) {
    const [name = '', slice] = segment.split(/:(.*)/s);
    if (name === '') return undefined;
    const child = node.children.get(name) ?? draft(name);
    node.children.set(name, child);
    node = slice ? sliceOf(child, slice) : child;
  }
  return node;
}

/** "a/b" is slice b of slice a. */
function sliceOf(node: Draft, slice: string): Draft {
  const parts = slice.split('/');
  return parts.reduce<Draft>((holder, _, i) => {
    const name = parts.slice(0, i + 1).join('/');
    const found = holder.slices.find((s) => s.sliceName === name) ?? draft(node.name, name);
    if (!holder.slices.includes(found)) holder.slices.push(found);
    return found;
  }, node);
}

type Fields = Readonly<Record<string, unknown>>;
const withPrefix = (element: ElementDefinition, prefix: string): unknown => Object.entries(element as unknown as Fields).find(([name]) => name.startsWith(prefix) && /^[A-Z]/.test(name.slice(prefix.length)))?.[1];

function read(element: ElementDefinition, node: Draft, type: string, fault: (reason: string) => void): void {
  if (element.min !== undefined) node.min = element.min;
  if (element.max !== undefined) node.max = element.max === '*' ? Infinity : Number(element.max);
  const types = (element.type ?? []).map(typeOf);
  if (types.length > 0) node.types = types;
  const [fixed, pattern] = [withPrefix(element, 'fixed'), withPrefix(element, 'pattern')];
  if (fixed !== undefined) node.fixed = fixed;
  if (pattern !== undefined) node.pattern = pattern;
  if (element.binding?.valueSet) node.binding = { strength: element.binding.strength ?? 'example', valueSet: element.binding.valueSet };
  if (element.maxLength !== undefined) node.maxLength = element.maxLength;
  const [least, most] = [withPrefix(element, 'minValue'), withPrefix(element, 'maxValue')];
  if (least !== undefined) node.minValue = least;
  if (most !== undefined) node.maxValue = most;
  // A snapshot repeats R4's own invariants; they are checked with the base.
  const own = (element.constraint ?? []).filter(({ key, expression }) => expression !== undefined && !isR4Rule(key ?? '', type));
  node.constraints = own.map((c) => ({ key: c.key ?? '', severity: c.severity ?? 'error', expression: c.expression ?? '', human: c.human ?? '' }));
  if (element.slicing) node.slicing = slicingOf(element, node, fault);
}

const isR4Rule = (key: string, type: string): boolean => ['ele-1', 'ext-1', 'dom-2', 'dom-3', 'dom-4', 'dom-5', 'dom-6'].includes(key) || (rulesOf(type)?.constraints ?? []).some((c) => c.key === key);

const typeOf = ({ code, profile, targetProfile }: NonNullable<ElementDefinition['type']>[number]): NodeType => ({
  code: code ?? '',
  ...(profile ? { profile } : {}),
  ...(targetProfile ? { targetProfile } : {}),
});

const kinds: readonly string[] = ['value', 'pattern', 'exists', 'type', 'profile'] satisfies DiscriminatorType[];

function slicingOf({ slicing }: ElementDefinition, node: Draft, fault: (reason: string) => void): Slicing {
  const discriminators = (slicing?.discriminator ?? []).flatMap(({ type, path }) => {
    const steps = stepsOf(path);
    if (!steps) fault(`discriminator path: ${path}`);
    if (!kinds.includes(type)) fault(`discriminator type: ${type}`);
    if (type === 'profile' && steps?.some((s) => s.kind === 'resolve')) fault('discriminator: profile of resolve()');
    return steps ? [{ type, path: steps }] : [];
  });
  const isExtension = /^(modifierE|e)xtension$/.test(node.name);
  return {
    discriminators: discriminators.length === 0 && isExtension ? [{ type: 'value', path: [{ kind: 'element', name: 'url' }] }] : discriminators,
    rules: slicing?.rules ?? 'open',
    ordered: slicing?.ordered ?? false,
  };
}

/** "$this", "code.coding.code", "extension('url').value", "resolve()", "value.ofType(Quantity)"; undefined for anything else. */
export function stepsOf(path: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  let rest = path.replace(/^\$this(\.|$)/, '');
  while (rest !== '') {
    const [all, extension, type, call, name] = /^(?:extension\(["']([^"']+)["']\)|(?:ofType|as)\(([A-Za-z]+)\)|(resolve\(\))|([A-Za-z][A-Za-z0-9]*(?:\[x\])?))(?:\.|$)/.exec(rest) ?? [];
    if (all === undefined) return undefined;
    steps.push(extension ? { kind: 'extension', url: extension } : type ? { kind: 'ofType', type } : call ? { kind: 'resolve' } : { kind: 'element', name: name ?? '' });
    rest = rest.slice(all.length);
  }
  return steps;
}
