import type { SmsGateway } from './ports.ts';

/** Keeps what would have been sent. */
export function fakeSmsGateway(): SmsGateway & { readonly sent: { to: string; text: string }[] } {
  const sent: { to: string; text: string }[] = [];
  return {
    sent,
    async send(message) {
      sent.push(message);
    },
  };
}
