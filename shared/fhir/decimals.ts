/**
 * JSON of FHIR, whose decimals mean their precision too (R4 datatypes: "0.010 is regarded as different to 0.01"): 1.00
 * stays 1.00. A number is a number everywhere; how it was written stands beside it under a symbol of its object, which
 * copies with the object and which nothing else sees. Only a text that has such a number is read and written the slow
 * way (JSON.parse source text access, JSON.rawJSON).
 */
const written = Symbol('decimals as they were written');

type Holder = { [name: string]: unknown; [written]?: Record<string, string> };

/** A number that would be written otherwise: zeros at the end, an exponent, more digits than a double has, minus nought. */
const unusual = /[:,[\s](?:-?\d+\.\d*0|-?\d+(?:\.\d+)?[eE][-+]?\d+|-?[\d.]{17,}|-0)(?=[\s,}\]])/;

type Reviver = (this: Holder, key: string, value: unknown, context: { readonly source?: string }) => unknown;
/** Not in the library's types yet. */
const parse = JSON.parse as (text: string, reviver: Reviver) => unknown;
const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => unknown };

const holds = (value: unknown): value is Holder => typeof value === 'object' && value !== null && written in value;

/** As JSON.parse. */
export function parseJson(text: string): unknown {
  if (!unusual.test(text)) return JSON.parse(text) as unknown;
  return parse(text, function (key, value, { source }) {
    const differs = typeof value === 'number' && source !== undefined && source !== String(value);
    // What holds such a value is marked all the way up, so that a part taken out knows it too.
    if (differs || holds(value)) this[written] = { ...this[written], ...(differs ? { [key]: source } : {}) };
    return value;
  });
}

/** As JSON.stringify; a number that was changed since is written as it is now. */
export function jsonText(value: unknown, indent?: number): string {
  return carries(value) ? JSON.stringify(value, asWritten, indent) : JSON.stringify(value, undefined, indent);
}

function asWritten(this: Holder, key: string, inner: unknown): unknown {
  const text = this[written]?.[key];
  return text !== undefined && typeof inner === 'number' && Number(text) === inner ? rawJSON(text) : inner;
}

/** A resource, or one in a Bundle that was made here. */
function carries(value: unknown): boolean {
  if (holds(value)) return true;
  const { entry } = (value ?? {}) as { readonly entry?: unknown };
  return Array.isArray(entry) && entry.some((one: { readonly resource?: unknown }) => carries(one?.resource));
}

/** An object made anew from the fields of another one, as precise as that. */
export const asWrittenIn = <T extends object>(made: T, from: object): T => (holds(from) ? Object.assign(made, { [written]: from[written] }) : made);

/** How a number of the object was written, if not as JavaScript would. */
export const writtenAs = (holder: object, key: string): string | undefined => (holder as Holder)[written]?.[key];

/** Puts a number into an object as it was written; without `text` as JavaScript writes it. */
export function putNumber(holder: object, key: string, value: number, text: string | undefined): void {
  const { [key]: _, ...others } = (holder as Holder)[written] ?? {};
  Object.assign(holder, { [key]: value, [written]: text === undefined ? others : { ...others, [key]: text } });
}

/** The same after parts were put into it: a copy that knows of every number in it how it was written. */
export const settled = <T>(value: T): T => parseJson(JSON.stringify(value, asWritten)) as T;

/** Whether a value has numbers that are written otherwise than JavaScript would. */
export const isExact = holds;

/**
 * A copy in which each such number is a symbol named as it was written, which survives whatever copies and moves plain
 * values. `fromSymbols` turns it back. Nothing that a client sends can be a symbol.
 */
export const inSymbols = <T>(value: T): T => parse(jsonText(value), (_key, inner, { source }) => (typeof inner === 'number' && source !== undefined && source !== String(inner) ? Symbol(source) : inner)) as T;
export const fromSymbols = <T>(value: T): T => parseJson(JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'symbol' ? rawJSON(inner.description ?? '0') : inner))) as T;

/** A copy that shares nothing. */
export const copied = <T>(value: T): T => (value === undefined ? value : (parseJson(jsonText(value)) as T));
