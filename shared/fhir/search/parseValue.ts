import { parseReference } from '../references.ts';
import { dateRange, type DateRange, type Prefix } from './dates.ts';
import { isResourceType, type ParameterType } from './definitions.ts';
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
      return tokenValue(name, text);
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

function tokenValue(name: string, text: string): SearchValue {
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
  return { prefix, range: { low: value - half, high: value + half } };
}
