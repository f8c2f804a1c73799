import type { CodeSystemConcept, ValueSet, ValueSetComposeInclude, ValueSetComposeIncludeFilter } from '@medplum/fhirtypes';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { TerminologyErrorCode } from './errors.ts';
import type { TerminologySource } from './source.ts';
import type { Entry, SystemIndex } from './systemIndex.ts';

export type Code = { readonly system: string; readonly code: string; readonly concept: CodeSystemConcept };
/** By "system|code", in the order of the definition. */
export type Codes = ReadonlyMap<string, Code>;
type Refused = Refusal<TerminologyErrorCode>;

/** Value sets within value sets deeper than any that is meant. */
const deepest = 12;
/** What one answer can be made of. */
export const mostCodes = 20_000;

/** Every code of a value set (R4 ValueSet.compose). One whose systems are not all here is refused, never cut short. */
export async function codesIn(valueSet: ValueSet, source: TerminologySource, depth = 0): Promise<Result<Codes, Refused>> {
  if (depth > deepest) return refuse(refusal('TERMINOLOGY_EXPANSION_TOO_LARGE', { params: { most: mostCodes } }));
  if (!valueSet.compose) return ok(expanded(valueSet));
  const codes = new Map<string, Code>();
  for (const include of valueSet.compose.include ?? []) {
    const part = await included(include, source, depth);
    if (!part.ok) return part;
    for (const [token, code] of part.value) codes.set(token, code);
    if (codes.size > mostCodes) return refuse(refusal('TERMINOLOGY_EXPANSION_TOO_LARGE', { params: { most: mostCodes } }));
  }
  for (const exclude of valueSet.compose.exclude ?? []) {
    const part = await included(exclude, source, depth);
    if (!part.ok) return part;
    for (const token of part.value.keys()) codes.delete(token);
  }
  return ok(codes);
}

/** A stored value set that has nothing but its expansion. */
function expanded({ expansion }: ValueSet): Codes {
  const codes = new Map<string, Code>();
  const visit = (contains: NonNullable<ValueSet['expansion']>['contains'] = []): void => {
    for (const { system, code, display, contains: inner } of contains) {
      if (system && code) codes.set(`${system}|${code}`, { system, code, concept: { code, ...(display ? { display } : {}) } });
      visit(inner);
    }
  };
  visit(expansion?.contains);
  return codes;
}

async function included({ system, concept, filter, valueSet }: ValueSetComposeInclude, source: TerminologySource, depth: number): Promise<Result<Codes, Refused>> {
  const own = system === undefined ? undefined : await ofSystem(system, concept, filter, source);
  if (own && !own.ok) return own;
  let codes: Codes | undefined = own?.value;
  for (const url of valueSet ?? []) {
    const other = await source.valueSet(url);
    if (!other) return refuse(refusal('TERMINOLOGY_VALUE_SET_UNKNOWN', { params: { valueSet: url } }));
    const inner = await codesIn(other, source, depth + 1);
    if (!inner.ok) return inner;
    // R4: what stands in one include must meet all of it.
    codes = codes === undefined ? inner.value : new Map([...codes].filter(([token]) => inner.value.has(token)));
  }
  return ok(codes ?? new Map());
}

async function ofSystem(system: string, listed: ValueSetComposeInclude['concept'], filters: ValueSetComposeInclude['filter'], source: TerminologySource): Promise<Result<Codes, Refused>> {
  const index = await source.system(system);
  if (listed) {
    // Codes that are named one by one need no code system to stand.
    return ok(new Map(listed.map(({ code, display, designation }) => [`${system}|${code}`, { system, code, concept: { ...index?.find(code)?.concept, code, ...(display ? { display } : {}), ...(designation ? { designation } : {}) } }])));
  }
  if (!index) return refuse(refusal('TERMINOLOGY_SYSTEM_UNKNOWN', { params: { system } }));
  const chosen = [...index.entries].filter(([, { concept }]) => !isAbstract(concept));
  const passing = filters?.map((f) => filterOf(f, index)) ?? [];
  const unsupported = filters?.find((_, i) => passing[i] === undefined);
  if (unsupported) return refuse(refusal('TERMINOLOGY_FILTER_UNSUPPORTED', { params: { filter: `${unsupported.property} ${unsupported.op}` } }));
  return ok(new Map(chosen.filter(([code, entry]) => passing.every((pass) => pass?.(code, entry))).map(([code, { concept }]) => [`${system}|${code}`, { system, code, concept }])));
}

/** Groupers of v3 and of ours are not to be chosen. */
export const isAbstract = ({ property = [] }: CodeSystemConcept): boolean => property.some(({ code, valueBoolean }) => code === 'notSelectable' && valueBoolean === true);

const valueOf = ({ concept }: Entry, property: string): string | undefined => {
  const found = concept.property?.find(({ code }) => code === property);
  const value = found && Object.entries(found).find(([name]) => name.startsWith('value'))?.[1];
  return value === undefined ? undefined : typeof value === 'object' ? (value as { code?: string }).code : String(value as string | number | boolean);
};

function filterOf({ property, op, value }: ValueSetComposeIncludeFilter, index: SystemIndex): ((code: string, entry: Entry) => boolean) | undefined {
  const of = (code: string, entry: Entry) => (property === 'code' ? code : property === 'display' ? entry.concept.display : valueOf(entry, property));
  switch (op) {
    case 'is-a':
      return (code) => code === value || index.ancestors(code).has(value);
    case 'descendent-of':
      return (code) => index.ancestors(code).has(value);
    case 'is-not-a':
      return (code) => code !== value && !index.ancestors(code).has(value);
    case 'generalizes':
      return (code) => code === value || index.ancestors(value).has(code);
    case '=':
      return (code, entry) => of(code, entry) === value;
    case 'in':
      return (code, entry) => value.split(',').map((v) => v.trim()).includes(of(code, entry) ?? '');
    case 'not-in':
      return (code, entry) => !value.split(',').map((v) => v.trim()).includes(of(code, entry) ?? '');
    case 'exists':
      return (code, entry) => (of(code, entry) !== undefined) === (value === 'true');
    case 'regex':
    default:
      // A regex is a program of somebody else's: it could run for ever.
      return undefined;
  }
}
