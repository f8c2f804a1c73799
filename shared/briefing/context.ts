import type { Bundle } from '@medplum/fhirtypes';
import type { AuditFact, FhirRepository, Idempotency, Reference } from '../fhir/repository.ts';
import { actorOf, type Principal } from '../identity/policy.ts';
import type { Clock } from '../kernel/clock.ts';
import type { NewId } from '../kernel/ids.ts';
import type { SigningInOrder } from '../signing/ports.ts';

export type BriefingContext = {
  readonly repository: FhirRepository;
  readonly clock: Clock;
  readonly newId: NewId;
  /** An unguessable name for a room. */
  readonly newRoom: () => string;
  readonly base: string;
  readonly signing: Pick<SigningInOrder, 'begin'>;
  /** Whether a signed document is whole and everybody's who signed it. */
  readonly isGenuine: (document: Bundle) => Promise<boolean>;
};

export type Ask = { readonly principal: Principal; readonly correlationId: string; readonly command?: Omit<Idempotency, 'answer'> };

type Fact = Pick<AuditFact, 'action' | 'event'> & { readonly outcome?: AuditFact['outcome']; readonly entities?: readonly Reference[] };

/** The audit entry of what this caller does. */
export const auditOf = ({ principal, correlationId }: Ask, { outcome = 'success', entities = [], ...fact }: Fact): AuditFact => ({
  actor: actorOf(principal),
  outcome, entities, ...fact, correlationId,
});
