import { ok } from '../../shared/kernel/result.ts';
import type { Handled } from '../_http/chain.ts';
import type { FhirDeps } from './deps.ts';

/** What is enforced here and offered by an issuer that follows the runbook; nothing that is only planned. */
const abilities = [
  'launch-standalone', 'client-public', 'client-confidential-asymmetric', 'context-standalone-patient', 'sso-openid-connect',
  'permission-patient', 'permission-user', 'permission-offline', 'permission-v1', 'permission-v2',
] as const;

/** GET /fhir/.well-known/smart-configuration (SMART App Launch 2.2), made from the issuer's own discovery document. */
export async function smartConfiguration({ discovery }: Pick<FhirDeps, 'discovery'>): Promise<Handled> {
  const issuer = await discovery();
  return ok({
    status: 200,
    headers: { 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' },
    json: {
      issuer: issuer.issuer,
      jwks_uri: issuer.jwks_uri,
      ...(issuer.authorization_endpoint ? { authorization_endpoint: issuer.authorization_endpoint } : {}),
      ...(issuer.token_endpoint ? { token_endpoint: issuer.token_endpoint } : {}),
      ...(issuer.revocation_endpoint ? { revocation_endpoint: issuer.revocation_endpoint } : {}),
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: ['ES256', 'ES384'],
      grant_types_supported: ['authorization_code', 'client_credentials'],
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      scopes_supported: ['openid', 'fhirUser', 'launch/patient', 'offline_access', 'patient/*.rs', 'user/*.cruds', 'system/*.cruds', 'patient/*.read', 'user/*.*', 'system/*.read'],
      capabilities: abilities,
    },
  });
}
