import type { AuditFact, FhirRepository, Idempotency, Reference } from '../fhir/repository.ts';
import { actorOf, type Principal } from '../identity/policy.ts';
import type { Clock } from '../kernel/clock.ts';
import type { NewId } from '../kernel/ids.ts';
import type { Prescriptions } from '../prescription/ports.ts';
import type { Bookings, Documents } from './ports.ts';

/** What every use case of this slice is given; built once at cold start. */
export type CareContext = {
  readonly repository: FhirRepository;
  readonly clock: Clock;
  readonly newId: NewId;
  /** An unguessable name for a room. */
  readonly newRoom: () => string;
  /** Base of our identifier systems (IDENTIFIER_BASE). */
  readonly base: string;
  readonly bookings: Bookings;
  readonly documents: Documents;
  readonly prescriptions: Prescriptions;
  /** Whether an ICD-10 code is in our list; a well-formed one that is not is kept and marked. */
  readonly isKnownDiagnosis: (code: string) => boolean;
};

/** Who asks, in which request; `command` where it is one that may be repeated. */
export type Ask = { readonly principal: Principal; readonly correlationId: string; readonly command?: Omit<Idempotency, 'answer'> };

type Fact = Pick<AuditFact, 'action' | 'event' | 'entities'> & { readonly outcome?: AuditFact['outcome']; readonly patient?: Reference; readonly reason?: string };

/** The audit entry of what this caller does. */
export function auditOf({ principal, correlationId }: Ask, { outcome = 'success', ...fact }: Fact): AuditFact {
  return {
    actor: actorOf(principal),
    outcome,
    ...fact,
    correlationId,
  };
}
