import type { Parameters, ParametersParameter } from '@medplum/fhirtypes';
import { dateRange } from '../../../shared/fhir/search/dates.ts';
import { isResourceType } from '../../../shared/fhir/search/definitions.ts';
import { refusal, type Refusal } from '../../../shared/kernel/refusal.ts';
import { ok, refuse, type Result } from '../../../shared/kernel/result.ts';
import { parseResource } from '../body.ts';
import type { Interaction } from '../context.ts';

/**
 * The parameters of an operation by name: of the query, and for a POST also of a Parameters resource (R4 3.2.0.2). All
 * of them are primitive. A name that the operation does not know is refused, so that a misspelt one never widens an answer.
 */
export function operationParameters({ method, query, request }: Interaction, known: readonly string[]): Result<URLSearchParams, Refusal> {
  const all = new URLSearchParams(query);
  if (method === 'POST' && request.body.length > 0) {
    const body = parseResource(request, 'Parameters');
    if (!body.ok) return body;
    const { parameter = [] } = body.value as Parameters;
    if (!Array.isArray(parameter)) return refuse(refusal('FHIR_BODY_NOT_RESOURCE', { params: { type: 'Parameters' }, at: 'Parameters.parameter' }));
    for (const [i, one] of (parameter as readonly (ParametersParameter | null)[]).entries()) {
      const value = primitiveOf(one);
      if (value === undefined || typeof one?.name !== 'string') return refuse(refusal('FHIR_BODY_NOT_RESOURCE', { params: { type: 'Parameters' }, at: `Parameters.parameter[${i}]` }));
      all.append(one.name, value);
    }
  }
  const unknown = [...all.keys()].find((name) => !known.includes(name));
  return unknown === undefined ? ok(all) : refuse(refusal('FHIR_PARAMETER_UNKNOWN', { params: { parameter: unknown } }));
}

function primitiveOf(parameter: ParametersParameter | null): string | undefined {
  if (typeof parameter !== 'object' || parameter === null) return undefined;
  const [, value] = Object.entries(parameter).find(([name]) => name.startsWith('value')) ?? [];
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
}

export const invalidParameter = (parameter: string, reason: string): Refusal => refusal('FHIR_PARAMETER_INVALID', { params: { parameter, reason } });

/** A whole number from 1 to `most`; more is taken as `most`. */
export function countIn(parameters: URLSearchParams, name: string, fallback: number, most: number): Result<number, Refusal> {
  const text = parameters.get(name);
  if (text === null) return ok(fallback);
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0) return refuse(invalidParameter(name, '1, 2, 3, …'));
  return ok(Math.min(Number(text), most));
}

/** A date or an instant as milliseconds at its stated precision. */
export function dateIn(parameters: URLSearchParams, name: string): Result<{ readonly low: number; readonly high: number } | undefined, Refusal> {
  const text = parameters.get(name);
  if (text === null) return ok(undefined);
  // A + that nobody encoded arrives as a blank.
  const range = dateRange(text.replace(' ', '+'));
  return range ? ok(range) : refuse(invalidParameter(name, 'YYYY-MM-DDThh:mm:ssZ'));
}

/** The resource types of `_type`, repeated or separated by commas; undefined when none are named. */
export function typesIn(parameters: URLSearchParams, name: string): Result<ReadonlySet<string> | undefined, Refusal> {
  const types = parameters.getAll(name).flatMap((text) => text.split(',')).map((text) => text.trim());
  if (types.length === 0) return ok(undefined);
  const wrong = types.find((type) => !isResourceType(type));
  return wrong === undefined ? ok(new Set(types)) : refuse(invalidParameter(name, 'resource types of FHIR R4'));
}
