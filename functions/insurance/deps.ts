import { identifierSystems } from '../../shared/fhir/identifierSystems.ts';
import { insurerPortal } from '../../shared/gateways/insurerPortal.ts';
import type { InsurerPortal } from '../../shared/insurance/ports.ts';
import type { Naming } from '../../shared/insurance/records.ts';
import { commonDeps, type CommonDeps } from '../_http/deps.ts';

export type InsuranceDeps = Omit<CommonDeps, 'environment' | 'dynamo' | 'signers'> & { readonly portal: InsurerPortal; readonly naming: Naming };

/** A check makes up to four calls, and API Gateway waits 29 s. */
const timeoutMilliseconds = 5000;

export function insuranceDeps(): InsuranceDeps {
  const { environment, ...common } = commonDeps();
  const { INSURER_URL, INSURER_BODY, INSURER_CREDENTIALS, IDENTIFIER_BASE } = environment;
  return {
    ...common,
    portal: insurerPortal({ url: INSURER_URL, body: INSURER_BODY, credentials: INSURER_CREDENTIALS, clock: common.clock, timeoutMilliseconds }),
    naming: { base: IDENTIFIER_BASE, systems: identifierSystems(IDENTIFIER_BASE) },
  };
}
