import type { CodeableConcept, Coding, Parameters, ParametersParameter, Resource } from '@medplum/fhirtypes';
import { refusal, type Refusal } from '../../../shared/kernel/refusal.ts';
import { ok, refuse, type Result } from '../../../shared/kernel/result.ts';
import { parseResource, validByR4 } from '../body.ts';
import type { Interaction } from '../context.ts';

/** The parameters of an operation that takes more than primitives: texts by name, and values and resources whole. */
export type Input = {
  readonly text: (name: string) => string | undefined;
  readonly texts: (name: string) => readonly string[];
  readonly coding: (name: string) => Coding | undefined;
  readonly concept: (name: string) => CodeableConcept | undefined;
  readonly resource: (name: string) => Resource | undefined;
};

/** Of the query, and of a Parameters body, which is a valid one. A name that is not known is refused by name. */
export async function inputOf({ method, query, request }: Interaction, known: readonly string[]): Promise<Result<Input, Refusal>> {
  const body = method === 'POST' && request.body.length > 0 ? await parametersIn(request) : ok([]);
  if (!body.ok) return body;
  const given = body.value;
  const unknown = [...query.keys(), ...given.map(({ name }) => name ?? '')].find((name) => !known.includes(name));
  if (unknown !== undefined) return refuse(refusal('FHIR_PARAMETER_UNKNOWN', { params: { parameter: unknown } }));
  const named = (name: string) => given.filter((one) => one.name === name);
  const texts = (name: string) => [...query.getAll(name), ...named(name).flatMap((one) => primitive(one) ?? [])];
  return ok({
    texts,
    text: (name) => texts(name)[0],
    coding: (name) => named(name)[0]?.valueCoding,
    concept: (name) => named(name)[0]?.valueCodeableConcept,
    resource: (name) => named(name)[0]?.resource,
  });
}

async function parametersIn(request: Interaction['request']): Promise<Result<readonly ParametersParameter[], Refusal>> {
  const body = parseResource(request, 'Parameters');
  if (!body.ok) return body;
  // What is to be validated may be wrong in any way; the rest of the Parameters may not.
  const { parameter = [], ...rest } = body.value as Parameters;
  if (!Array.isArray(parameter)) return refuse(refusal('FHIR_BODY_NOT_RESOURCE', { params: { type: 'Parameters' }, at: 'Parameters.parameter' }));
  const bare = (parameter as readonly unknown[]).map((one) => (typeof one === 'object' && one !== null && 'resource' in one ? { ...one, resource: { resourceType: 'Basic', code: { text: '-' } } } : one));
  const valid = await validByR4({ ...rest, ...(parameter.length > 0 ? { parameter: bare as ParametersParameter[] } : {}) });
  return valid.ok ? ok(parameter as readonly ParametersParameter[]) : valid;
}

function primitive(parameter: ParametersParameter): string | undefined {
  const [, value] = Object.entries(parameter).find(([name]) => name.startsWith('value')) ?? [];
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
}
