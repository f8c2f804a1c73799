import { XMLBuilder } from 'fast-xml-parser';
import * as z from 'zod';
import type { ClaimGateway, GatewayReply } from '../insurance/ports.ts';
import type { Clock } from '../kernel/clock.ts';
import { portalHttp } from './insurerPortalHttp.ts';
import { portalLogins, portalTokens, type PortalLogin, type PortalToken } from './insurerPortalToken.ts';

export type ClaimGatewayOptions = { readonly url: string; readonly body: 'json' | 'form'; readonly credentials: string; readonly clock: Clock; readonly timeoutMilliseconds: number; readonly fetch?: typeof fetch;
  /** Puts the signature of the facility into the element CHUKYDONVI; a key that can't be used throws. */
  readonly sign: (xml: string) => Promise<string>;
};

const builder = new XMLBuilder({ format: false, suppressEmptyNode: false, processEntities: true });

/** The message as the decree wraps it, with an empty place for the signature of the facility. */
const xml0Text = (values: Readonly<Record<string, string>>): string =>
  `<?xml version="1.0" encoding="UTF-8"?>${builder.build({ CHI_TIEU_TRANG_THAI_KCB: { DSACH_TRANG_THAI_KCB: { TRANG_THAI_KCB: values }, CHUKYDONVI: '' } })}`;

const answer = z.object({ maKetQua: z.string(), maGiaoDich: z.string().nullish(), thoiGianTiepNhan: z.string().nullish(), thongDiep: z.string().nullish() });

/** The insurer's gateway for claims: the same logins and tokens as the portal, in headers, and the file as base64 in a form. */
export function claimGateway(options: ClaimGatewayOptions): ClaimGateway {
  const byFacility = portalLogins(options.credentials);
  const call = portalHttp({ ...options, body: 'form' });
  // The token call takes its body as the portal does.
  const tokens = portalTokens(portalHttp(options), options.clock);

  async function send(login: PortalLogin, { accessToken, idToken, passwordHash }: PortalToken, facility: string, xml: string): Promise<GatewayReply> {
    const form = { username: login.username, loaiHoSo: '0', maTinh: facility.slice(0, 2), maCSKCB: facility, fileHSBase64: Buffer.from(xml, 'utf8').toString('base64') };
    const sent = await call('/api/qd130/checkInKcbQd3176', {}, form, { accessToken, tokenId: idToken, passwordHash });
    if (sent.kind === 'unauthorized') return { kind: 'refused', code: '401' };
    if (sent.kind !== 'json') return sent;
    const parsed = answer.safeParse(sent.value);
    if (!parsed.success) return { kind: 'unavailable', why: 'wrong-shape' };
    const { maKetQua: code, maGiaoDich, thoiGianTiepNhan, thongDiep } = parsed.data;
    const message = thongDiep?.slice(0, 500);
    if (code === '500' || code === '101') return { kind: 'unavailable', why: 'fault' };
    if (code !== '200') return { kind: 'refused', code: code.slice(0, 20), ...(message ? { message } : {}) };
    if (!maGiaoDich) return { kind: 'unavailable', why: 'wrong-shape' };
    const receivedAt = instantOf(thoiGianTiepNhan ?? '');
    return { kind: 'accepted', transactionId: maGiaoDich, ...(receivedAt ? { receivedAt } : {}) };
  }

  return {
    async checkIn(facility, values) {
      const login = byFacility[facility];
      if (!login) return { kind: 'refused', code: 'no-login' };
      const first = await tokens.get(login);
      if (first.kind !== 'token') return first.kind === 'answered' ? refusedLogin(first.resultCode) : first;
      const xml = await options.sign(xml0Text(values));
      const reply = await send(login, first.token, facility, xml);
      if (reply.kind !== 'refused' || reply.code !== '401') return reply;
      const second = await tokens.renew(login, first.token);
      if (second.kind !== 'token') return second.kind === 'answered' ? refusedLogin(second.resultCode) : second;
      const again = await send(login, second.token, facility, xml);
      return again.kind === 'refused' && again.code === '401' ? refusedLogin('401') : again;
    },
  };
}

/** A login may be put right; the message waits. */
const refusedLogin = (_code: string): GatewayReply => ({ kind: 'unavailable', why: 'fault' });

/** yyyyMMddHHmmss in Vietnam. */
function instantOf(text: string): string | undefined {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text) ?? [];
  const at = y === undefined ? Number.NaN : Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}+07:00`);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}
