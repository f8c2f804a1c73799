import { clientProblem, type Answer } from '../api/problem.ts';
import { send } from '../api/send.ts';
import { pathOf } from '../../shared/routes.ts';
import type { ClientConfiguration } from '../../shared/identity/contract.ts';
import { language } from '../i18n/language.ts';
import { challengeOf, randomText } from './pkce.ts';
import { placeAfterLock } from './locked.ts';
import { keepSession, session, subjectOf, type Session } from './session.ts';
import { tellSignedOut } from './signedOut.ts';

/** The part of OpenID Connect Discovery 1.0 that a public client needs. */
type Provider = {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly end_session_endpoint?: string;
  readonly revocation_endpoint?: string;
};
type Tokens = { readonly access_token: string; readonly expires_in?: number; readonly refresh_token?: string; readonly id_token?: string };
/** `subject`: whose place that is; another person who signs in instead begins at the start. */
type Pending = { readonly state: string; readonly verifier: string; readonly returnTo: string; readonly subject?: string };

const pendingKey = 'lt.sign-in';
const redirectUri = () => `${location.origin}/auth/callback`;

let known: Promise<Answer<{ configuration: ClientConfiguration; provider: Provider }>> | undefined;

/** Asked for once; asked again after a failure. */
async function discover() {
  known ??= discoverNow();
  const answer = await known;
  if (!answer.ok) known = undefined;
  return answer;
}

async function discoverNow(): Promise<Answer<{ configuration: ClientConfiguration; provider: Provider }>> {
  const headers = { accept: 'application/json', 'accept-language': language.value };
  const configuration = await send<ClientConfiguration>({ method: 'GET', path: pathOf('clientConfiguration'), headers });
  if (!configuration.ok) return configuration;
  const { issuer } = configuration.value.oidc;
  const provider = await send<Provider>({ method: 'GET', path: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, headers: { accept: 'application/json' } });
  if (!provider.ok) return provider;
  return { ok: true, value: { configuration: configuration.value, provider: provider.value } };
}

/**
 * Leaves for the issuer's sign-in page (authorization code flow with PKCE, RFC 7636). `fresh`: whoever is signed in there
 * proves it again; without it too where that was longer ago than a screen stays open untouched.
 */
export async function startSignIn(returnTo: string, { fresh = false }: { readonly fresh?: boolean } = {}): Promise<Answer<never>> {
  const found = await discover();
  if (!found.ok) return found;
  const { configuration, provider } = found.value;
  const whose = session.value && subjectOf(session.value.accessToken);
  const pending: Pending = { state: randomText(), verifier: randomText(), returnTo, ...(whose ? { subject: whose } : {}) };
  sessionStorage.setItem(pendingKey, JSON.stringify(pending));
  const address = new URL(provider.authorization_endpoint);
  address.search = new URLSearchParams({
    response_type: 'code', client_id: configuration.oidc.clientId, redirect_uri: redirectUri(), scope: configuration.oidc.scope,
    state: pending.state, code_challenge: await challengeOf(pending.verifier), code_challenge_method: 'S256', ui_locales: language.value,
    ...(fresh ? { prompt: 'login', max_age: '0' } : { max_age: String(configuration.idleMinutes * 60), ...(configuration.oidc.scope.includes('offline_access') ? { prompt: 'consent' } : {}) }),
  }).toString();
  location.assign(address);
  return await new Promise<never>(() => undefined); // the page is being left
}

/** Takes the code from the issuer's answer; gives the address to go on to. */
export async function finishSignIn(query: URLSearchParams): Promise<Answer<string>> {
  const pending = takePending();
  const code = query.get('code');
  if (!pending || !code || query.get('state') !== pending.state) return { ok: false, problem: clientProblem('CLIENT_SIGN_IN_FAILED') };
  const tokens = await askForTokens({ grant_type: 'authorization_code', code, redirect_uri: redirectUri(), code_verifier: pending.verifier });
  if (!tokens.ok) return tokens;
  const found = await discover();
  keepSession({ ...sessionOf(tokens.value), ...(found.ok ? { idleMinutes: found.value.configuration.idleMinutes } : {}) });
  const subject = subjectOf(tokens.value.access_token);
  const place = pending.subject === undefined || pending.subject === subject ? pending.returnTo : '/';
  return { ok: true, value: placeAfterLock(subject, '/') ?? place };
}

/** A new access token for the refresh token, which the issuer replaces each time. */
export async function renewSession(refreshToken: string): Promise<Session | undefined> {
  const tokens = await askForTokens({ grant_type: 'refresh_token', refresh_token: refreshToken });
  if (!tokens.ok) return undefined;
  const next = sessionOf(tokens.value, session.value);
  // Locked or signed out while the issuer was answering: what it gave must open nothing.
  if (session.value === undefined) {
    if (next.refreshToken) void giveBack(next.refreshToken);
    return undefined;
  }
  keepSession(next, { renewed: true });
  return next;
}

/** Ends a refresh token at the issuer (RFC 7009), if it can be reached; it ends by itself too, when nobody uses it. */
export async function giveBack(refreshToken: string): Promise<void> {
  const found = await discover();
  const end = found.ok ? found.value.provider.revocation_endpoint : undefined;
  if (!found.ok || end === undefined) return;
  const body = new URLSearchParams({ token: refreshToken, token_type_hint: 'refresh_token', client_id: found.value.configuration.oidc.clientId }).toString();
  await fetch(end, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body, keepalive: true, credentials: 'omit' }).catch(() => undefined);
}

/** Forgets the session here, in the browser's other tabs, then at the issuer. */
export async function signOut(): Promise<void> {
  const before = session.value;
  keepSession(undefined);
  tellSignedOut();
  if (before?.kind === 'staff' && before.idToken) {
    const found = await discover();
    const end = found.ok ? found.value.provider.end_session_endpoint : undefined;
    if (end) {
      const address = new URL(end);
      address.search = new URLSearchParams({ id_token_hint: before.idToken, post_logout_redirect_uri: `${location.origin}/` }).toString();
      location.assign(address);
      return;
    }
  }
  location.assign('/');
}

async function askForTokens(form: Readonly<Record<string, string>>): Promise<Answer<Tokens>> {
  const found = await discover();
  if (!found.ok) return found;
  const { configuration, provider } = found.value;
  const body = new URLSearchParams({ ...form, client_id: configuration.oidc.clientId }).toString();
  const answer = await send<Tokens>({ method: 'POST', path: provider.token_endpoint, headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }, body }, { tries: 1 });
  if (answer.ok || answer.problem.status === 0) return answer;
  return { ok: false, problem: clientProblem('CLIENT_SIGN_IN_FAILED', answer.problem.status) };
}

const sessionOf = (tokens: Tokens, before?: Session): Session => ({
  kind: 'staff',
  accessToken: tokens.access_token,
  expiresAt: Date.now() + (tokens.expires_in ?? 300) * 1000,
  refreshToken: tokens.refresh_token ?? before?.refreshToken,
  idToken: tokens.id_token ?? before?.idToken,
  idleMinutes: before?.idleMinutes,
});

function takePending(): Pending | undefined {
  const text = sessionStorage.getItem(pendingKey);
  sessionStorage.removeItem(pendingKey);
  return text === null ? undefined : (JSON.parse(text) as Pending);
}
