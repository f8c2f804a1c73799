import { createHash } from 'node:crypto';
import type { Extension, Linkage } from '@medplum/fhirtypes';
import { localReference } from '../../fhir/references.ts';
import type { PairDecision, PairOrigin, PairState } from '../contract.ts';

/**
 * Two records that may be one person's, and what was decided, in order. Kept as a Linkage (R4 8.5): its `author` is the
 * facility that has to decide, and after that the person who did, so that a list of what is open stays short; `active`
 * where both were found to be one. Nothing is ever taken out of `decisions`.
 */
export type Pair = {
  readonly id: string;
  readonly records: readonly [PatientReference, PatientReference];
  /** The facility that has to decide, while nobody has. */
  readonly waitsAt: `Organization/${string}`;
  readonly origin: PairOrigin;
  readonly raisedAt: string;
  readonly decisions: readonly Decided[];
};

export type PatientReference = `Patient/${string}`;

export type Decided = {
  readonly decision: PairDecision;
  readonly at: string;
  readonly by: string;
  readonly practitioner?: string;
  /** For `same`: the record that stays in use, and the version of the other before it was replaced. */
  readonly keep?: PatientReference;
  readonly before?: string;
};

/** The same pair is raised once, whoever sees it first and in whatever order. */
export const pairIdOf = (a: string, b: string): string => `pair-${createHash('sha256').update([a, b].toSorted().join(' ')).digest('hex').slice(0, 40)}`;

export function stateOf({ decisions }: Pick<Pair, 'decisions'>): PairState {
  const last = decisions.at(-1)?.decision;
  return last === undefined ? 'open' : last === 'separate' ? 'different' : last;
}

/** `later` is still to be decided. */
export const isOpen = (pair: Pick<Pair, 'decisions'>): boolean => ['open', 'later'].includes(stateOf(pair));

const url = (base: string, name: string): string => `${base}/StructureDefinition/${name}`;

export function linkageOf(pair: Pair, base: string): Linkage & { readonly id: string } {
  const last = pair.decisions.at(-1);
  const author = isOpen(pair) ? pair.waitsAt : (last?.practitioner ?? pair.waitsAt);
  return {
    resourceType: 'Linkage',
    id: pair.id,
    extension: [
      { url: url(base, 'duplicate-raised'), extension: [{ url: 'origin', valueCode: pair.origin }, { url: 'at', valueDateTime: pair.raisedAt }, { url: 'facility', valueReference: { reference: pair.waitsAt } }] },
      ...pair.decisions.map((one) => ({ url: url(base, 'duplicate-decision'), extension: partsOf(one) })),
    ],
    active: stateOf(pair) === 'same',
    author: { reference: author },
    item: pair.records.map((reference) => ({ type: last?.keep === undefined || last.keep === reference ? 'source' : 'alternate', resource: { reference } })),
  };
}

const partsOf = ({ decision, at, by, practitioner, keep, before }: Decided): Extension[] => [
  { url: 'decision', valueCode: decision },
  { url: 'at', valueDateTime: at },
  { url: 'by', valueString: by },
  ...(practitioner ? [{ url: 'practitioner', valueReference: { reference: practitioner } }] : []),
  ...(keep ? [{ url: 'keep', valueReference: { reference: keep } }] : []),
  ...(before ? [{ url: 'before', valueString: before }] : []),
];

/** Undefined for a Linkage that another system made. */
export function pairOf(linkage: Linkage, base: string): Pair | undefined {
  const raised = linkage.extension?.find((e) => e.url === url(base, 'duplicate-raised'));
  const [a, b] = linkage.item.map(({ resource }) => localReference(resource.reference) as PatientReference | undefined);
  if (!raised || !a || !b || !linkage.id) return undefined;
  const part = (of: Extension, name: string) => of.extension?.find((e) => e.url === name);
  const decisions = (linkage.extension ?? []).filter((e) => e.url === url(base, 'duplicate-decision')).map((e): Decided => {
    const [practitioner, keep, before] = [part(e, 'practitioner')?.valueReference?.reference, part(e, 'keep')?.valueReference?.reference as PatientReference | undefined, part(e, 'before')?.valueString];
    return { decision: part(e, 'decision')?.valueCode as PairDecision, at: part(e, 'at')?.valueDateTime ?? '', by: part(e, 'by')?.valueString ?? '', ...(practitioner ? { practitioner } : {}), ...(keep ? { keep } : {}), ...(before ? { before } : {}) };
  });
  return {
    id: linkage.id,
    records: [a, b].toSorted() as [PatientReference, PatientReference],
    waitsAt: (part(raised, 'facility')?.valueReference?.reference ?? '') as Pair['waitsAt'],
    origin: part(raised, 'origin')?.valueCode as PairOrigin,
    raisedAt: part(raised, 'at')?.valueDateTime ?? '',
    decisions,
  };
}
