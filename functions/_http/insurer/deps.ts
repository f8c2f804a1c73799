import { identifierSystems } from '../../../shared/fhir/identifierSystems.ts';
import { claimGateway } from '../../../shared/gateways/claimGateway.ts';
import { insurerPortal } from '../../../shared/gateways/insurerPortal.ts';
import { guardedPortal } from '../../../shared/insurance/breaker.ts';
import type { AnswerCache, ClaimGateway, ConfirmationQueue, InsuredHistory, InsurerPortal } from '../../../shared/insurance/ports.ts';
import type { Naming } from '../../../shared/insurance/records.ts';
import { dynamoAnswerCache, dynamoBreakerStore, dynamoConfirmationQueue } from '../../../shared/store/insuranceStores.ts';
import type { CommonDeps } from '../deps.ts';

export type InsurerDeps = { readonly portal: InsurerPortal; readonly history: InsuredHistory; readonly cache: AnswerCache; readonly queue: ConfirmationQueue; readonly outgoing: ConfirmationQueue; readonly gateway: ClaimGateway; readonly naming: Naming };

/** A check begins no call after 12 s (askPortal.ts), and API Gateway waits 29 s. */
const timeoutMilliseconds = 5000;

/** The insurer as the desk, the stream and the schedule reach it. */
export function insurerDeps({ environment, dynamo, clock, signers }: Pick<CommonDeps, 'environment' | 'dynamo' | 'clock' | 'signers'>): InsurerDeps {
  const { INSURER_URL: url, INSURER_BODY: body, INSURER_CREDENTIALS: credentials, IDENTIFIER_BASE: base, TABLE_NAME: tableName, TENANT: tenant, CLAIM_CERTIFICATE: certificate } = environment;
  const place = { client: dynamo, tableName, tenant };
  const portal = guardedPortal(insurerPortal({ url, body, credentials, clock, timeoutMilliseconds }), dynamoBreakerStore(place), clock);
  // Loaded by the first message: only the schedule sends any.
  const sign = async (xml: string): Promise<string> => await (await import('../../../shared/gateways/xmlSignature.ts')).signXml(xml, { into: 'CHUKYDONVI', signer: signers.document, certificate });
  return {
    portal,
    history: portal,
    cache: dynamoAnswerCache(place),
    queue: dynamoConfirmationQueue(place, 'insurance-to-confirm'),
    outgoing: dynamoConfirmationQueue(place, 'check-in-to-send'),
    gateway: claimGateway({ url, body, credentials, clock, timeoutMilliseconds, sign }),
    naming: { base, systems: identifierSystems(base) },
  };
}
