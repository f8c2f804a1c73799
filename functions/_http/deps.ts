import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { v7 as uuid } from 'uuid';
import { accessTokens, oidcIssuer, ownIssuer } from '../../shared/gateways/accessTokens.ts';
import type { FhirRepository } from '../../shared/fhir/repository.ts';
import { systemClock, type Clock } from '../../shared/kernel/clock.ts';
import type { NewId } from '../../shared/kernel/ids.ts';
import type { KeySigner } from '../../shared/signing/ports.ts';
import { rateLimiter } from '../../shared/limits/rateLimiter.ts';
import type { SignOutStore } from '../../shared/identity/ports.ts';
import { clientSettings } from '../../shared/store/clientSettings.ts';
import { dynamoSignOuts } from '../../shared/store/signOuts.ts';
import { dynamoRepository } from '../../shared/store/repository.ts';
import { dynamoUsageStore } from '../../shared/store/usageStore.ts';
import { dynamoConfirmations } from '../../shared/store/confirmationStore.ts';
import { dynamoPasskeys } from '../../shared/store/passkeyStore.ts';
import type { StepUpDeps } from '../../shared/identity/passkeys/demand.ts';
import type { Authenticate } from './chain.ts';
import { readEnvironment, type Environment } from './environment.ts';
import { gate, type Gate } from './limits.ts';
import { later } from './later.ts';
import { log } from './log.ts';
import { stepUpFor, type StepUp } from './stepUp.ts';

export type CommonDeps = {
  readonly environment: Environment;
  readonly dynamo: DynamoDBClient;
  readonly repository: FhirRepository;
  readonly clock: Clock;
  readonly newId: NewId;
  /** `token`: access tokens of patients and room passes. `document`: conclusions. */
  readonly signers: { readonly token: KeySigner; readonly document: KeySigner };
  readonly authenticate: Authenticate;
  readonly signOuts: SignOutStore;
  readonly gate: Gate;
  /** Passkeys and what they confirmed; `stepUp` asks for them at the edge. */
  readonly passkeys: StepUpDeps;
  readonly stepUp: StepUp;
};

/** The adapters that every function needs, built once a container at cold start. */
export function commonDeps(): CommonDeps {
  const environment = readEnvironment();
  const clock = systemClock;
  const dynamo = new DynamoDBClient(clientSettings.dynamo);
  const newId: NewId = () => uuid();
  const repository = dynamoRepository({
    client: dynamo,
    tableName: environment.TABLE_NAME,
    tenant: environment.TENANT,
    identifierBase: environment.IDENTIFIER_BASE,
    lists: environment.TYPE_LISTS,
    clock,
    newId,
    ...(environment.METERING === 'on' ? { meter: (metering) => log.info('capacity', metering) } : {}),
  });
  const signers = { token: keySigner(environment.TOKEN_KEY_ID), document: keySigner(environment.DOCUMENT_KEY_ID) };
  const issuers = [oidcIssuer(environment.OIDC_ISSUER), ownIssuer(environment.BASE_URL, signers.token)];
  const limiter = rateLimiter(dynamoUsageStore({ client: dynamo, tableName: environment.TABLE_NAME, tenant: environment.TENANT }), clock, (error) => log.error('usage-not-counted', { error: error instanceof Error ? error : new Error('thrown value') }));
  const signOuts = dynamoSignOuts(dynamo, environment.TABLE_NAME, environment.TENANT);
  const passkeys = passkeyDeps(environment, dynamo, clock);
  return {
    environment, dynamo, repository, clock, newId, signers, signOuts, passkeys,
    authenticate: accessTokens(issuers, environment.OIDC_AUDIENCE, clock, signOuts), gate: gate(limiter, environment.RATE_LIMIT_SCALE), stepUp: stepUpFor(passkeys),
  };
}

function passkeyDeps({ TABLE_NAME, TENANT, BASE_URL, PASSKEY_RP_ID, PASSKEYS }: Environment, dynamo: DynamoDBClient, clock: Clock): StepUpDeps {
  const { origin, hostname } = new URL(BASE_URL);
  return {
    passkeys: dynamoPasskeys(dynamo, TABLE_NAME, TENANT),
    confirmations: dynamoConfirmations(dynamo, TABLE_NAME, TENANT),
    party: { id: PASSKEY_RP_ID || hostname, name: 'Liên Tuyến', origin },
    passkeysRequired: PASSKEYS === 'required',
    newChallenge: () => randomBytes(32).toString('base64url'),
    clock,
  };
}

const keySigner = (keyId: string): KeySigner =>
  later(async () => {
    const [{ KMSClient }, { kmsKeySigner }] = await Promise.all([import('@aws-sdk/client-kms'), import('../../shared/gateways/kms.ts')]);
    return kmsKeySigner(new KMSClient(clientSettings.kms), keyId);
  });
