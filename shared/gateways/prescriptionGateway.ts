import * as z from 'zod';
import { fold } from '../kernel/fold.ts';
import type { Clock } from '../kernel/clock.ts';
import type { PrescriptionGateway, PrescriptionReply } from '../prescription/ports.ts';
import { prescriptionMessage } from './prescriptionMessage.ts';

export type PrescriptionGatewayOptions = { readonly url: string; readonly credentials: string; readonly clock: Clock; readonly timeoutMilliseconds: number; readonly fetch?: typeof fetch };

/** JSON of the secret: link code of the facility, then Practitioner id, to the doctor's login. An empty secret leaves everybody without one. */
const logins = z.record(z.string(), z.record(z.string(), z.object({ code: z.string(), password: z.string() })));

type Login = { readonly link: string; readonly code: string; readonly password: string };
type Unavailable = Extract<PrescriptionReply, { kind: 'unavailable' }>;
type Answer = { readonly status: number; readonly value: unknown } | Unavailable;

const tokenAnswer = z.object({ token: z.string().min(1) });
const accepted = z.object({ success: z.string(), checksum: z.string().optional() });
const refused = z.object({ success: z.string().optional(), danh_sach_cac_loi: z.array(z.object({ truong: z.coerce.string().nullish(), ma_loi: z.coerce.string().nullish(), thong_bao: z.coerce.string().nullish() })).optional() });

/** The system tells no end of a token's life; it is asked for anew after this, and whenever it is refused. */
const tokenLife = 30 * 60_000;

/**
 * The national e-prescription system over HTTP (QĐ 808/QĐ-BYT; protocol as public clients speak it): a doctor's login at
 * their facility, then one prescription a call. Errors carry no part of what was sent.
 */
export function prescriptionGateway({ url, credentials, clock, timeoutMilliseconds, fetch: send = fetch }: PrescriptionGatewayOptions): PrescriptionGateway {
  const known = logins.parse(JSON.parse(credentials));
  const base = url.replace(/\/$/, '');
  const tokens = new Map<string, { readonly token: string; readonly until: number }>();

  async function post(path: string, body: unknown, token?: string): Promise<Answer> {
    try {
      const response = await send(`${base}${path}`, {
        method: 'POST',
        headers: { accept: 'application/json', 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(timeoutMilliseconds),
      });
      if (response.status >= 500 || response.status === 429) return { kind: 'unavailable', why: 'fault' };
      return { status: response.status, value: parsed(await response.text()) };
    } catch (error) {
      // Nothing of the error goes on: it may carry the address.
      return { kind: 'unavailable', why: nameOf(error) === 'TimeoutError' ? 'timeout' : 'network' };
    }
  }

  async function tokenOf({ link, code, password }: Login, fresh: boolean): Promise<string | Unavailable> {
    const key = `${link} ${code}`;
    const kept = tokens.get(key);
    if (!fresh && kept && kept.until > clock.now().getTime()) return kept.token;
    const answer = await post('/api/auth/dang-nhap-bac-si', { ma_lien_thong_bac_si: code, ma_lien_thong_co_so_kham_chua_benh: link, password });
    if ('kind' in answer) return answer;
    const found = answer.status === 200 ? tokenAnswer.safeParse(answer.value) : undefined;
    // A login may be put right; the prescription waits.
    if (!found?.success) return { kind: 'unavailable', why: answer.status === 200 ? 'wrong-shape' : 'login-refused' };
    tokens.set(key, { token: found.data.token, until: clock.now().getTime() + tokenLife });
    return found.data.token;
  }

  return {
    async send({ link, practitioner }, prescription) {
      const account = known[link]?.[practitioner];
      if (!account) return { kind: 'unavailable', why: 'no-login' };
      const message = prescriptionMessage(prescription);
      for (const fresh of [false, true]) {
        const token = await tokenOf({ link, ...account }, fresh);
        if (typeof token !== 'string') return token;
        const answer = await post('/api/v1/gui-don-thuoc', message, token);
        if ('kind' in answer) return answer;
        if (answer.status !== 401) return replyOf(answer);
      }
      return { kind: 'unavailable', why: 'login-refused' };
    },
  };
}

const nameOf = (error: unknown): unknown => (typeof error === 'object' && error !== null && 'name' in error ? error.name : undefined);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** 200 with "thành công" in its words is taken; 422 lists what is wrong; whatever else is no answer. */
function replyOf({ status, value }: { readonly status: number; readonly value: unknown }): PrescriptionReply {
  if (status === 200) {
    const good = accepted.safeParse(value);
    if (!good.success || !fold(good.data.success).includes('thanh cong')) return { kind: 'unavailable', why: 'wrong-shape' };
    return { kind: 'accepted', ...(good.data.checksum ? { checksum: good.data.checksum } : {}) };
  }
  if (status !== 422) return { kind: 'unavailable', why: 'fault' };
  const bad = refused.safeParse(value);
  if (!bad.success) return { kind: 'unavailable', why: 'wrong-shape' };
  const errors = (bad.data.danh_sach_cac_loi ?? []).map(({ truong, ma_loi, thong_bao }) => ({ field: truong ?? '', code: ma_loi ?? '', message: thong_bao ?? '' }));
  // Codes are claimed by us before they are sent: one that is there already is this prescription, whose answer was lost.
  if (errors.length > 0 && errors.every(({ field, message }) => field === 'ma_don_thuoc' && /da (duoc su dung|ton tai)/.test(fold(message)))) return { kind: 'accepted' };
  return { kind: 'refused', errors: errors.length > 0 ? errors : [{ field: '', code: '422', message: bad.data.success ?? '' }] };
}
