import type { Context, Grant } from 'oidc-provider';
import type Provider from 'oidc-provider';
import { parseScope } from '../../shared/identity/smartScopes.ts';
import { researchClient, smartApp, systemClient } from '../story.ts';
import { claimsOf, fhirUserOf } from './accounts.ts';
import type { FileStore } from './fileAdapter.ts';
import type { ProviderKeys } from './keys.ts';
import { chosenIn, choices, signInSteps, type Choices } from './launch/prompt.ts';
import { signingOutPage } from './page.ts';
import { serviceKey } from './serviceKey.ts';

const minute = 60;
const hour = 3600;

/** A shift: however busy somebody is, she proves after it who she is (docs/adr/0134). */
export const sessionSeconds = 12 * hour;

/** `alsoAt`: another address of the same origin, where the issuer's name can't be used from. */
export type Clients = { readonly baseUrl: string; readonly web: string; readonly audience: string; readonly alsoAt?: string; /** Our FHIR endpoint, where it is not on the same origin. */ readonly fhirUrl?: () => string; /** Minutes without a touch until the client locks; 15 unless said. */ readonly idleMinutes?: number };

/** Resource indicators (RFC 8707) are URIs; the audience that tokens carry is the deployment's parameter. */
const resource = 'urn:lien-tuyen:api';
const scope = 'api';

const grantSeconds = 14 * 24 * hour;

/** Scopes that are about the person, not about resources. */
const personScopes = ['openid', 'offline_access', 'profile', 'fhirUser', 'launch/patient'];
/** Resources of the scopes of another application: what it asked for, where it can be read. Ours has `api` and no other. */
const clinicalScopes = (asked: string, levels: readonly string[]): string[] => asked.split(' ').filter((word) => levels.includes(parseScope(word)?.level ?? ''));

const serviceClient = (client_id: string) => ({
  client_id, token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'ES256', jwks: { keys: [serviceKey(client_id).publicJwk] },
  grant_types: ['client_credentials'], response_types: [], redirect_uris: [], id_token_signed_response_alg: 'ES256',
});

/** Authorization code with PKCE for the web, client credentials for the service client, JWT access tokens (RFC 9068). */
export function providerConfiguration({ baseUrl, web, audience, alsoAt = baseUrl, idleMinutes = 15 }: Clients, keys: ProviderKeys, store: FileStore, provider: () => Provider): object {
  const chosen = choices(store, grantSeconds);
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
        client_id: smartApp.id,
        client_name: 'Ứng dụng mẫu',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [smartApp.redirectUri],
        application_type: 'native',
        id_token_signed_response_alg: 'ES256',
      },
      serviceClient(systemClient.subject),
      serviceClient(researchClient.subject),
    ],
    clientAuthMethods: ['none', 'private_key_jwt'],
    enabledJWA: { clientAuthSigningAlgValues: ['ES256', 'ES384'] },
    scopes: personScopes,
    claims: { openid: ['sub'], profile: ['name'], fhirUser: ['fhirUser'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    ttl: lifetimes(web, idleMinutes),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource, postLogoutSuccessSource: logoutSource },
      resourceIndicators: {
        enabled: true,
        defaultResource: (_context: Context, _client: unknown, oneOf?: string) => oneOf ?? resource,
        useGrantedResource: () => true,
        getResourceServerInfo: (context: Context, _resource: string, client: { readonly clientId: string }) => ({ scope: scopesFor(context, client.clientId, web), audience, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } }),
      },
    },
    findAccount: (_context: Context, id: string) => {
      const claims = claimsOf(id);
      return claims && { accountId: id, claims: () => ({ sub: id, name: claims['name'], fhirUser: fhirUserOf(id, baseUrl) }) };
    },
    extraTokenClaims: async (context: Context, token: { accountId?: string; clientId?: string; grantId?: string }) => ({ ...claimsOf(token.accountId ?? token.clientId ?? ''), ...authTime(context), ...(await chosen.claim(token.grantId)) }),
    // Our client stays signed in for its session; another application only where offline_access was asked for.
    issueRefreshToken: (_context: Context, client: { readonly clientId: string; grantTypeAllowed(type: string): boolean }, code: { readonly scopes: ReadonlySet<string> }) =>
      client.grantTypeAllowed('refresh_token') && (client.clientId === web || code.scopes.has('offline_access')),
    rotateRefreshToken: true,
    // One origin serves the client and the provider, and browsers name it in each POST; no other one may ask.
    clientBasedCORS: (_context: Context, origin: string) => origin === new URL(baseUrl).origin,
    expiresWithSession: () => false,
    loadExistingGrant: async (context: Context) => await grantFor(provider(), chosen, context, web),
    interactions: { policy: signInSteps(web), url: (_context: Context, { uid }: { uid: string }) => `/oidc/sign-in/${uid}` },
    renderError,
  };
}

/**
 * An access token is short: what was taken away at the issuer ends with it. A refresh token is replaced at every use. Our
 * own client's ends when nobody has used it for twice as long as the client waits for a touch (the other half is for a
 * link that is down), and a shift after the sign-in; an application of others keeps offline_access for a fortnight.
 */
const lifetimes = (web: string, idleMinutes: number) => ({
  AccessToken: 10 * minute, ClientCredentials: 30 * minute, IdToken: hour, Grant: grantSeconds, Interaction: hour,
  // Whoever is signed in at the issuer and opened no page of it for so long proves it again.
  Session: (_context: Context, session: { readonly loginTs?: number }) => Math.min(idleMinutes * minute, leftOfShift(session.loginTs)),
  RefreshToken: (_context: Context, token: { readonly authTime?: number }, client: { readonly clientId: string }) =>
    client.clientId === web ? Math.min(2 * idleMinutes * minute, leftOfShift(token.authTime)) : 14 * 24 * hour,
});

/** Seconds, at least one: oidc-provider knows no lifetime of none. */
const leftOfShift = (signedInAt?: number): number => (signedInAt === undefined ? sessionSeconds : Math.max(1, signedInAt + sessionSeconds - Math.floor(Date.now() / 1000)));

/** Of what was asked for now, or when the code or the refresh token was given. */
function scopesFor({ oidc }: Context, clientId: string, web: string): string {
  if (clientId === web) return scope;
  const { AuthorizationCode, RefreshToken } = oidc.entities;
  const asked = oidc.params?.['scope'] ?? AuthorizationCode?.scope ?? RefreshToken?.scope ?? '';
  const service = clientId === systemClient.subject || clientId === researchClient.subject;
  return clinicalScopes(asked, service ? ['system'] : ['patient', 'user']).join(' ');
}

/** When the person signed in, which a renewed token keeps (RFC 9068 2.2.1): signing out of everything goes by it. */
function authTime({ oidc }: Context): Readonly<Record<string, number>> {
  const at = oidc.entities.AuthorizationCode?.authTime ?? oidc.entities.RefreshToken?.authTime;
  return at === undefined ? {} : { auth_time: at };
}

/** Our own client needs nobody's consent to our own API; another application is granted what it asks for, each time. */
async function grantFor(provider: Provider, chosen: Choices, context: Context, web: string): Promise<Grant | undefined> {
  const { oidc } = context;
  const clientId = oidc.client?.clientId;
  const accountId = oidc.session?.accountId;
  if (!clientId || !accountId) return undefined;
  const id = oidc.session?.grantIdFor(clientId);
  const known = clientId === web && id && (await provider.Grant.find(id));
  if (known) return known;
  const grant = await newGrant(provider, { accountId, clientId, web, asked: oidc.params?.['scope'] ?? '' });
  const patient = chosenIn(context)?.patient;
  if (patient) await chosen.keep(grant.jti, patient);
  return grant;
}

export type Granting = { readonly accountId: string; readonly clientId: string; readonly web: string; readonly asked: string };

export async function newGrant(provider: Provider, { accountId, clientId, web, asked }: Granting): Promise<Grant> {
  const grant = new provider.Grant({ accountId, clientId });
  grant.addOIDCScope(clientId === web ? 'openid offline_access profile' : personScopes.join(' '));
  grant.addResourceScope(resource, clientId === web ? scope : clinicalScopes(asked, ['patient', 'user']).join(' '));
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
