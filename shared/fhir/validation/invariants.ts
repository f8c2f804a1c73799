/**
 * Invariants of R4 data types that are better told by a function than by FHIRPath: on every value, so quick, or of
 * partial dates and numbers. Each key is R4's; a value breaks it when the test fails.
 */
type Invariant = { readonly key: string; readonly says: string; readonly holds: (value: Fields) => boolean };

/** The fields of a complex value, whatever they hold. */
export type Fields = Readonly<Record<string, unknown>>;

const has = (value: Fields, name: string): boolean => value[name] !== undefined || value[`_${name}`] !== undefined;
const number = (value: Fields, name = 'value'): number | undefined => (typeof value[name] === 'number' ? value[name] : undefined);
const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const distinct = (values: readonly unknown[]): boolean => new Set(values).size === values.length;
const withPrefix = (value: Fields, prefix: string): boolean => Object.keys(value).some((name) => name.startsWith(prefix) && /^[A-Z]/.test(name.slice(prefix.length)));

const ucum = 'http://unitsofmeasure.org';
const ofUcum = (value: Fields): boolean => !has(value, 'system') || value['system'] === ucum;
const quantity: Invariant = { key: 'qty-3', says: 'a coded unit needs its system', holds: (v) => !has(v, 'code') || has(v, 'system') };
const coded = (key: string): Invariant => ({ key, says: 'a value needs a unit code of UCUM', holds: (v) => (has(v, 'code') || !has(v, 'value')) && ofUcum(v) });

/** Both ends in time; partial dates are compared as far as both are stated, zones taken into account where both have one. */
function inOrder(start: unknown, end: unknown): boolean {
  if (typeof start !== 'string' || typeof end !== 'string') return true;
  if (start.length > 10 && end.length > 10) return !(Date.parse(start) > Date.parse(end));
  const shared = Math.min(start.length, end.length, 10);
  return start.slice(0, shared) <= end.slice(0, shared);
}

function comparable(low: Fields, high: Fields): boolean {
  const [from, to] = [number(low), number(high)];
  return from === undefined || to === undefined || low['code'] !== high['code'] || low['system'] !== high['system'] || low['unit'] !== high['unit'] || from <= to;
}

const elementDefinition: readonly Invariant[] = [
  { key: 'eld-2', says: 'min is at most max', holds: (v) => number(v, 'min') === undefined || typeof v['max'] !== 'string' || v['max'] === '*' || (number(v, 'min') ?? 0) <= Number(v['max']) },
  { key: 'eld-5', says: 'a content reference stands alone', holds: (v) => !has(v, 'contentReference') || !(has(v, 'type') || has(v, 'binding') || has(v, 'maxLength') || ['defaultValue', 'fixed', 'pattern', 'minValue', 'maxValue'].some((p) => withPrefix(v, p))) },
  { key: 'eld-6', says: 'a fixed value needs one type', holds: (v) => !withPrefix(v, 'fixed') || list(v['type']).length <= 1 },
  { key: 'eld-7', says: 'a pattern needs one type', holds: (v) => !withPrefix(v, 'pattern') || list(v['type']).length <= 1 },
  { key: 'eld-8', says: 'a pattern or a fixed value, not both', holds: (v) => !(withPrefix(v, 'pattern') && withPrefix(v, 'fixed')) },
  { key: 'eld-13', says: 'each type once', holds: (v) => distinct(list(v['type']).map((t) => fields(t)['code'])) },
  { key: 'eld-14', says: 'each constraint key once', holds: (v) => distinct(list(v['constraint']).map((c) => fields(c)['key'])) },
  { key: 'eld-15', says: 'a default value or a meaning when missing, not both', holds: (v) => !(withPrefix(v, 'defaultValue') && has(v, 'meaningWhenMissing')) },
  { key: 'eld-18', says: 'a modifier needs its reason', holds: (v) => v['isModifier'] !== true || has(v, 'isModifierReason') },
  { key: 'eld-22', says: 'only a slice constrains a slice', holds: (v) => !has(v, 'sliceIsConstraining') || has(v, 'sliceName') },
];

/** Texts of the property wherever it stands below a value. */
function* below(value: unknown, name: string): Generator {
  if (Array.isArray(value)) for (const one of value) yield* below(one, name);
  else for (const [key, inner] of Object.entries(fields(value))) {
    if (key === name && typeof inner === 'string') yield inner;
    yield* below(inner, name);
  }
}

const conceptCodes = (concepts: unknown): unknown[] => list(concepts).flatMap((c) => [fields(c)['code'], ...conceptCodes(fields(c)['concept'])]);

const tokens = (concept: unknown): string[] => list(fields(concept)['coding']).map((c) => `${String(fields(c)['system'])}|${String(fields(c)['code'])}`);

/** FHIRPath's descendants() and intersect(), which the library does not have for values. */
const ofResources: Readonly<Record<string, readonly Invariant[]>> = {
  CodeSystem: [{ key: 'csd-1', says: 'each code once', holds: (v) => distinct(conceptCodes(v['concept'])) }],
  Observation: [
    {
      key: 'obs-7',
      says: 'no component has the code of the whole when the whole has a value',
      holds: (v) => !withPrefix(v, 'value') || !list(v['component']).some((c) => tokens(fields(c)['code']).some((token) => tokens(v['code']).includes(token))),
    },
  ],
  // R4's text says "more than one"; its formula counts from three, which HL7's own validator takes for the slip it is.
  QuestionnaireItem: [{ key: 'que-12', says: 'more than one enableWhen needs an enableBehavior', holds: (v) => list(v['enableWhen']).length < 2 || has(v, 'enableBehavior') }],
  Questionnaire: [{ key: 'que-2', says: 'each linkId once', holds: (v) => distinct([...below(v['item'], 'linkId')]) }],
};

export const invariants: Readonly<Record<string, readonly Invariant[]>> = {
  ...ofResources,
  Age: [quantity, coded('age-1'), { key: 'age-1', says: 'an age is above 0', holds: (v) => (number(v) ?? 1) > 0 }],
  Attachment: [
    { key: 'att-1', says: 'data needs a contentType', holds: (v) => !has(v, 'data') || has(v, 'contentType') },
    { key: 'Attachment.size', says: 'the size is that of the data', holds: (v) => typeof v['data'] !== 'string' || number(v, 'size') === undefined || number(v, 'size') === Buffer.byteLength(v['data'].replace(/\s+/g, ''), 'base64') },
  ],
  ContactPoint: [{ key: 'cpt-2', says: 'a value needs a system', holds: (v) => !has(v, 'value') || has(v, 'system') }],
  Count: [quantity, coded('cnt-3'), { key: 'cnt-3', says: 'a count is a whole number of 1', holds: (v) => (!has(v, 'code') || v['code'] === '1') && Number.isInteger(number(v) ?? 0) }],
  Distance: [quantity, coded('dis-1')],
  Duration: [quantity, { key: 'drt-1', says: 'a unit code needs a value and UCUM', holds: (v) => !has(v, 'code') || (v['system'] === ucum && has(v, 'value')) }],
  ElementDefinition: elementDefinition,
  Extension: [
    { key: 'ext-1', says: 'an extension has a value or extensions, not both', holds: (v) => has(v, 'extension') !== (withPrefix(v, 'value') || withPrefix(v, '_value')) },
  ],
  Expression: [{ key: 'exp-1', says: 'an expression or a reference to one is needed', holds: (v) => has(v, 'expression') || has(v, 'reference') }],
  Period: [{ key: 'per-1', says: 'the end is not before the start', holds: (v) => inOrder(v['start'], v['end']) }],
  Quantity: [quantity],
  MoneyQuantity: [quantity],
  SimpleQuantity: [quantity, { key: 'sqty-1', says: 'no comparator here', holds: (v) => !has(v, 'comparator') }],
  Range: [{ key: 'rng-2', says: 'low is at most high', holds: (v) => comparable(fields(v['low']), fields(v['high'])) }],
  Ratio: [{ key: 'rat-1', says: 'numerator and denominator come together', holds: (v) => has(v, 'numerator') === has(v, 'denominator') && (has(v, 'numerator') || has(v, 'extension')) }],
  TriggerDefinition: [
    { key: 'trd-1', says: 'data or timing, not both', holds: (v) => !(has(v, 'data') && withPrefix(v, 'timing')) },
    { key: 'trd-2', says: 'a condition needs data', holds: (v) => !has(v, 'condition') || has(v, 'data') },
    {
      key: 'trd-3',
      says: 'the type asks for a name, a timing or data',
      holds: (v) => (v['type'] !== 'named-event' || has(v, 'name')) && (v['type'] !== 'periodic' || withPrefix(v, 'timing')) && (!String(v['type']).startsWith('data-') || has(v, 'data')),
    },
  ],
};
