import type { HookSender } from '../subscription/ports.ts';
import type { OutboundRules } from './outbound.ts';

export type RestHookOptions = { readonly rules: OutboundRules; readonly timeoutMilliseconds: number; readonly fetch?: typeof fetch };

/**
 * Messages to subscribers' servers. The address is judged at every call, since what a name points to may change; a
 * redirect is not followed, since it could lead to where no address may. Nothing of an answer but its status is looked at.
 */
export function restHooks({ rules, timeoutMilliseconds, fetch: send = fetch }: RestHookOptions): HookSender {
  return {
    barred: rules.barred,
    async send({ method, url, headers, body }) {
      const barred = await rules.barred(url);
      if (barred) return { kind: 'failed', why: barred };
      try {
        const response = await send(url, { method, headers: { ...headers }, ...(body === undefined ? {} : { body }), redirect: 'manual', signal: AbortSignal.timeout(timeoutMilliseconds) });
        await response.body?.cancel();
        return response.status >= 200 && response.status < 300 ? { kind: 'sent' } : { kind: 'failed', why: `HTTP ${response.status}` };
      } catch (error) {
        // Nothing of the error goes on: it may carry the address.
        return { kind: 'failed', why: error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'network' };
      }
    },
  };
}
