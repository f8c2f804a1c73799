import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Interaction } from 'oidc-provider';
import type Provider from 'oidc-provider';
import { idPattern } from '../../../shared/fhir/references.ts';
import { parseScopes } from '../../../shared/identity/smartScopes.ts';
import { readAll } from '../../aws/serve.ts';
import { claimsOf } from '../accounts.ts';
import { pageHeaders } from '../headers.ts';
import type { Language } from '../page.ts';
import { choicePage, type ChoicePage } from './page.ts';
import type { Chosen } from './prompt.ts';
import { recordsOf, type Asking, type Records, type Unanswered } from './records.ts';

export type ChoiceStep = { readonly provider: Provider; readonly asking: Asking; readonly interaction: Interaction; readonly accountId: string; readonly language: Language; readonly path: string };

/**
 * The step after the sign-in at which the person says for whom the application is started. What is posted is not
 * believed: whether the person may read the chosen record is asked of our API, as the person.
 */
export async function choosePatient(step: ChoiceStep, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { provider, asking, interaction, accountId } = step;
  const claims = claimsOf(accountId) ?? {};
  const signedInAt = interaction.prompt.details['signedInAt'];
  const records = recordsOf(asking, { accountId, claims, ...(typeof signedInAt === 'number' ? { signedInAt } : {}) });
  const finish = async (result: object) => await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
  const chose = async (patient?: string) => await finish({ launch: { accountId, ...(patient ? { patient } : {}) } satisfies Chosen });
  const show = (status: number, more: Partial<ChoicePage>) => void response.writeHead(status, pageHeaders(interaction.params['redirect_uri'])).end(choicePage({ ...pageOf(step, claims), ...more }));
  const unanswered = async (why: Unanswered, more: Partial<ChoicePage> = {}) => (why === 'unavailable' ? show(503, { ...more, problem: 'unavailable' }) : await finish({ error: 'login_required', error_description: 'the sign-in has ended' }));

  const form = request.method === 'POST' ? new URLSearchParams((await readAll(request)).toString('utf8')) : undefined;
  if (form?.has('cancel')) return await finish({ error: 'access_denied', error_description: 'nobody was chosen' });
  const id = form?.get('patient');
  if (typeof id === 'string') {
    const may = idPattern.test(id) ? await records.mayRead(id) : ({ ok: true, value: false } as const);
    if (!may.ok) return await unanswered(may.error);
    return may.value ? await chose(`Patient/${id}`) : await showNear(records, (more) => show(403, { ...more, problem: 'not-allowed' }));
  }
  const text = form?.get('text')?.trim().slice(0, 100);
  if (text) {
    const found = await records.find(text);
    return found.ok ? show(200, { text, found: found.value }) : await unanswered(found.error, { text });
  }
  const near = await records.near();
  if (!near.ok) return await unanswered(near.error);
  // A patient who cares for nobody has nothing to choose: the application gets the own record.
  const own = claims['patient'];
  if (typeof own === 'string' && near.value.people.every(({ id: one }) => own === `Patient/${one}`)) return await chose();
  return show(form ? 400 : 200, { found: near.value, ...(form ? { problem: 'nobody' } : {}) });
}

/** With the list where it can be had: the refusal is said either way. */
async function showNear(records: Records, show: (more: Partial<ChoicePage>) => void): Promise<void> {
  const near = await records.near();
  show(near.ok ? { found: near.value } : {});
}

function pageOf({ interaction, language, path }: ChoiceStep, claims: Readonly<Record<string, unknown>>): ChoicePage {
  const { params, prompt: { details: { application } } } = interaction;
  const { name } = claims;
  const scopes = parseScopes(params['scope'] ?? '');
  return {
    language, action: path, person: typeof name === 'string' ? name : '', application: typeof application === 'string' ? application : (params['client_id'] ?? ''),
    writes: scopes.some(({ level, permissions }) => level === 'patient' && permissions.some((p) => p === 'c' || p === 'u' || p === 'd')),
    wide: scopes.some(({ level }) => level === 'user'),
    searches: claims['patient'] === undefined,
  };
}
