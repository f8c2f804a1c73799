import type { IncomingMessage, ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Provider, { type Context } from 'oidc-provider';
import { readAll } from '../aws/serve.ts';
import { systemClock } from '../../shared/kernel/clock.ts';
import type { Part } from '../product/part.ts';
import { accountFor } from './accounts.ts';
import { newGrant, providerConfiguration, type Clients } from './configuration.ts';
import { pageHeaders } from './headers.ts';
import { choosePatient } from './launch/choosePatient.ts';
import { choosingPrompt } from './launch/prompt.ts';
import type { Asking } from './launch/records.ts';
import { FileStore } from './fileAdapter.ts';
import { loadKeys } from './keys.ts';
import { signInGuard, type SignInGuard } from './signInGuard.ts';
import { expiredPage, signInPage, type Language } from './page.ts';

export type Oidc = Part & { readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void> };

/**
 * A certified OIDC provider with the story's people, under /oidc of the product's own origin. `log` gets lines in the
 * shape of the functions' own (functions/_http/log.ts), so that the same alarm would see them.
 */
export async function startOidc(clients: Clients, folder: string, log: (text: string) => void = () => undefined): Promise<Oidc> {
  const keys = await loadKeys(join(folder, 'keys.json'));
  const store = new FileStore(join(folder, 'state.json'));
  const provider: Provider = new Provider(`${clients.baseUrl}/oidc`, providerConfiguration(clients, keys, store, () => provider));
  provider.use(withPatientContext);
  const callback = provider.callback();
  const asking = (): Asking => ({ fhirUrl: clients.fhirUrl?.() ?? `${clients.baseUrl}/fhir`, issuer: `${clients.baseUrl}/oidc`, audience: clients.audience, key: keys.jwks.keys[0] ?? {} });
  const guard = signInGuard(systemClock, (by) => log(`${JSON.stringify({ level: 'warn', event: 'sign-in-locked', at: new Date().toISOString(), by, suspicious: true })}\n`));

  const handle = async (request: IncomingMessage & { originalUrl?: string }, response: ServerResponse) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path.startsWith('/oidc/sign-in/')) return await signIn({ provider, guard, web: clients.web, asking: asking() }, path, request, response);
    if (path.startsWith('/oidc/assets/')) return await asset(path, request, response);
    request.url = withConsentPrompt((request.url ?? '').slice('/oidc'.length) || '/');
    request.originalUrl = `/oidc${request.url}`;
    return await callback(request, response);
  };
  return { handle, stop: async () => store.flush() };
}

/** SMART applications ask for offline_access alone; OpenID Connect Core 11 wants a prompt with it. */
function withConsentPrompt(url: string): string {
  const address = new URL(url, 'http://oidc');
  const asks = address.pathname === '/auth' && address.searchParams.get('scope')?.split(' ').includes('offline_access');
  if (!asks || address.searchParams.has('prompt')) return url;
  address.searchParams.set('prompt', 'consent');
  return `${address.pathname}${address.search}`;
}

/** SMART App Launch 2.2: the token response names the patient in context: who was chosen, else the patient who signed in. */
async function withPatientContext(context: Context, next: () => Promise<void>): Promise<void> {
  await next();
  const body = context.body as { access_token?: string; scope?: string; patient?: string } | undefined;
  if (context.oidc?.route !== 'token' || !body?.access_token) return;
  const { patient: own, launch_patient: patient = own } = JSON.parse(Buffer.from(body.access_token.split('.')[1] ?? '', 'base64url').toString()) as { patient?: string; launch_patient?: string };
  if (patient) body.patient = patient.slice('Patient/'.length);
}

/** The pages of the interaction; consent to our own API is given for people, it asks nothing of them. */
async function signIn({ provider, guard, web, asking }: { readonly provider: Provider; readonly guard: SignInGuard; readonly web: string; readonly asking: Asking }, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const interaction = await provider.interactionDetails(request, response).catch(() => undefined);
  if (!interaction) return void response.writeHead(410, pageHeaders()).end(expiredPage(languageOf(request.headers['accept-language'])));
  const { prompt, params, session } = interaction;
  const language = languageOf(typeof params['ui_locales'] === 'string' ? params['ui_locales'] : undefined);
  if (prompt.name === choosingPrompt && session) return await choosePatient({ provider, asking, interaction, accountId: session.accountId, language, path }, request, response);
  if (prompt.name === 'consent' && session) {
    const grant = await newGrant(provider, { accountId: session.accountId, clientId: params['client_id'] ?? '', web, asked: params['scope'] ?? '' });
    return await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
  }
  const headers = pageHeaders(params['redirect_uri']);
  if (request.method !== 'POST') return void response.writeHead(200, headers).end(signInPage({ language, action: path, user: typeof params['login_hint'] === 'string' ? params['login_hint'] : '', failed: false }));
  const form = new URLSearchParams((await readAll(request)).toString('utf8'));
  const user = form.get('login') ?? '';
  const address = addressOf(request);
  const lockedSeconds = guard.take(user, address);
  if (lockedSeconds !== undefined) return void response.writeHead(429, { ...headers, 'retry-after': String(lockedSeconds) }).end(signInPage({ language, action: path, user, failed: true, lockedSeconds }));
  const account = accountFor(user, form.get('password') ?? '');
  if (!account) return void response.writeHead(401, headers).end(signInPage({ language, action: path, user, failed: true }));
  guard.succeeded(user, address);
  await provider.interactionFinished(request, response, { login: { accountId: account.user } }, { mergeWithLastSubmission: false });
}

/** Behind a proxy as the API counts it (functions/_http/chain.ts): what stands before the last entry. */
const addressOf = ({ headers, socket }: IncomingMessage): string => String(headers['x-forwarded-for'] ?? '').split(',').at(-2)?.trim() ?? socket.remoteAddress ?? '';

/** Vietnamese unless English comes first. */
const languageOf = (asked = ''): Language => (/^\s*en\b/i.test(asked) ? 'en' : 'vi');

const submit = 'document.forms[0].submit();\n';

async function asset(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  request.resume();
  const name = path.slice('/oidc/assets/'.length);
  const headers = { 'cache-control': 'public, max-age=3600', 'x-content-type-options': 'nosniff' };
  if (name === 'page.css') return void response.writeHead(200, { ...headers, 'content-type': 'text/css; charset=utf-8' }).end(await readFile(join(import.meta.dirname, 'page.css')));
  if (name === 'submit.js') return void response.writeHead(200, { ...headers, 'content-type': 'text/javascript' }).end(submit);
  if (!/^be-vietnam-pro-(vietnamese|latin)-(400|600)-normal\.woff2$/.test(name)) return void response.writeHead(404, headers).end();
  const font = createRequire(import.meta.url).resolve(`@fontsource/be-vietnam-pro/files/${name}`);
  response.writeHead(200, { ...headers, 'content-type': 'font/woff2' }).end(await readFile(font));
}
