import type { ServerResponse } from 'node:http';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import * as z from 'zod';
import { checkXmlSignature, type RegisteredKeys } from './checkXmlSignature.ts';
import { answerJson } from './http.ts';

const parser = new XMLParser({ parseTagValue: false, ignoreDeclaration: true });
const checkIn = z.object({ CHI_TIEU_TRANG_THAI_KCB: z.object({ DSACH_TRANG_THAI_KCB: z.object({ TRANG_THAI_KCB: z.record(z.string(), z.string()) }), CHUKYDONVI: z.literal('') }) });

/** Codes of ours; the gateway's own for these are not public. */
const signatureFaults = { unsigned: 'Hồ sơ chưa có chữ ký của đơn vị', 'unknown-key': 'Chữ ký không phải của chứng thư đã đăng ký', 'does-not-match': 'Nội dung đã bị thay đổi sau khi ký' } as const;

/** The check-in call of the claim gateway: a message signed by a registered key, one entry a visit (MA_LK), whose transaction number stays when it is sent again. */
export function claimGateway(registered: RegisteredKeys) {
  const taken = new Map<string, { readonly maGiaoDich: string; readonly message: Readonly<Record<string, string>> }>();
  const refuse = (response: ServerResponse, code: string, thongDiep: string) => answerJson(response, 200, { maKetQua: code, maGiaoDich: null, thoiGianTiepNhan: null, thongDiep });
  return {
    async checkIn(fields: Readonly<Record<string, unknown>>, response: ServerResponse): Promise<void> {
      const { loaiHoSo, maTinh, maCSKCB, fileHSBase64 } = fields;
      if (loaiHoSo !== '0' || typeof maCSKCB !== 'string' || maTinh !== maCSKCB.slice(0, 2) || typeof fileHSBase64 !== 'string') return refuse(response, '205', 'Sai định dạng tham số');
      const xml = Buffer.from(fileHSBase64, 'base64').toString('utf8');
      if (XMLValidator.validate(xml) !== true) return refuse(response, '701', 'Cấu trúc XML không đúng');
      const checked = await checkXmlSignature(xml, registered);
      if (checked.kind !== 'good') return refuse(response, '703', signatureFaults[checked.kind]);
      const parsed = checkIn.safeParse(parser.parse(checked.signed));
      if (!parsed.success) return refuse(response, '701', 'Cấu trúc XML không đúng');
      const message = parsed.data.CHI_TIEU_TRANG_THAI_KCB.DSACH_TRANG_THAI_KCB.TRANG_THAI_KCB;
      const { MA_LK: visit, MA_CSKCB: facility } = message;
      if (!visit || facility !== maCSKCB) return refuse(response, '702', 'Thiếu mã liên kết hoặc sai cơ sở');
      const entry = { maGiaoDich: taken.get(visit)?.maGiaoDich ?? `GD${String(taken.size + 1).padStart(10, '0')}`, message };
      taken.set(visit, entry);
      const now = new Date(Date.now() + 7 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14);
      answerJson(response, 200, { maKetQua: '200', maGiaoDich: entry.maGiaoDich, thoiGianTiepNhan: now, thongDiep: 'Thành công' });
    },
    /** What was taken, by visit; for tests. */
    taken: () => Object.fromEntries([...taken].map(([visit, { maGiaoDich, message }]) => [visit, { maGiaoDich, fields: Object.keys(message) }])),
  };
}
