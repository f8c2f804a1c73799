import type { Resource } from '@medplum/fhirtypes';
import { fold } from '../../kernel/fold.ts';
import { parseReference } from '../references.ts';
import { isIn } from './compartments.ts';
import { compareRanges, rangeOf, type DateRange } from './dates.ts';
import { parametersOf, type CompositeParameter, type SimpleParameter } from './definitions.ts';
import { isBelow } from './hierarchies.ts';
import { tokensOf } from './tokens.ts';
import { textsOf } from './texts.ts';
import { valuesAt, type Found } from './values.ts';
import { commonMeasure } from './units.ts';
import type { Clause, SearchRequest, SearchValue } from './request.ts';

/**
 * Whether a resource meets every clause. This is the meaning of a search here: indexes only propose candidates.
 * Chains, `_has`, lists and value sets must have been replaced before (resolveChains.ts).
 */
export const matches = (resource: Resource, request: SearchRequest): boolean =>
  resource.resourceType === request.type && request.clauses.every((clause) => matchesClause(resource, clause));

function matchesClause(resource: Resource, clause: Clause): boolean {
  switch (clause.kind) {
    case 'simple': {
      const found = valuesAt(resource, clause.parameter.paths);
      const some = clause.values.some((value) => found.some((one) => matchesValue(one, value, clause.parameter, clause.modifier)));
      return clause.modifier === 'not' ? !some : some;
    }
    case 'missing':
      return (valuesAt(resource, clause.parameter.paths).filter((v) => countsFor(v)).length === 0) === clause.missing;
    case 'composite':
      return clause.values.some((parts) => matchesComposite(resource, clause.parameter, parts));
    case 'compartment':
      return isIn(resource, clause.of);
    case 'chain':
    case 'has':
    case 'list':
    case 'value-set':
      throw new Error(`${clause.name} must be resolved before matching`);
  }
}

function matchesComposite(resource: Resource, parameter: CompositeParameter, values: readonly SearchValue[]): boolean {
  return parameter.places.some(({ base, parts }) => {
    const bases = base ? valuesAt(resource, [base]).map((f) => f.value) : [resource];
    return bases.some((at) =>
      parts.every((part, i) => {
        const value = values[i];
        return value !== undefined && valuesAt(at, part.paths).some((found) => matchesValue(found, value, part));
      }),
    );
  });
}

/** A reference of another type than the parameter names does not count as a value of it. */
function countsFor({ value, target }: Found): boolean {
  if (!target) return true;
  const reference = (value as { reference?: string; type?: string }).reference;
  return reference === undefined ? (value as { type?: string }).type === target : parseReference(reference)?.type === target;
}

function matchesValue(found: Found, value: SearchValue, parameter: SimpleParameter, modifier?: string): boolean {
  switch (value.type) {
    case 'string':
      return textsOf(found).some((text) => matchesText(text, value.text, modifier, found.type));
    case 'token':
      if (modifier === 'text') return tokensOf(found).some((t) => t.texts.some((text) => fold(text).startsWith(fold(value.text))));
      if (modifier === 'identifier') return tokensOf({ value: (found.value as { identifier?: unknown }).identifier, type: 'Identifier' }).some((t) => matchesToken(t, value));
      if (modifier === 'below') return tokensOf(found).some((t) => stands(t, value, (code, other) => isBelow(value.system ?? '', code, other)));
      if (modifier === 'above') return tokensOf(found).some((t) => stands(t, value, (code, other) => isBelow(value.system ?? '', other, code)));
      return tokensOf(found).some((t) => matchesToken(t, value));
    case 'typed-identifier':
      return matchesTypedIdentifier(found.value as Identifier, value);
    case 'reference':
      return countsFor(found) && matchesReference(found, value, parameter);
    case 'uri':
      return typeof found.value === 'string' && matchesUri(found.value, value.text, modifier);
    case 'date': {
      const range = rangeOf(found.value, found.type);
      return range !== undefined && compareRanges(value.prefix, range, value.range, Math.abs(Date.now() - value.range.low) * 0.1);
    }
    case 'number':
      return typeof found.value === 'number' && compareNumber(value.prefix, { low: found.value, high: found.value }, value.range);
    case 'quantity':
      return matchesQuantity(found, value);
  }
}

/** R4 3.1.1.4.8: begins with, folded; in a name or an address any word may begin so. */
function matchesText(text: string, wanted: string, modifier: string | undefined, type: string): boolean {
  if (modifier === 'exact') return text === wanted;
  const [folded, needle] = [fold(text), fold(wanted)];
  if (modifier === 'contains') return folded.includes(needle);
  const words = type === 'HumanName' || type === 'Address' || type === 'string';
  return folded.startsWith(needle) || (words && folded.includes(` ${needle}`));
}

type Token = ReturnType<typeof tokensOf>[number];

/** Codes compare without case (R4 3.1.1.4.10), systems exactly. */
function matchesToken(token: Token, wanted: Extract<SearchValue, { type: 'token' }>): boolean {
  if (wanted.system !== undefined && !token.impliedSystem && (token.system ?? '') !== wanted.system) return false;
  return wanted.code === undefined || token.code?.toLowerCase() === wanted.code.toLowerCase();
}

/** The token is of the system asked for, and its code stands to the one asked for as `related` says. */
function stands(token: Token, { system, code }: Extract<SearchValue, { type: 'token' }>, related: (code: string, other: string) => boolean): boolean {
  return (token.system === system || token.impliedSystem) && token.code !== undefined && code !== undefined && related(token.code, code);
}

type Identifier = { readonly value?: string; readonly type?: { readonly coding?: readonly { readonly system?: string; readonly code?: string }[] } };

const matchesTypedIdentifier = (found: Identifier, { system, code, value }: Extract<SearchValue, { type: 'typed-identifier' }>): boolean =>
  found.value === value && (found.type?.coding ?? []).some((c) => c.code === code && (system === undefined || c.system === system));

function matchesReference(found: Found, wanted: Extract<SearchValue, { type: 'reference' }>, parameter: SimpleParameter): boolean {
  if (found.type === 'Resource') {
    const inner = found.value as Resource;
    return inner.id === wanted.id && (!wanted.resourceType || inner.resourceType === wanted.resourceType);
  }
  const text = typeof found.value === 'string' ? found.value : (found.value as { reference?: string }).reference;
  if (!text) return false;
  if (wanted.url && (text === wanted.url || text.split('|')[0] === wanted.url)) return true;
  if (wanted.url || typeof found.value === 'string') return text === wanted.id;
  const parsed = parseReference(text);
  if (!parsed?.local || parsed.id !== wanted.id) return false;
  return wanted.resourceType ? parsed.type === wanted.resourceType : parameter.targets.includes(parsed.type) || parameter.targets[0] === '*';
}

function matchesUri(text: string, wanted: string, modifier: string | undefined): boolean {
  if (modifier === 'below') return text === wanted || text.startsWith(wanted.endsWith('/') ? wanted : `${wanted}/`);
  if (modifier === 'above') return text === wanted || wanted.startsWith(text.endsWith('/') ? text : `${text}/`);
  return text === wanted || text.split('|')[0] === wanted;
}

function compareNumber(prefix: Extract<SearchValue, { type: 'number' }>['prefix'], found: DateRange, wanted: DateRange): boolean {
  return prefix === 'ap' ? compareRanges('ap', found, wanted, 0) : compareRanges(prefix, found, wanted, 0);
}

type Quantity = { value?: number; system?: string; code?: string; unit?: string; currency?: string; low?: Quantity; high?: Quantity };

const ucum = 'http://unitsofmeasure.org';

/** By number and unit; UCUM units of one dimension compare by what they measure (R4 3.1.1.4.12). */
function matchesQuantity(found: Found, wanted: QuantityValue): boolean {
  const quantity = found.value as Quantity;
  const [low, high] = found.type === 'Range' ? [quantity.low, quantity.high] : [quantity, quantity];
  const unit = low ?? high;
  if (found.type === 'SampledData' || !unit) return false;
  if (found.type !== 'Range' && quantity.value === undefined) return false;
  const range = { low: low?.value ?? -Infinity, high: high?.value ?? Infinity };
  if (sameUnit(unit, quantity.currency, wanted)) return compareNumber(wanted.prefix, range, wanted.range);
  const measure = (wanted.system ?? ucum) === ucum && unit.system === ucum && wanted.code !== undefined && unit.code !== undefined ? commonMeasure(unit.code, wanted.code) : undefined;
  if (!measure) return false;
  const map = ({ low: from, high: to }: DateRange, by: (value: number) => number): DateRange => ({ low: by(from), high: by(to) });
  return compareNumber(wanted.prefix, map(range, measure.one), map(wanted.range, measure.other));
}

type QuantityValue = Extract<SearchValue, { type: 'quantity' }>;

function sameUnit(unit: Quantity, currency: string | undefined, { system, code }: QuantityValue): boolean {
  if (system !== undefined && unit.system !== system) return false;
  return code === undefined || unit.code === code || (system === undefined && unit.unit === code) || currency === code;
}

/** The definitions that a type has, for callers that build index keys from the same values as the matcher compares. */
export const simpleParametersOf = (resourceType: string): SimpleParameter[] =>
  [...(parametersOf(resourceType)?.values() ?? [])].filter((p) => p.type !== 'composite');
