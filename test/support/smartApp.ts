import { createHash, randomBytes } from 'node:crypto';
import { localPassword } from '../../local/oidc/accounts.ts';
import { smartApp } from '../../local/story.ts';
import { target } from './target.ts';

export type SmartTokens = { readonly access_token: string; readonly refresh_token?: string; readonly id_token?: string; readonly scope?: string; readonly patient?: string; readonly expires_in: number };
export type SmartEndpoints = { readonly issuer: string; readonly authorization_endpoint: string; readonly token_endpoint: string; readonly revocation_endpoint: string; readonly capabilities: readonly string[]; readonly code_challenge_methods_supported: readonly string[] };

export const smartEndpoints = async (): Promise<SmartEndpoints> => (await (await fetch(`${target().baseUrl}/fhir/.well-known/smart-configuration`)).json()) as SmartEndpoints;

/** The answer of the issuer's page to what is posted into it. */
export type PickerAnswer = { readonly status: number; readonly text: string };
/** At the issuer's page that asks for whom: looks at it, tries what it likes, and says what is posted in the end. */
export type Choose = (page: string, ask: (form: Readonly<Record<string, string>>) => Promise<PickerAnswer>) => Promise<Readonly<Record<string, string>>> | Readonly<Record<string, string>>;
type Launching = { readonly verifier?: string; readonly choose?: Choose };

/** Chooses this patient. */
export const choosing = (patient: string): Launching => ({ choose: () => ({ patient }) });

/** A standalone launch as another maker's public application does it: everything it needs comes from the FHIR address. */
export async function launch(user: string, scope: string, { verifier: other, choose }: Launching = {}): Promise<SmartTokens> {
  const endpoints = await smartEndpoints();
  const verifier = randomBytes(32).toString('base64url');
  const authorize = authorizeAddress(endpoints, scope, createHash('sha256').update(verifier).digest('base64url'));
  const code = await signIn(authorize, user, choose);
  return await tokens({ grant_type: 'authorization_code', code, redirect_uri: smartApp.redirectUri, code_verifier: other ?? verifier });
}

/** Where the application sends the browser. */
export function authorizeAddress({ authorization_endpoint: endpoint }: SmartEndpoints, scope: string, challenge: string): URL {
  const authorize = new URL(endpoint);
  authorize.search = new URLSearchParams({
    response_type: 'code', client_id: smartApp.id, redirect_uri: smartApp.redirectUri, scope, state: randomBytes(8).toString('hex'), aud: `${target().baseUrl}/fhir`,
    code_challenge: challenge, code_challenge_method: 'S256',
  }).toString();
  return authorize;
}

export const refresh = async (refreshToken: string): Promise<SmartTokens> => await tokens({ grant_type: 'refresh_token', refresh_token: refreshToken });

async function tokens(form: Readonly<Record<string, string>>): Promise<SmartTokens> {
  const answer = await fetch((await smartEndpoints()).token_endpoint, { method: 'POST', body: new URLSearchParams({ client_id: smartApp.id, ...form }) });
  const body = (await answer.json()) as SmartTokens & { readonly error?: string };
  if (!answer.ok) throw new Error(body.error ?? String(answer.status));
  return body;
}

/** A browser that types the password into the issuer's page, chooses at the next, and stops at the application's own address. */
async function signIn(start: URL, user: string, choose: Choose | undefined): Promise<string> {
  const cookies = new Map<string, string>();
  const send = async (address: URL, body: URLSearchParams | undefined): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(address, { redirect: 'manual', headers: { cookie }, ...(body ? { method: 'POST', body } : {}) });
    for (const set of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = set.split(';')[0]?.split(/=(.*)/s) ?? [];
      cookies.set(name, value);
    }
    return answer;
  };
  let address = start;
  let body: URLSearchParams | undefined;
  for (let hops = 0; hops < 16; hops += 1) {
    const posted = body !== undefined;
    const answer = await send(address, body);
    const location = answer.headers.get('location');
    body = undefined;
    if (location) address = new URL(location, address);
    else if (posted || !answer.ok || !address.pathname.startsWith('/oidc/sign-in/')) throw new Error(`sign-in ended at ${address.pathname} with ${answer.status}`);
    else body = await formFor(await answer.text(), user, choose, async (form) => {
      const tried = await send(address, new URLSearchParams(form));
      return { status: tried.status, text: await tried.text() };
    });
    if (address.href.startsWith(smartApp.redirectUri)) return codeIn(address);
  }
  throw new Error('sign-in went in circles');
}

async function formFor(page: string, user: string, choose: Choose | undefined, ask: Parameters<Choose>[1]): Promise<URLSearchParams> {
  if (page.includes('name="password"')) return new URLSearchParams({ login: user, password: localPassword });
  if (!choose) throw new Error('the issuer asks for whom');
  return new URLSearchParams(await choose(page, ask));
}

function codeIn(address: URL): string {
  const code = address.searchParams.get('code');
  if (!code) throw new Error(address.searchParams.get('error') ?? 'no code');
  return code;
}
