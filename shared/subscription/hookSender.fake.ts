import type { HookSender, OutboundRequest, Sent } from './ports.ts';

/** Remembers what was sent; `answers` are given one by one, then everything is taken. */
export function fakeHookSender(answers: Sent[] = []): HookSender & { readonly sent: OutboundRequest[] } {
  const sent: OutboundRequest[] = [];
  return {
    sent,
    barred: async (url) => (url.startsWith('https://hooks.example/') ? undefined : 'host-not-allowed'),
    async send(request) {
      sent.push(request);
      return answers.shift() ?? { kind: 'sent' };
    },
  };
}
