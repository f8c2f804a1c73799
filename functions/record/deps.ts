import { relationsToPatient } from '../../shared/identity/relations.ts';
import type { ChartDeps } from '../../shared/record/chart.ts';
import type { Authenticate } from '../_http/chain.ts';
import { commonDeps } from '../_http/deps.ts';

/** Built once a container. */
export function recordDeps(): ChartDeps & { readonly authenticate: Authenticate } {
  const { environment, repository, clock, authenticate } = commonDeps();
  return {
    repository,
    clock,
    authenticate,
    base: environment.IDENTIFIER_BASE,
    relations: async (principal, patient) => await relationsToPatient(repository, principal, patient, clock),
  };
}
