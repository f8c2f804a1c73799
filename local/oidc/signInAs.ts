import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { localPassword } from './accounts.ts';
import { serviceKey } from './serviceKey.ts';

export type Tokens = { readonly access_token: string; readonly refresh_token?: string };

/** Signs a member of staff in the way a browser does: the code flow with PKCE, through the sign-in page's form. */
export const signInAs = async (baseUrl: string, user: string): Promise<string> => (await tokensInBrowser(cookieBrowser(), baseUrl, user)).access_token;

/** In a browser that may have signed somebody in before. `isAsked` hears of the form for name and password, where it came. */
export async function tokensInBrowser(browser: CookieBrowser, baseUrl: string, user: string, isAsked: () => void = () => undefined): Promise<Tokens> {
  const verifier = randomBytes(32).toString('base64url');
  const authorize = new URL(`${baseUrl}/oidc/auth`);
  authorize.search = new URLSearchParams({
    client_id: 'lien-tuyen-web', response_type: 'code', scope: 'openid api', redirect_uri: `${baseUrl}/`, state: 'token',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256',
  }).toString();
  const hasCode = (to: URL) => to.searchParams.has('code');
  const first = await browser.follow(authorize, (to) => hasCode(to) || to.pathname.startsWith('/oidc/sign-in/'));
  if (!hasCode(first)) isAsked();
  const end = hasCode(first) ? first : await browser.follow(first, hasCode, new URLSearchParams({ login: user, password: localPassword }));
  return await tokensFor(baseUrl, { grant_type: 'authorization_code', client_id: 'lien-tuyen-web', code: end.searchParams.get('code') ?? '', redirect_uri: `${baseUrl}/`, code_verifier: verifier });
}

/** A service client's token: client credentials with a signed assertion (RFC 7523, SMART Backend Services). */
export async function serviceToken(baseUrl: string, clientId: string, scope = 'system/*.cruds'): Promise<string> {
  const { issuer, token_endpoint: audience } = (await (await fetch(`${baseUrl}/oidc/.well-known/openid-configuration`)).json()) as { readonly issuer: string; readonly token_endpoint: string };
  const { privateKey, publicJwk } = serviceKey(clientId);
  const assertion = await new SignJWT({}).setProtectedHeader({ alg: 'ES256', kid: publicJwk.kid, typ: 'JWT' })
    .setIssuer(clientId).setSubject(clientId).setAudience([issuer, audience]).setJti(randomUUID()).setIssuedAt().setExpirationTime('4 min').sign(privateKey);
  const tokens = await tokensFor(baseUrl, { grant_type: 'client_credentials', client_id: clientId, scope, client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion });
  return tokens.access_token;
}

/** Throws with the issuer's answer where it refuses. */
export async function tokensFor(baseUrl: string, form: Readonly<Record<string, string>>): Promise<Tokens> {
  const answer = await fetch(`${baseUrl}/oidc/token`, { method: 'POST', body: new URLSearchParams(form) });
  if (!answer.ok) throw new Error(`the token endpoint answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Tokens;
}

export type CookieBrowser = ReturnType<typeof cookieBrowser>;

/** Follows redirects by hand, keeping cookies, until an address is the one that was waited for. */
export function cookieBrowser() {
  const cookies = new Map<string, string>();
  return { follow };

  async function follow(start: URL, arrived: (address: URL) => boolean, form?: URLSearchParams): Promise<URL> {
    let address = start;
    let body = form;
    for (let hops = 0; hops < 10; hops += 1) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await fetch(address, { redirect: 'manual', headers: { cookie }, ...(body && { method: 'POST', body }) });
      body = undefined;
      for (const set of answer.headers.getSetCookie()) {
        const [name = '', value = ''] = set.split(';')[0]?.split(/=(.*)/s) ?? [];
        cookies.set(name, value);
      }
      const location = answer.headers.get('location');
      if (!location) throw new Error(`sign-in ended at ${address.pathname} with ${answer.status}`);
      address = new URL(location, address);
      if (arrived(address)) return address;
    }
    throw new Error('sign-in went in circles');
  }
}
