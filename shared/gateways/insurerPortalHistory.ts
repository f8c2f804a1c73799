import * as z from 'zod';
import type { InsuredVisit } from '../insurance/ports.ts';

const text = z.string().nullish().transform((value) => value?.trim() || undefined);
const visit = z.object({ maHoSo: z.string(), maCSKCB: z.string(), ngayVao: text, ngayRa: text, tenBenh: text });
/** The list has had three names: 2018, and 2025 since the history is a call of its own. */
const history = z.object({ dsLichSuKCB2025: z.array(visit).nullish(), dsLichSuKCB2018: z.array(visit).nullish() });

/** The visits in an answer of the history call, newest first; undefined where it is of another shape. */
export function visitsIn(value: unknown): readonly InsuredVisit[] | undefined {
  const parsed = history.safeParse(value);
  if (!parsed.success) return undefined;
  const list = parsed.data.dsLichSuKCB2025 ?? parsed.data.dsLichSuKCB2018 ?? [];
  return list.map(({ maHoSo, maCSKCB, ngayVao, ngayRa, tenBenh }) => {
    const [from, to] = [instantOf(ngayVao), instantOf(ngayRa)];
    return { id: maHoSo, facility: maCSKCB, ...(from ? { from } : {}), ...(to ? { to } : {}), ...(tenBenh ? { diagnosis: tenBenh } : {}) };
  });
}

/** yyyyMMddHHmm in Vietnam as an instant. */
function instantOf(time: string | undefined): string | undefined {
  const [, y, mo, d, h, mi] = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(time ?? '') ?? [];
  const at = y === undefined ? Number.NaN : Date.parse(`${y}-${mo}-${d}T${h}:${mi}:00+07:00`);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}
