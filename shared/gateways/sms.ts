import * as z from 'zod';
import type { SmsGateway } from '../identity/ports.ts';

/** Login at an SMS gateway that speaks the eSMS JSON protocol (several Vietnamese vendors do). */
export const smsCredentials = z.object({ apiKey: z.string(), secretKey: z.string(), brandname: z.string() });
export type SmsCredentials = z.infer<typeof smsCredentials>;

const answer = z.object({ CodeResult: z.coerce.string(), SMSID: z.string().optional() });

/** Messages of a brand name to customers ("CSKH"); one-time codes belong there. */
const customerCare = '2';

/**
 * The SMS gateway over HTTP. Fails after `timeoutMilliseconds`; errors carry the gateway's code and never the number
 * or the text.
 */
export function smsGateway(url: string, { apiKey, secretKey, brandname }: SmsCredentials, timeoutMilliseconds: number, fetchImplementation: typeof fetch = fetch): SmsGateway {
  return {
    async send({ to, text }) {
      const response = await fetchImplementation(`${url}/MainService.svc/json/SendMultipleMessage_V4_post_json/`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ApiKey: apiKey, SecretKey: secretKey, Brandname: brandname, Phone: to, Content: text, SmsType: customerCare, IsUnicode: '0' }),
        signal: AbortSignal.timeout(timeoutMilliseconds),
      });
      if (!response.ok) throw new Error(`SMS gateway answered ${response.status}`);
      const { CodeResult } = answer.parse(await response.json());
      if (CodeResult !== '100') throw new Error(`SMS gateway refused with ${CodeResult.slice(0, 10)}`);
    },
  };
}
