import type { ResourceType } from '@medplum/fhirtypes';
import type { Reference, SearchRefusal } from '../repository.ts';
import type { DateRange, Prefix } from './dates.ts';
import type { CompositeParameter, SimpleParameter } from './definitions.ts';

/** A search after parsing: every parameter known, every value read as its type. */
export type SearchRequest = {
  readonly type: ResourceType;
  /** All must hold. */
  readonly clauses: readonly Clause[];
  readonly sort: readonly { readonly parameter: SimpleParameter; readonly descending: boolean }[];
  readonly count: number;
  readonly include: readonly Include[];
  readonly revinclude: readonly Include[];
};

/** Any of the values must hold. `name` is the parameter as it was written, for messages. */
export type Clause = { readonly name: string } & (
  | { readonly kind: 'simple'; readonly parameter: SimpleParameter; readonly modifier?: string; readonly values: readonly SearchValue[] }
  | { readonly kind: 'composite'; readonly parameter: CompositeParameter; readonly values: readonly (readonly SearchValue[])[] }
  | { readonly kind: 'missing'; readonly parameter: SimpleParameter; readonly missing: boolean }
  /** `subject:Patient.name=hoa`: resources whose reference points to one that matches. */
  | { readonly kind: 'chain'; readonly parameter: SimpleParameter; readonly targets: readonly ResourceType[]; readonly query: string }
  /** `_has:Observation:patient:code=x`: resources that are pointed to by one that matches. */
  | { readonly kind: 'has'; readonly source: ResourceType; readonly parameter: SimpleParameter; readonly query: string }
  /** What a stored List names (`_list`). */
  | { readonly kind: 'list'; readonly id: string }
  /** `code:in=url`: tokens of a stored ValueSet, or none of them. */
  | { readonly kind: 'value-set'; readonly parameter: SimpleParameter; readonly valueSet: string; readonly negated: boolean }
  /** The record of a patient, or another compartment (R4 3.1.0.8.1). */
  | { readonly kind: 'compartment'; readonly of: Reference }
);

export type SearchValue =
  | { readonly type: 'string'; readonly text: string }
  /** `system` undefined: any; '' : none ("|code"). `code` undefined: any ("system|"). */
  | { readonly type: 'token'; readonly system?: string; readonly code?: string; readonly text: string }
  /** `identifier:of-type=system|code|value`. */
  | { readonly type: 'typed-identifier'; readonly system?: string; readonly code: string; readonly value: string }
  /** `id` alone may point to any type the parameter allows. */
  | { readonly type: 'reference'; readonly resourceType?: ResourceType; readonly id?: string; readonly url?: string }
  | { readonly type: 'date'; readonly prefix: Prefix; readonly range: DateRange }
  | { readonly type: 'number'; readonly prefix: Prefix; readonly range: DateRange }
  | { readonly type: 'quantity'; readonly prefix: Prefix; readonly range: DateRange; readonly system?: string; readonly code?: string }
  | { readonly type: 'uri'; readonly text: string };

/** `iterate`: also from what was included before, not from the page alone. */
export type Include = { readonly source: ResourceType; readonly parameter: SimpleParameter; readonly target?: ResourceType; readonly iterate?: true };

/** Thrown inside the parser only; parseSearch turns it into the refusal. */
export class SearchFault extends Error {
  readonly refusal: SearchRefusal;
  constructor(refused: SearchRefusal) {
    super(refused.kind);
    this.refusal = refused;
  }
}

export const unknownParameter = (parameter: string): SearchFault => new SearchFault({ kind: 'unknown-parameter', parameter });
export const invalidValue = (parameter: string, reason: string): SearchFault => new SearchFault({ kind: 'invalid-value', parameter, reason });
