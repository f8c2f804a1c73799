import { createHash, randomBytes } from 'node:crypto';
import { localPassword } from '../../local/oidc/accounts.ts';
import { smartApp } from '../../local/story.ts';
import { target } from './target.ts';

export type SmartTokens = { readonly access_token: string; readonly refresh_token?: string; readonly id_token?: string; readonly scope?: string; readonly patient?: string; readonly expires_in: number };
export type SmartEndpoints = { readonly issuer: string; readonly authorization_endpoint: string; readonly token_endpoint: string; readonly revocation_endpoint: string; readonly capabilities: readonly string[]; readonly code_challenge_methods_supported: readonly string[] };

export const smartEndpoints = async (): Promise<SmartEndpoints> => (await (await fetch(`${target().baseUrl}/fhir/.well-known/smart-configuration`)).json()) as SmartEndpoints;

/** A standalone launch as another maker's public application does it: everything it needs comes from the FHIR address. */
export async function launch(user: string, scope: string, change: { readonly verifier?: string } = {}): Promise<SmartTokens> {
  const endpoints = await smartEndpoints();
  const verifier = randomBytes(32).toString('base64url');
  const authorize = new URL(endpoints.authorization_endpoint);
  authorize.search = new URLSearchParams({
    response_type: 'code', client_id: smartApp.id, redirect_uri: smartApp.redirectUri, scope, state: randomBytes(8).toString('hex'), aud: `${target().baseUrl}/fhir`,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256',
  }).toString();
  const code = await signIn(authorize, user);
  return await tokens({ grant_type: 'authorization_code', code, redirect_uri: smartApp.redirectUri, code_verifier: change.verifier ?? verifier });
}

export const refresh = async (refreshToken: string): Promise<SmartTokens> => await tokens({ grant_type: 'refresh_token', refresh_token: refreshToken });

async function tokens(form: Readonly<Record<string, string>>): Promise<SmartTokens> {
  const answer = await fetch((await smartEndpoints()).token_endpoint, { method: 'POST', body: new URLSearchParams({ client_id: smartApp.id, ...form }) });
  const body = (await answer.json()) as SmartTokens & { readonly error?: string };
  if (!answer.ok) throw new Error(body.error ?? String(answer.status));
  return body;
}

/** A browser that types the password into the issuer's page and stops at the application's own address. */
async function signIn(start: URL, user: string): Promise<string> {
  const cookies = new Map<string, string>();
  let address = start;
  let body: URLSearchParams | undefined;
  for (let hops = 0; hops < 12; hops += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(address, { redirect: 'manual', headers: { cookie }, ...(body ? { method: 'POST', body } : {}) });
    for (const set of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = set.split(';')[0]?.split(/=(.*)/s) ?? [];
      cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    body = undefined;
    if (!location && answer.ok && address.pathname.startsWith('/oidc/sign-in/')) body = new URLSearchParams({ login: user, password: localPassword });
    else if (!location) throw new Error(`sign-in ended at ${address.pathname} with ${answer.status}`);
    else address = new URL(location, address);
    if (address.href.startsWith(smartApp.redirectUri)) {
      const code = address.searchParams.get('code');
      if (!code) throw new Error(address.searchParams.get('error') ?? 'no code');
      return code;
    }
  }
  throw new Error('sign-in went in circles');
}
