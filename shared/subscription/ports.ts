import type { Principal } from '../identity/policy.ts';

/** A message to somebody's server. */
export type OutboundRequest = { readonly method: 'POST' | 'PUT'; readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body?: string };

/** `why` is a permanent word or an HTTP status: nothing of the other side's answer. */
export type Sent = { readonly kind: 'sent' } | { readonly kind: 'failed'; readonly why: string };

/** Sends to servers outside, only where the configuration allows it. */
export interface HookSender {
  /** Undefined when the address may be called, else why not. */
  barred(url: string): Promise<string | undefined>;
  send(request: OutboundRequest): Promise<Sent>;
}

/** What became of a message to an open WebSocket; `gone`: nobody is there any more. */
export type Posted = Sent | { readonly kind: 'gone' };

/** Sends text to clients over the WebSockets that they hold open. */
export interface SocketPoster {
  post(connection: string, text: string): Promise<Posted>;
}

/**
 * Open WebSockets: who holds each, and which Subscriptions it is told of. An entry ends at its `until` by itself, later
 * than the connection can last, so that nothing stays of what was never closed.
 */
export interface ConnectionStore {
  open(connection: string, principal: Principal, until: Date): Promise<void>;
  /** Undefined when it is not open, or past its end. */
  holderOf(connection: string, now: Date): Promise<Principal | undefined>;
  /** Binding again is `bound`. `full`: the connection has `most` other Subscriptions. Both are decided by one write, also among parallel ones. */
  bind(connection: string, subscription: string, most: number, now: Date): Promise<'bound' | 'full' | 'gone'>;
  /** The connections that are to be told of this Subscription. */
  boundTo(subscription: string, now: Date): Promise<readonly string[]>;
  /** Forgets one binding, of a connection that may be known or not. */
  unbind(connection: string, subscription: string): Promise<void>;
  /** Forgets the connection and all that it was bound to. */
  close(connection: string): Promise<void>;
}
