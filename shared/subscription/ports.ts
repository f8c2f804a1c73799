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
