import type { Subscription } from '@medplum/fhirtypes';
import { ok, refuse, type Result } from '../kernel/result.ts';

/** What is sent to a subscriber's server (R4 2.46.6.1): with a payload an update below the address, without one an empty POST. */
export type Hook = { readonly url: string; readonly withResource: boolean; readonly headers: Readonly<Record<string, string>> };

/** Headers that say how a message is carried belong to whoever carries it. */
const carrying: ReadonlySet<string> = new Set([
  'host', 'connection', 'content-length', 'content-type', 'transfer-encoding', 'te', 'trailer', 'upgrade', 'keep-alive', 'proxy-authorization', 'proxy-connection', 'expect',
]);

const jsonTypes = ['application/fhir+json', 'application/json'];

/** How a subscriber is told: at its server, or over the WebSockets that it holds open. */
export type Channel = { readonly kind: 'rest-hook'; readonly hook: Hook } | { readonly kind: 'websocket' };

/** The channel, or what is wrong with it. A websocket takes neither address, header nor payload: the ping says all (R4 2.46.6.2). */
export function channelOf(channel: Subscription['channel']): Result<Channel, string> {
  if (channel.type === 'websocket') return ok({ kind: 'websocket' });
  if (channel.type !== 'rest-hook') return refuse('channel.type: rest-hook, websocket');
  const hook = hookOf(channel);
  return hook.ok ? ok({ kind: 'rest-hook', hook: hook.value }) : hook;
}

/** The hook of a rest-hook channel. Whether its address may be called is the gateway's to say. */
function hookOf(channel: Subscription['channel']): Result<Hook, string> {
  if (!channel.endpoint || !URL.canParse(channel.endpoint)) return refuse('channel.endpoint');
  if (channel.payload !== undefined && !jsonTypes.includes(channel.payload.split(';')[0]?.trim() ?? '')) return refuse('channel.payload: application/fhir+json');
  const headers: Record<string, string> = {};
  for (const line of channel.header ?? []) {
    const [, name = '', value = ''] = /^([!#$%&'*+.^_`|~\w-]{1,100}):[ \t]*([\x20-\x7e]{0,4000})$/.exec(line) ?? [];
    if (!name || carrying.has(name.toLowerCase())) return refuse('channel.header');
    headers[name.toLowerCase()] = value;
  }
  return ok({ url: channel.endpoint.replace(/\/$/, ''), withResource: channel.payload !== undefined, headers });
}
