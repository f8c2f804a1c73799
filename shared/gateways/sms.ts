import * as z from 'zod';
import type { SmsGateway } from '../identity/ports.ts';

/** Login at an SMS gateway that speaks the eSMS JSON protocol (several Vietnamese vendors do). */
const smsCredentials = z.object({ apiKey: z.string(), secretKey: z.string(), brandname: z.string() });

const answer = z.object({ CodeResult: z.coerce.string(), SMSID: z.string().optional() });

/** Messages of a brand name to customers ("CSKH"); one-time codes belong there. */
const customerCare = '2';

/**
 * The SMS gateway over HTTP; `credentials` is the secret, JSON. Fails after `timeoutMilliseconds`; errors carry the gateway's code and never the number
 * or the text.
 */
export function smsGateway(url: string, credentials: string, timeoutMilliseconds: number, fetchImplementation: typeof fetch = fetch): SmsGateway {
  const login = smsCredentials.safeParse(JSON.parse(credentials));
  return {
    async send({ to, text }) {
      // An empty secret must not stop the rest of the function: it is written after the first deployment.
      if (!login.success) throw new Error('SMS gateway has no login');
      const { apiKey, secretKey, brandname } = login.data;
      const response = await fetchImplementation(`${url.replace(/\/$/, '')}/MainService.svc/json/SendMultipleMessage_V4_post_json/`, {
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
