import { matterOf, stepUpNeeded, type StepUpDemand, type StepUpDeps } from '../../shared/identity/passkeys/demand.ts';
import { refusal, type Refusal } from '../../shared/kernel/refusal.ts';
import { commandOf } from './commandKey.ts';
import type { SignedInRequest } from './request.ts';

/** Why a command may not reach its endpoint yet, or undefined. */
export type StepUp = (request: SignedInRequest, demand: StepUpDemand) => Promise<Refusal | undefined>;

/** At the edge of every function: the route says that it is asked, shared/identity/passkeys what is asked. */
export const stepUpFor = (deps: StepUpDeps): StepUp => async (request, demand) => {
  const command = commandOf(request);
  return command ? await stepUpNeeded(deps, request.principal, matterOf(command), demand) : refusal('HTTP_IDEMPOTENCY_KEY_MISSING');
};

/** For tests of endpoints, which are about something else. */
export const openStepUp: StepUp = async () => await Promise.resolve(undefined);
