import type { FhirRepository } from '../../shared/fhir/repository.ts';
import type { ClientConfiguration } from '../../shared/identity/contract.ts';
import type { Naming } from '../../shared/identity/patientRecord.ts';
import type { ChallengeStore, SmsGateway } from '../../shared/identity/ports.ts';
import type { CommonDeps } from '../_http/deps.ts';

export type IdentityDeps = Omit<CommonDeps, 'environment' | 'dynamo'> & {
  readonly repository: FhirRepository;
  readonly naming: Naming;
  readonly challenges: ChallengeStore;
  readonly sms: SmsGateway;
  readonly newCode: () => string;
  readonly untilAnswer: () => Promise<void>;
  readonly onSmsFailure: (challengeId: string) => void;
  readonly oidc: ClientConfiguration['oidc'];
  readonly issuer: string;
  readonly audience: string;
};
