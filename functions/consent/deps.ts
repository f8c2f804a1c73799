import type { PrivacyContext } from '../../shared/consent/context.ts';
import type { Authenticate } from '../_http/chain.ts';
import { commonDeps } from '../_http/deps.ts';
import type { Gate } from '../_http/limits.ts';
import type { StepUp } from '../_http/stepUp.ts';
import type { FhirRepository } from '../../shared/fhir/repository.ts';

export type ConsentDeps = { readonly context: PrivacyContext; readonly repository: FhirRepository; readonly authenticate: Authenticate; readonly gate: Gate; readonly stepUp: StepUp };

/** Built once a container. */
export function consentDeps(): ConsentDeps {
  const { environment, repository, clock, newId, authenticate, gate, stepUp } = commonDeps();
  return { context: { repository, clock, newId, base: environment.IDENTIFIER_BASE }, repository, authenticate, gate, stepUp };
}
