import { identifierSystems } from '../../shared/fhir/identifierSystems.ts';
import { relationsToPatient } from '../../shared/identity/relations.ts';
import { answerFrom } from '../../shared/insurance/records.ts';
import type { ChartDeps } from '../../shared/record/chart.ts';
import type { Authenticate } from '../_http/chain.ts';
import { commonDeps } from '../_http/deps.ts';

/** Built once a container. */
export function recordDeps(): ChartDeps & { readonly authenticate: Authenticate } {
  const { environment, repository, clock, authenticate } = commonDeps();
  const base = environment.IDENTIFIER_BASE;
  return {
    repository,
    clock,
    authenticate,
    base,
    insuranceIn: (response, card) => answerFrom(response, card, { base, systems: identifierSystems(base) }),
    relations: async (principal, patient) => await relationsToPatient(repository, principal, patient, clock),
  };
}
