import { ok, refuse, type Result } from '../../kernel/result.ts';
import { writtenAs } from '../decimals.ts';

/**
 * A value of the patch: of a data type, or of an element without a type of its own, in parts. `text`: how a number was
 * written, if not as JavaScript would.
 */
export type PatchValue = { readonly type: string; readonly value: unknown; readonly text?: string } | { readonly parts: readonly { readonly name: string; readonly value: PatchValue }[] };

/** One step of a FHIRPath Patch (R4 fhirpatch.html). Indexes count from 0. */
export type PatchOperation = { readonly path: string } & (
  | { readonly type: 'add'; readonly name: string; readonly value: PatchValue }
  | { readonly type: 'insert'; readonly value: PatchValue; readonly index: number }
  | { readonly type: 'delete' }
  | { readonly type: 'replace'; readonly value: PatchValue }
  | { readonly type: 'move'; readonly source: number; readonly destination: number }
);

const most = 200;
const longestPath = 500;

type Fields = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const partsOf = (parameter: unknown): readonly Fields[] => (isObject(parameter) && Array.isArray(parameter['part']) ? parameter['part'].filter(isObject) : []);

/** The operations of a Parameters resource; refused with the number of the first that is none. */
export function readOperations(parameters: unknown): Result<readonly PatchOperation[], number> {
  const list: readonly unknown[] = isObject(parameters) && Array.isArray(parameters['parameter']) ? parameters['parameter'] : [];
  // None is a patch too: it changes nothing.
  if (!isObject(parameters) || list.length > most) return refuse(0);
  const operations: PatchOperation[] = [];
  for (const [i, one] of list.entries()) {
    const operation = isObject(one) && one['name'] === 'operation' ? readOperation(one) : undefined;
    if (!operation) return refuse(i);
    operations.push(operation);
  }
  return ok(operations);
}

function readOperation(parameter: Fields): PatchOperation | undefined {
  const parts = new Map(partsOf(parameter).map((part) => [part['name'], part]));
  const text = (name: string): string | undefined => {
    const part = parts.get(name);
    const found = part?.['valueString'] ?? part?.['valueCode'];
    return typeof found === 'string' ? found : undefined;
  };
  const index = (name: string): number | undefined => {
    const found = parts.get(name)?.['valueInteger'];
    return Number.isInteger(found) && (found as number) >= 0 ? (found as number) : undefined;
  };
  const [type, path, name, value] = [text('type'), text('path'), text('name'), readValue(parts.get('value'))];
  if (path === undefined || !isHarmless(path)) return undefined;
  switch (type) {
    case 'add':
      return name !== undefined && value ? { type, path, name, value } : undefined;
    case 'insert': {
      const at = index('index');
      return at !== undefined && value ? { type, path, value, index: at } : undefined;
    }
    case 'delete':
      return { type, path };
    case 'replace':
      return value && { type, path, value };
    case 'move': {
      const [source, destination] = [index('source'), index('destination')];
      return source !== undefined && destination !== undefined ? { type, path, source, destination } : undefined;
    }
    case undefined:
    default:
      return undefined;
  }
}

function readValue(part: Fields | undefined): PatchValue | undefined {
  if (!part) return undefined;
  const typed = Object.keys(part).find((key) => /^value[A-Z]/.test(key));
  if (typed) {
    const type = typed.slice('value'.length);
    const value = part[typed];
    // Primitives have lower-case names: valueCode holds a code.
    const written = writtenAs(part, typed);
    return { type: isObject(value) ? type : type.charAt(0).toLowerCase() + type.slice(1), value, ...(written === undefined ? {} : { text: written }) };
  }
  const inner = partsOf(part).map((one) => ({ name: one['name'], value: readValue(one) }));
  const parts = inner.flatMap(({ name, value }) => (typeof name === 'string' && value ? [{ name, value }] : []));
  return parts.length > 0 && parts.length === inner.length ? { parts } : undefined;
}

/** Functions that choose nodes and end soon; a client's regular expression may not (`matches`), nor may `repeat`. */
const choosing = new Set(['where', 'first', 'last', 'tail', 'skip', 'take', 'single', 'ofType', 'as', 'is', 'exists', 'empty', 'not', 'extension', 'startsWith', 'endsWith', 'contains', 'count', 'all', 'hasValue', 'lower', 'upper']);

function isHarmless(path: string): boolean {
  if (path.length > longestPath) return false;
  const bare = path.replaceAll(/'(?:[^'\\]|\\.)*'/g, "''");
  return [...bare.matchAll(/([A-Za-z_]\w*)\s*\(/g)].every(([, name = '']) => choosing.has(name) || name === 'and' || name === 'or');
}
