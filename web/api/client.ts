import { pathOf, routes } from '../../shared/routes.ts';
import { language } from '../i18n/language.ts';
import type { StepUpHelp } from '../../shared/identity/passkeys/contract.ts';
import { accessToken, sessionRefused } from '../auth/session.ts';
import { confirmed } from '../auth/stepUp.ts';
import { answered, keyFor, type KeyShelf } from './commandKeys.ts';
import type { CommandName, Commands, Queries, QueryName } from './calls.ts';
import type { Answer, Problem } from './problem.ts';
import { send, type Outgoing, type SendOptions } from './send.ts';

const inMemory = new Map<string, string>();
const memoryShelf: KeyShelf = {
  getItem: (key) => inMemory.get(key) ?? null,
  setItem: (key, value) => void inMemory.set(key, value),
  removeItem: (key) => void inMemory.delete(key),
};
const shelf = (): KeyShelf => {
  try {
    return sessionStorage;
  } catch {
    return memoryShelf;
  }
};

/** Reads; tried again with growing pauses when the link fails. */
export async function get<N extends QueryName>(
  name: N, params: Queries[N]['params'], query: Queries[N]['query'], options: SendOptions = {},
): Promise<Answer<Queries[N]['answer']>> {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries<unknown>(query)) if (typeof value === 'string' || typeof value === 'number') search.set(key, String(value));
  const path = pathOf(name, params) + (search.size > 0 ? `?${search.toString()}` : '');
  return await sendSigned({ method: routes[name].method, path, headers: {} }, { tries: 4, ...options });
}

/** Does; may be called again with the same content for as long as no answer came, and is then done once. */
export async function command<N extends CommandName>(
  name: N, params: Commands[N]['params'], body: Commands[N]['body'], options: SendOptions & { readonly key?: string } = {},
): Promise<Answer<Commands[N]['answer']>> {
  const path = pathOf(name, params);
  const text = JSON.stringify(body);
  const key = options.key ?? (await keyFor(shelf(), path, text));
  const headers = { 'content-type': 'application/json', 'idempotency-key': key };
  const send = async () => await sendSigned<Commands[N]['answer']>({ method: routes[name].method, path, headers, body: text }, { tries: 2, ...options });
  const first = await send();
  const answer = asksToConfirm(first) && (await confirmed(first.problem.help as StepUpHelp)) ? await send() : first;
  if (!options.key && isFinal(answer)) answered(shelf(), path);
  return answer;
}

/** Sends a file as a FHIR Binary that belongs to a patient (FHIR R4 2.42.3, X-Security-Context) and gives its id. */
export async function upload(file: Blob, key: string, patientId: string): Promise<Answer<string>> {
  const headers = { 'content-type': file.type, 'idempotency-key': key, prefer: 'return=minimal', 'x-security-context': `Patient/${patientId}` };
  const answer = await sendSigned<string>({ method: 'POST', path: '/fhir/Binary', headers, body: file, accept: 'location' }, { tries: 3 });
  if (!answer.ok) return answer;
  return { ok: true, value: /Binary\/([^/]+)/.exec(answer.value)?.[1] ?? '' };
}

export const download = async (path: string, type: string): Promise<Answer<Blob>> =>
  await sendSigned<Blob>({ method: 'GET', path, headers: { accept: type }, accept: 'blob' }, { tries: 3 });

/** Where a picture of the record can be fetched in the next minute or two, on the origin of files; by the id of its FHIR Binary. */
export async function pictureLink(binaryId: string): Promise<Answer<string>> {
  const answer = await sendSigned<{ readonly parameter?: readonly { readonly name: string; readonly valueUrl?: string }[] }>({ method: 'GET', path: `/fhir/Binary/${encodeURIComponent(binaryId)}/$link`, headers: {} }, { tries: 3 });
  return answer.ok ? { ok: true, value: answer.value.parameter?.find(({ name }) => name === 'url')?.valueUrl ?? '' } : answer;
}

/** The command waits for its person's passkey, or a fresh sign-in; the token itself is good (RFC 9470). */
const asksToConfirm = (answer: Answer<unknown>): answer is { readonly ok: false; readonly problem: Problem } => !answer.ok && answer.problem.code === 'HTTP_STEP_UP_NEEDED';

/** The server has decided; sending the same again would be another command. */
export const isFinal = (answer: Answer<unknown>): boolean => answer.ok || !isPassing(answer.problem);

/** No decision yet: offline, too slow, busy or signed out. The same content may be sent again later. */
export const isPassing = ({ status }: Pick<Problem, 'status'>): boolean => status === 0 || status === 401 || status === 429 || status >= 500;

async function sendSigned<T>(outgoing: Outgoing, options: SendOptions): Promise<Answer<T>> {
  const token = await accessToken();
  const answer = await send<T>(signed(outgoing, token), options);
  if (answer.ok || answer.problem.status !== 401 || asksToConfirm(answer) || token === undefined) return answer;
  const renewed = await accessToken({ insteadOf: token });
  if (renewed !== undefined) return await send<T>(signed(outgoing, renewed), options);
  sessionRefused();
  return answer;
}

const signed = (outgoing: Outgoing, token: string | undefined): Outgoing => ({
  ...outgoing,
  headers: {
    accept: 'application/json',
    ...outgoing.headers,
    'accept-language': language.value,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  },
});
