import { idPattern } from '../references.ts';
import { issue, type Issue } from './issue.ts';
import { rulesOf, type Property } from './rules.ts';
import { xhtmlFault } from './xhtml.ts';

/** R4's lexical forms (2.24.0.1). */
const time = '([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?';
const zone = '(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))';
const day = '-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])';
const year = '(?!0000)[0-9]{4}';

const oid = /^urn:oid:[0-2](\.(0|[1-9][0-9]*))+$/;
const uuid = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const forms: Readonly<Record<string, RegExp>> = {
  instant: new RegExp(`^${year}${day}T${time}${zone}$`),
  dateTime: new RegExp(`^${year}(-(0[1-9]|1[0-2])|${day}(T${time}${zone})?)?$`),
  date: new RegExp(`^${year}(-(0[1-9]|1[0-2])|${day})?$`),
  time: new RegExp(`^${time}$`),
  code: /^\S+( \S+)*$/,
  id: idPattern,
  oid,
  uuid,
  // eslint-disable-next-line no-control-regex -- R4: no control characters but tab, return and line feed.
  string: /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f]*$/,
};

/** URIs by name: no blanks, and the two kinds whose form R4 fixes have it. */
const uriTypes = new Set(['uri', 'url', 'canonical']);

const numbers: Readonly<Record<string, readonly [number, number]>> = {
  integer: [-2_147_483_648, 2_147_483_647],
  unsignedInt: [0, 2_147_483_647],
  positiveInt: [1, 2_147_483_647],
};

const longest = 1024 * 1024;

/** Elements that name a thing for everybody: a relative address would mean something else on each server. */
const absolute = /^(Identifier|Coding|Quantity)\.system$|^Meta\.profile$|^Bundle\.entry\.fullUrl$/;

/** What is wrong with a primitive, if anything. */
export function primitiveFault(type: string, value: unknown, { rule }: Property, path: string): Issue | undefined {
  const form = (hint = '') => issue('form', path, { type, hint });
  const json = type === 'boolean' ? 'boolean' : type === 'decimal' || numbers[type] ? 'number' : 'string';
  if (typeof value !== json) return issue('json-type', path, { type, json });
  if (typeof value === 'number') return numberFits(type, value) ? undefined : form();
  if (typeof value !== 'string') return undefined;
  if (value.length === 0 || /^\s+$/.test(value)) return issue('empty-text', path);
  // The id of a resource; that of an element may be any text.
  if (/^[A-Z][A-Za-z]*\.id$/.test(rule.path) && rulesOf(rule.path.slice(0, -3))?.isResource && !idPattern.test(value)) return issue('id', path);
  if (type === 'base64Binary') return isBase64(value) ? undefined : form();
  if (type === 'xhtml') return xhtmlIssue(value, path);
  if (value.length > longest) return form();
  if (uriTypes.has(type)) return uriFits(value, type) ? (absolute.test(rule.path) && !/^[A-Za-z][A-Za-z0-9+.-]*:/.test(value) ? issue('absolute', path) : undefined) : form();
  if (!(forms[type] ?? forms['string'])?.test(value)) return form(/T\d\d:\d\d/.test(value) && /date|instant/.test(type) ? '; hh:mm:ss+zz:zz' : '');
  return /^(date|dateTime|instant)$/.test(type) && !isCalendarDay(value) ? form() : undefined;
}

function numberFits(type: string, value: number): boolean {
  const [least, most] = numbers[type] ?? [-Infinity, Infinity];
  return Number.isFinite(value) && value >= least && value <= most && (type === 'decimal' || Number.isInteger(value));
}

function uriFits(value: string, type: string): boolean {
  if (/\s/.test(value)) return false;
  // HL7's own examples name value sets "urn:oid:X.Y.Z".
  if (type === 'canonical') return true;
  if (value.startsWith('urn:oid:')) return oid.test(value);
  if (value.startsWith('urn:uuid:')) return uuid.test(value);
  return !/^(oid|uuid):/.test(value);
}

function xhtmlIssue(div: string, path: string): Issue | undefined {
  const says = xhtmlFault(div);
  return says ? issue('invariant', path, { key: 'txt-1', says }) : undefined;
}

/** Whitespace is legal in it (R4 2.24.0.1). Without a pattern: those that take whitespace anywhere are slow on hostile input. */
function isBase64(text: string): boolean {
  const bare = text.replace(/\s+/g, '');
  return bare.length % 4 === 0 && /^[0-9A-Za-z+/]*={0,2}$/.test(bare);
}

function isCalendarDay(value: string): boolean {
  const [years, months, days] = value.slice(0, 10).split('-').map(Number);
  if (years === undefined || months === undefined || days === undefined) return true;
  return days <= new Date(Date.UTC(2000 + (years % 400), months, 0)).getUTCDate();
}
