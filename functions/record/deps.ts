import { identifierSystems } from '../../shared/fhir/identifierSystems.ts';
import { relationsToPatient } from '../../shared/identity/relations.ts';
import { answerFrom } from '../../shared/insurance/records.ts';
import type { ChartDeps } from '../../shared/record/chart.ts';
import { recordingIn, recordingType } from '../../shared/room/recordingResources.ts';
import type { Authenticate } from '../_http/chain.ts';
import { commonDeps } from '../_http/deps.ts';
import type { Gate } from '../_http/limits.ts';

/** Built once a container. */
export function recordDeps(): ChartDeps & { readonly authenticate: Authenticate; readonly gate: Gate } {
  const { environment, repository, clock, authenticate, gate } = commonDeps();
  const base = environment.IDENTIFIER_BASE;
  return {
    repository,
    clock,
    authenticate,
    gate,
    base,
    insuranceIn: (response, card) => answerFrom(response, card, { base, systems: identifierSystems(base) }),
    recordings: { type: recordingType(base), in: recordingIn },
    relations: async (principal, patient) => await relationsToPatient(repository, principal, patient, clock),
  };
}
