import * as z from 'zod';
import type { Clock } from '../kernel/clock.ts';
import type { CardQuery, HistoryReply, InsuredHistory, InsurerPortal, PortalCard, PortalReply } from '../insurance/ports.ts';
import { visitsIn } from './insurerPortalHistory.ts';
import { portalHttp, type PortalCall } from './insurerPortalHttp.ts';
import { portalLogins, portalTokens, type PortalLogin, type PortalToken } from './insurerPortalToken.ts';

export type InsurerPortalOptions = {
  readonly url: string;
  readonly body: 'json' | 'form';
  readonly credentials: string;
  readonly clock: Clock;
  /** For each call to the portal. */
  readonly timeoutMilliseconds: number;
  readonly fetch?: typeof fetch;
};

/**
 * The insurer's portal over HTTP (CV 1923/BHXH-CNTT). Its addresses carry tokens and a password hash, so nothing here
 * is ever logged or put into an error.
 */
export function insurerPortal(options: InsurerPortalOptions): InsurerPortal & InsuredHistory {
  const byFacility = portalLogins(options.credentials);
  const call = portalHttp(options);
  const tokens = portalTokens(call, options.clock);

  async function authorized(facility: string, ask: (login: PortalLogin, token: PortalToken) => Promise<Raw>): Promise<Raw | { readonly kind: 'no-login' }> {
    const login = byFacility[facility];
    if (!login) return { kind: 'no-login' };
    const first = await tokens.get(login);
    if (first.kind !== 'token') return first;
    const reply = await ask(login, first.token);
    if (reply.kind !== 'answered' || reply.resultCode !== '401') return reply;
    // The token may have ended early: one new one, then the answer stands.
    const second = await tokens.renew(login, first.token);
    return second.kind === 'token' ? await ask(login, second.token) : second;
  }

  return {
    async lookUp(query) {
      const raw = await authorized(query.facility, (login, token) => ask(call, '/api/egw/KQNhanLichSuKCB2024', login, token, query));
      if (raw.kind !== 'answered') return raw;
      const parsed = raw.value === undefined ? undefined : lookup.safeParse(raw.value);
      if (parsed && !parsed.success) return { kind: 'unavailable', why: 'wrong-shape' };
      const card = parsed && cardOf(parsed.data);
      return { kind: 'answered', resultCode: raw.resultCode, ...(card ? { card } : {}) };
    },
    async historyOf(query): Promise<HistoryReply> {
      const raw = await authorized(query.facility, (login, token) => ask(call, '/api/egw/Lskcb2025', login, token, query));
      if (raw.kind !== 'answered') return raw;
      const visits = visitsIn(raw.value);
      return visits ? { kind: 'answered', resultCode: raw.resultCode, visits } : { kind: 'unavailable', why: 'wrong-shape' };
    },
  };
}

/** An answer before its fields are looked at; `value` absent where only the code is known. */
type Raw = { readonly kind: 'answered'; readonly resultCode: string; readonly value?: unknown } | Extract<PortalReply, { readonly kind: 'unavailable' }>;

const coded = z.looseObject({ maKetQua: z.string() });

async function ask(call: PortalCall, path: string, login: PortalLogin, token: PortalToken, { key, name, birthDate }: CardQuery): Promise<Raw> {
  const query = { token: token.accessToken, id_token: token.idToken, username: login.username, password: token.passwordHash };
  const answer = await call(path, query, {
    maThe: key,
    hoTen: name,
    ngaySinh: birthDate.split('-').toReversed().join('/'),
    hoTenCb: login.staffName,
    cccdCb: login.staffCitizenId,
  });
  if (answer.kind !== 'json') return answer.kind === 'unauthorized' ? { kind: 'answered', resultCode: '401' } : answer;
  const parsed = coded.safeParse(answer.value);
  return parsed.success ? { kind: 'answered', resultCode: parsed.data.maKetQua, value: parsed.data } : { kind: 'unavailable', why: 'wrong-shape' };
}

const optional = z.string().nullish().transform((value) => value?.trim() || undefined);
const lookup = z.object({
  maKetQua: z.string(),
  maThe: optional, hoTen: optional, ngaySinh: optional, gtTheTu: optional, gtTheDen: optional, maDKBD: optional,
  gioiTinh: optional, maSoBHXH: optional, maKV: optional, ngayDu5Nam: optional,
  maTheMoi: optional, gtTheTuMoi: optional, gtTheDenMoi: optional, maDKBDMoi: optional,
});

function cardOf(answer: z.infer<typeof lookup>): PortalCard | undefined {
  const { maThe, hoTen, maTheMoi } = answer;
  if (!maThe || !hoTen) return undefined;
  const next = maTheMoi && { number: maTheMoi, validFrom: dateOf(answer.gtTheTuMoi), validTo: dateOf(answer.gtTheDenMoi), registeredFacility: answer.maDKBDMoi };
  return {
    number: maThe,
    holder: hoTen.normalize('NFC'),
    birthDate: dateOf(answer.ngaySinh),
    validFrom: dateOf(answer.gtTheTu),
    validTo: dateOf(answer.gtTheDen),
    registeredFacility: answer.maDKBD,
    sex: sexOf(answer.gioiTinh),
    insuranceNumber: answer.maSoBHXH,
    area: answer.maKV,
    fiveYearsOn: dateOf(answer.ngayDu5Nam),
    ...(next ? { newCard: next } : {}),
  };
}

const sexOf = (text: string | undefined): 'male' | 'female' | undefined =>
  (({ nam: 'male', nữ: 'female' }) as const)[(text ?? '').normalize('NFC').toLowerCase() as 'nam' | 'nữ'];

/** dd/MM/yyyy, ddMMyyyy or yyyy (all are seen) as a FHIR date; undefined where it is none of them. */
function dateOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (/^\d{4}$/.test(text)) return text;
  const [, day, month, year] = /^(\d{2})\/?(\d{2})\/?(\d{4})$/.exec(text) ?? [];
  return year === undefined ? undefined : `${year}-${month}-${day}`;
}
