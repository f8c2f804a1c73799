import type { Reference, UnitOfWork } from '../../../shared/fhir/repository.ts';
import { aFact, aTask } from '../support/data.ts';

export type KillTask = { readonly endpoint: string; readonly tableName: string; readonly tenant: string; readonly size: number; readonly label: string; readonly now: string; readonly killAt?: KillPoint };

/** With the n-th request to the database, so many milliseconds after it was sent: it may arrive or not. */
export type KillPoint = { readonly request: number; readonly milliseconds: number };

export const groupOf = (size: number): Reference[] => Array.from({ length: size }, (_, i) => `Task/g${size}-${i}` as const);
export const keyOf = (label: string): string => `key-${label}`;

/** Replaces every task of a group by one that carries the label; makes a mark, a claim, an answer, an event, an audit entry. */
export function unitOf({ size, label }: Pick<KillTask, 'size' | 'label'>): UnitOfWork {
  return {
    writes: [
      ...groupOf(size).map((reference) => ({ kind: 'put', resource: aTask(reference.slice('Task/'.length), { description: label, for: { reference: `Patient/of-${size}` } }), precondition: { kind: 'any' } }) as const),
      { kind: 'put', resource: aTask(`mark-${label}`, { for: { reference: `Patient/mark-${label}` } }), precondition: { kind: 'absent' } },
    ],
    claims: [{ kind: 'claim', scope: 'kill', key: label, owner: label }],
    events: [{ id: `event-${label}`, type: 'killed', data: { label } }],
    idempotency: { key: keyOf(label), subject: 'killer', bodyHash: label, answer: label },
    audit: aFact({ event: 'killed', correlationId: label, patient: `Patient/mark-${label}` }),
  };
}
