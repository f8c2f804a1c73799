import type { Context, Grant } from 'oidc-provider';
import type Provider from 'oidc-provider';
import { claimsOf, localPassword } from './accounts.ts';
import type { FileStore } from './fileAdapter.ts';
import type { ProviderKeys } from './keys.ts';
import { signingOutPage } from './page.ts';

/** `alsoAt`: another address of the same origin, where the issuer's name can't be used from. */
export type Clients = { readonly baseUrl: string; readonly web: string; readonly audience: string; readonly alsoAt?: string };

/** Resource indicators (RFC 8707) are URIs; the audience that tokens carry is the deployment's parameter. */
const resource = 'urn:lien-tuyen:api';
const scope = 'api';

const hour = 3600;

/** Authorization code with PKCE for the web, client credentials for the service client, JWT access tokens (RFC 9068). */
export function providerConfiguration({ baseUrl, web, audience, alsoAt = baseUrl }: Clients, keys: ProviderKeys, store: FileStore, provider: () => Provider): object {
  return {
    adapter: store.adapter,
    jwks: keys.jwks,
    cookies: { keys: keys.cookieKeys, names: { session: 'lt_session', interaction: 'lt_sign_in', resume: 'lt_sign_in_resume' } },
    clients: [
      {
        client_id: web,
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [`${baseUrl}/auth/callback`, ...new Set([`${baseUrl}/`, `${alsoAt}/`])],
        post_logout_redirect_uris: [`${baseUrl}/`],
        id_token_signed_response_alg: 'ES256',
      },
      {
        client_id: 'system',
        client_secret: localPassword,
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    scopes: ['openid', 'offline_access', 'profile'],
    claims: { openid: ['sub'], profile: ['name'] },
    pkce: { required: () => true },
    ttl: { AccessToken: hour, ClientCredentials: 8 * hour, IdToken: hour, RefreshToken: 14 * 24 * hour, Session: 14 * 24 * hour, Grant: 14 * 24 * hour, Interaction: hour },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource, postLogoutSuccessSource: logoutSource },
      resourceIndicators: {
        enabled: true,
        defaultResource: (_context: Context, _client: unknown, oneOf?: string) => oneOf ?? resource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({ scope, audience, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } }),
      },
    },
    findAccount: (_context: Context, id: string) => {
      const claims = claimsOf(id);
      return claims && { accountId: id, claims: () => ({ sub: id, name: claims['name'] }) };
    },
    extraTokenClaims: (_context: Context, token: { accountId?: string; clientId?: string }) => claimsOf(token.accountId ?? token.clientId ?? ''),
    issueRefreshToken: (_context: Context, client: { grantTypeAllowed(type: string): boolean }) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    // One origin serves the client and the provider, and browsers name it in each POST; no other one may ask.
    clientBasedCORS: (_context: Context, origin: string) => origin === new URL(baseUrl).origin,
    expiresWithSession: () => false,
    loadExistingGrant: async (context: Context) => await grantFor(provider(), context),
    interactions: { url: (_context: Context, { uid }: { uid: string }) => `/oidc/sign-in/${uid}` },
    renderError,
  };
}

/** Our own client needs nobody's consent to our own API. */
async function grantFor(provider: Provider, { oidc }: Context): Promise<Grant | undefined> {
  const clientId = oidc.client?.clientId;
  const accountId = oidc.session?.accountId;
  if (!clientId || !accountId) return undefined;
  const id = oidc.session?.grantIdFor(clientId);
  const known = id && (await provider.Grant.find(id));
  return known || (await newGrant(provider, accountId, clientId));
}

export async function newGrant(provider: Provider, accountId: string, clientId: string): Promise<Grant> {
  const grant = new provider.Grant({ accountId, clientId });
  grant.addOIDCScope('openid offline_access profile');
  grant.addResourceScope(resource, scope);
  await grant.save();
  return grant;
}

function logoutSource(context: Context, form = ''): void {
  context.type = 'html';
  context.body = signingOutPage(form.replace('</form>', '<input type="hidden" name="logout" value="yes"></form>'));
}

function renderError(context: Context, out: Readonly<Record<string, string>>): void {
  context.type = 'json';
  context.body = JSON.stringify(out);
}
