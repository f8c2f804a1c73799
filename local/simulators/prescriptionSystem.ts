import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { prescriptionAccounts } from './accounts.ts';
import { faultSwitch } from './faults.ts';
import { answerJson, listen, readFields, type Simulator } from './http.ts';

/** What can go wrong with it, on demand, at /faults. */
const times = z.number().int().optional();
const fault = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('slow'), milliseconds: z.number().int().min(1).max(60_000), times }),
  z.object({ kind: z.literal('status'), status: z.number().int().min(400).max(599), times }),
  /** The token is not known any more. */
  z.object({ kind: z.literal('unauthorized'), times }),
  z.object({ kind: z.literal('refused'), errors: z.array(z.object({ truong: z.string(), ma_loi: z.string(), thong_bao: z.string() })).min(1), times }),
  z.object({ kind: z.literal('wrong-shape'), times }),
  /** The line is cut after the prescription was taken: nobody hears of it. */
  z.object({ kind: z.literal('lost-answer'), times }),
  z.object({ kind: z.literal('down'), times }),
]);
export type PrescriptionFault = z.infer<typeof fault>;

const wordy = z.string().min(1);
const day = z.string().regex(/^\d{2}\/\d{2}\/\d{4}$/);
/** As far as public clients show it; lengths and lists of the real system are not known here. */
const message = z.object({
  loai_don_thuoc: z.enum(['c', 'h', 'n', 'y']),
  ma_don_thuoc: z.string().regex(/^[0-9A-Za-z]{5}[0-9a-z]{7}-[NHCTnhct]$/),
  ho_ten_benh_nhan: wordy,
  ngay_sinh_benh_nhan: day,
  gioi_tinh: z.enum(['1', '2', '3']),
  dia_chi: wordy,
  chan_doan: z.array(z.object({ ma_chan_doan: wordy, ten_chan_doan: wordy, ket_luan: z.string() })).min(1),
  dot_dung_thuoc: z.object({ dot: z.string(), tu_ngay: day, den_ngay: day, so_thang_thuoc: z.string() }),
  thong_tin_don_thuoc: z.array(z.object({ ma_thuoc: z.string(), biet_duoc: wordy, ten_thuoc: wordy, don_vi_tinh: wordy, so_luong: z.string().regex(/^(0[1-9]|[1-9]\d+|\d+,\d+)$/), cach_dung: wordy })).min(1),
  ngay_gio_ke_don: z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/),
});

/** The national e-prescription system on this machine (protocol of QĐ 808/QĐ-BYT as public clients speak it). What it took: GET /taken. */
export async function startPrescriptionSystem(port: number, host?: string): Promise<Simulator> {
  const tokens = new Map<string, string>();
  const taken = new Map<string, Readonly<Record<string, unknown>>>();
  const faults = faultSwitch(fault);

  async function login(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { ma_lien_thong_bac_si: doctor, ma_lien_thong_co_so_kham_chua_benh: link, password } = await readFields(request);
    const account = typeof link === 'string' ? Object.values(prescriptionAccounts[link] ?? {}).find(({ code }) => code === doctor) : undefined;
    if (!account || account.password !== password) return answerJson(response, 401, { error: 'Unauthorized' });
    const token = randomUUID();
    tokens.set(token, String(link));
    return answerJson(response, 200, { token, token_type: 'bearer' });
  }

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fields = await readFields(request);
    const played = faults.next();
    if (played?.kind === 'slow') await wait(played.milliseconds);
    if (played?.kind === 'down') return void response.destroy();
    if (played?.kind === 'status') return answerJson(response, played.status, { message: 'Server Error' });
    if (played?.kind === 'wrong-shape') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Hệ thống đang bảo trì</body></html>');
    if (played?.kind === 'unauthorized') tokens.clear();
    const link = tokens.get(request.headers.authorization?.replace(/^Bearer /, '') ?? '');
    if (link === undefined) return answerJson(response, 401, { message: 'Unauthenticated.' });
    if (played?.kind === 'refused') return refuse(response, played.errors);
    const parsed = message.safeParse(fields);
    if (!parsed.success) return refuse(response, parsed.error.issues.map((issue) => ({ truong: issue.path.join('.'), ma_loi: issue.code ?? 'invalid', thong_bao: `Trường ${issue.path.join('.')} thiếu hoặc sai định dạng` })));
    const { ma_don_thuoc: code } = parsed.data;
    if (!code.startsWith(link)) return refuse(response, [{ truong: 'ma_don_thuoc', ma_loi: 'facility', thong_bao: 'Mã đơn thuốc không thuộc cơ sở đăng nhập' }]);
    if (taken.has(code)) return refuse(response, [{ truong: 'ma_don_thuoc', ma_loi: 'unique', thong_bao: 'Mã đơn thuốc đã được sử dụng trước đó' }]);
    taken.set(code, fields);
    if (played?.kind === 'lost-answer') return void response.destroy();
    return answerJson(response, 200, { success: 'Gửi đơn thuốc thành công', checksum: randomUUID() });
  }

  return await listen(port, async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://prescriptions');
    if (pathname === '/faults') return await faults.set(request, response);
    if (pathname === '/taken') return answerJson(response, 200, [...taken.values()]);
    if (request.method === 'POST' && pathname === '/api/auth/dang-nhap-bac-si') return await login(request, response);
    if (request.method === 'POST' && pathname === '/api/v1/gui-don-thuoc') return await take(request, response);
    return answerJson(response, 404, {});
  }, host);
}

const refuse = (response: ServerResponse, errors: readonly { readonly truong: string; readonly ma_loi: string; readonly thong_bao: string }[]): void =>
  answerJson(response, 422, { success: 'Dữ liệu không hợp lệ', danh_sach_cac_loi: errors });
