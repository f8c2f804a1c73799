import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import { referenceTo } from '../../shared/fhir/references.ts';
import type { Idempotency, Reference, Stored } from '../../shared/fhir/repository.ts';
import { refusal } from '../../shared/kernel/refusal.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { commandOf, type CommandKey } from '../_http/body.ts';
import type { Handled } from '../_http/chain.ts';
import { answer, versionHeaders, type Interaction } from './context.ts';
import { shownAfter } from './prefer.ts';

/** What is kept of the answer to a write: which version it made. The version itself never changes. */
export type KeptAnswer = { readonly status: number; readonly made?: { readonly reference: Reference; readonly versionId: string } };
/** Of a transaction: an answer for each entry; undefined for those that only read. */
export type KeptAnswers = { readonly entries: readonly (KeptAnswer | null)[] };

export const keptAnswer = (status: number, stored: Stored | undefined): KeptAnswer => ({ status, ...(stored ? { made: { reference: referenceTo(stored), versionId: stored.meta.versionId } } : {}) });

/** The part of a commit that makes a write repeatable; nothing where the client gave no key. */
export const repeatable = ({ command }: Pick<Interaction, 'command'>, keep: (stored: readonly Stored[]) => KeptAnswer | KeptAnswers): { readonly idempotency?: Idempotency } =>
  command ? { idempotency: { ...command, answer: keep } } : {};

const writes: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * A write with an Idempotency-Key happens once: the same key and body give the first answer again, another body is
 * refused. Without the header a write is what R4 says; conditional create is there for that.
 */
export async function once(interaction: Interaction, run: (interaction: Interaction) => Promise<Handled>): Promise<Handled> {
  const { request } = interaction;
  if (!writes.has(request.method) || request.headers['idempotency-key'] === undefined) return await run(interaction);
  const command = commandOf(request);
  if (!command) return refuse(refusal('HTTP_IDEMPOTENCY_KEY_MISSING'));
  return (await repeated({ ...interaction, command }, run)) ?? (await run({ ...interaction, command }));
}

/** An entry of a batch is a write of its own, with a key of its own. */
export const entryCommand = ({ command }: Pick<Interaction, 'command'>, entry: number): { readonly command?: CommandKey } => (command ? { command: { ...command, key: `${command.key}#${entry}` } } : {});

/** The answer to a write that was carried out before; undefined where it was not. */
export async function repeated(interaction: Interaction, run: (interaction: Interaction) => Promise<Handled>): Promise<Handled | undefined> {
  const { command, deps, request } = interaction;
  if (!command) return undefined;
  const before = await deps.repository.repeated(command.subject, command.key, command.bodyHash);
  if (!before) return undefined;
  if (before.kind === 'key-reused') return refuse(refusal('HTTP_IDEMPOTENCY_KEY_REUSED'));
  const kept = before.answer as KeptAnswer | KeptAnswers;
  const again = { 'idempotent-replayed': 'true' };
  if (!('entries' in kept)) {
    const { resource, headers } = await madeThen(interaction, kept);
    return ok(answer(kept.status, resource && shownAfter(interaction, resource), { ...headers, ...again }));
  }
  const asked = (JSON.parse(request.body.toString('utf8')) as Bundle).entry ?? [];
  const entry: BundleEntry[] = [];
  for (const [i, one] of kept.entries.entries()) entry.push(one ? await entryOf(interaction, one) : await readAgain(interaction, asked[i], run));
  return ok(answer(200, { resourceType: 'Bundle', type: 'transaction-response', ...(entry.length > 0 ? { entry } : {}) }, again));
}

async function madeThen({ deps }: Interaction, { made }: KeptAnswer): Promise<{ readonly resource?: Stored; readonly headers: Record<string, string> }> {
  if (!made) return { headers: {} };
  const version = await deps.repository.readVersion(made.reference, made.versionId);
  const location = `${deps.address}/${made.reference}/_history/${made.versionId}`;
  return version === undefined || version === 'deleted' ? { headers: { location } } : { resource: version, headers: { ...versionHeaders(version), location } };
}

async function entryOf(interaction: Interaction, kept: KeptAnswer): Promise<BundleEntry> {
  const { resource, headers } = await madeThen(interaction, kept);
  return { ...(resource ? { resource } : {}), response: responseOf(kept.status, headers['location'], headers['etag']) };
}

const responseOf = (status: number, location?: string, etag?: string) => ({ status: String(status), ...(location ? { location } : {}), ...(etag ? { etag } : {}) });

/** Reading is no part of what is repeated: it is done, judged and audited anew. */
async function readAgain(interaction: Interaction, asked: BundleEntry | undefined, run: (interaction: Interaction) => Promise<Handled>): Promise<BundleEntry> {
  const [path = '', query = ''] = (asked?.request?.url ?? '').split('?');
  const handled = await run({ ...interaction, method: 'GET', headers: { accept: 'application/fhir+json' }, path: path.split('/').filter(Boolean), query: new URLSearchParams(query) });
  if (!handled.ok) return { response: { status: '404' } };
  const { json, status, headers: { location, etag } = {} } = handled.value;
  return { ...(json === undefined ? {} : { resource: json as Stored }), response: responseOf(status, location, etag) };
}
