import { parseReference } from '../references.ts';
import { dateRange, type DateRange, type Prefix } from './dates.ts';
import { isResourceType, type ParameterType } from './definitions.ts';
import { hasHierarchy } from './hierarchies.ts';
import { invalidValue, type SearchValue } from './request.ts';
import type { ResourceType } from '@medplum/fhirtypes';

/** Cuts at a separator that no backslash escapes (R4 3.1.1.4.3); the escapes stay for the parts. */
export function splitEscaped(text: string, separator: ',' | '|' | '$'): string[] {
  const parts = [''];
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === '\\' && i + 1 < text.length) parts[parts.length - 1] += c + text.charAt(++i);
    else if (c === separator) parts.push('');
    else parts[parts.length - 1] += c;
  }
  return parts;
}

const unescape = (text: string): string => text.replace(/\\([,|$\\])/g, '$1');

/** One value of a parameter as its type says; throws SearchFault with the parameter's name, never with the value. */
export function parseValue(name: string, type: ParameterType, text: string, modifier?: string): SearchValue {
  if (text === '') throw invalidValue(name, 'empty');
  switch (type) {
    case 'string':
      return { type, text: unescape(text) };
    case 'uri':
      return { type, text: unescape(text) };
    case 'token':
      return modifier === 'of-type' ? typedIdentifier(name, text) : hierarchical(tokenValue(name, text), name, modifier);
    case 'reference':
      return modifier === 'identifier' ? tokenValue(name, text) : referenceValue(name, unescape(text), modifier);
    case 'date':
      return dateValue(name, text);
    case 'number': {
      const { prefix, range } = prefixedNumber(name, text);
      return { type, prefix, range };
    }
    case 'quantity': {
      const [number = '', system, code] = splitEscaped(text, '|').map(unescape);
      return { type, ...prefixedNumber(name, number), ...(system ? { system } : {}), ...(code ? { code } : {}) };
    }
  }
}

/** `:above` and `:below` need to know what stands above what. */
function hierarchical(value: TokenValue, name: string, modifier: string | undefined): SearchValue {
  if (modifier !== 'above' && modifier !== 'below') return value;
  if (!value.system || value.code === undefined || !hasHierarchy(value.system)) throw invalidValue(name, 'needs system|code of a code system whose hierarchy is known here');
  return value;
}

/** R4 3.1.1.4.10: three parts, of which the system of the type may be left out. */
function typedIdentifier(name: string, text: string): SearchValue {
  const [system = '', code, value, more] = splitEscaped(text, '|').map(unescape);
  if (!code || !value || more !== undefined) throw invalidValue(name, 'needs system|code|value');
  return { type: 'typed-identifier', ...(system ? { system } : {}), code, value };
}

type TokenValue = Extract<SearchValue, { type: 'token' }>;

function tokenValue(name: string, text: string): TokenValue {
  const parts = splitEscaped(text, '|').map(unescape);
  if (parts.length > 2) throw invalidValue(name, 'more than one |');
  const [first = '', second] = parts;
  if (second === undefined) return { type: 'token', code: first, text: first };
  if (!first && !second) throw invalidValue(name, 'neither system nor code');
  return { type: 'token', system: first, ...(second ? { code: second } : {}), text: second };
}

function referenceValue(name: string, text: string, modifier?: string): SearchValue {
  const parsed = parseReference(text);
  if (parsed && isResourceType(parsed.type)) {
    if (modifier && modifier !== parsed.type) throw invalidValue(name, `not a reference to ${modifier}`);
    return parsed.local ? { type: 'reference', resourceType: parsed.type, id: parsed.id } : { type: 'reference', resourceType: parsed.type, id: parsed.id, url: text };
  }
  if (/^[A-Za-z0-9\-.]{1,64}$/.test(text)) return { type: 'reference', id: text, ...(modifier ? { resourceType: modifier as ResourceType } : {}) };
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return { type: 'reference', url: text };
  throw invalidValue(name, 'not a reference');
}

/** Without what binary arithmetic adds: 0.1 + 0.05 is 0.15. */
const settled = (value: number): number => Number(value.toPrecision(15));

const prefixes = new Set<string>(['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap']);

function prefixed(text: string): { prefix: Prefix; rest: string } {
  const start = text.slice(0, 2);
  return prefixes.has(start) ? { prefix: start as Prefix, rest: text.slice(2) } : { prefix: 'eq', rest: text };
}

function dateValue(name: string, text: string): SearchValue {
  const { prefix, rest } = prefixed(text);
  // In a query string "+07:00" arrives as " 07:00" when the plus was not encoded.
  const range = dateRange(rest.replace(/ (?=\d{2}:\d{2}$)/, '+'));
  if (!range) throw invalidValue(name, 'not a date');
  return { type: 'date', prefix, range };
}

/** R4 3.1.1.4.6: "100" is [99.5, 100.5), "100.00" is [99.995, 100.005). Comparisons use the exact value. */
function prefixedNumber(name: string, text: string): { prefix: Prefix; range: DateRange } {
  const { prefix, rest } = prefixed(text);
  const match = /^[+-]?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/.exec(rest);
  if (!match) throw invalidValue(name, 'not a number');
  const value = Number(rest);
  if (prefix === 'ap') return { prefix, range: { low: value - Math.abs(value) * 0.1, high: value + Math.abs(value) * 0.1 } };
  if (prefix !== 'eq' && prefix !== 'ne') return { prefix, range: { low: value, high: value } };
  const half = 0.5 * 10 ** (Number(match[3] ?? 0) - (match[2]?.length ?? 0));
  // The upper end does not belong to it.
  return { prefix, range: { low: settled(value - half), high: settled(value + half) - Math.max(half, Math.abs(value)) * 1e-13 } };
}
