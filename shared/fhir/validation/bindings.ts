import { boundCodes } from './definitions.ts';

/** BCP 13; parameters may follow. FHIR's own short names stand for its formats (R4 http.html#mime-type). */
const mediaType = /^(xml|json|ttl|none)$|^[\w!#$&^.+*-]+\/[\w!#$&^.+*-]+\s*(;.*)?$/;
/** BCP 47, by its form. */
const language = /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/;

/** ISO 4217, as the runtime knows it. */
let currencies: ReadonlySet<string> | undefined;

/** Value sets that are no lists: judged by their form. */
const byForm: Readonly<Record<string, (code: string) => boolean>> = {
  'http://hl7.org/fhir/ValueSet/mimetypes': (code) => mediaType.test(code),
  'http://hl7.org/fhir/ValueSet/all-languages': (code) => language.test(code),
  'http://hl7.org/fhir/ValueSet/languages': (code) => language.test(code),
  'http://hl7.org/fhir/ValueSet/currencies': (code) => (currencies ??= new Set(Intl.supportedValuesOf('currency'))).has(code),
};

/** Whether the codes of a value set can be told apart from others: "system|code" is in it. Undefined: not known here. */
export type Membership = (valueSet: string) => { has(system: string | undefined, code: string): boolean } | undefined;

const bareCodes = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>();

/** The value sets of R4's own bindings. A `code` has no system: any of the set's systems will do. */
export const r4Membership: Membership = (valueSet) => {
  const url = valueSet.split('|')[0] ?? '';
  const form = byForm[url];
  if (form) return { has: (_, code) => form(code) };
  const codes = boundCodes(url);
  return codes && { has: (system, code) => (system === undefined ? bareOf(codes).has(code) : codes.has(`${system}|${code}`)) };
};

function bareOf(codes: ReadonlySet<string>): ReadonlySet<string> {
  const bare = bareCodes.get(codes) ?? new Set([...codes].map((c) => c.slice(c.lastIndexOf('|') + 1)));
  bareCodes.set(codes, bare);
  return bare;
}

type Coded = Readonly<Record<string, unknown>>;
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/**
 * Whether a value meets a required binding: a code by itself, a Coding or Quantity with its system, a CodeableConcept by
 * one of its codings (R4 terminologies.html#required). A missing code with an extension (data-absent-reason) is let be.
 */
export function isBound(value: unknown, type: string, set: NonNullable<ReturnType<Membership>>): boolean {
  if (typeof value === 'string') return set.has(undefined, value);
  if (typeof value !== 'object' || value === null) return true;
  const coding = (one: unknown): boolean => {
    const { system, code } = (one ?? {}) as Coded;
    return text(code) !== undefined && text(system) !== undefined && set.has(text(system), String(code));
  };
  if (type !== 'CodeableConcept') return coding(value);
  const codings = (value as Coded)['coding'];
  return Array.isArray(codings) ? codings.some(coding) : (value as Coded)['extension'] !== undefined;
}
