import type { SignatureFault, Verification } from '../../shared/signing/contract.ts';
import { aConclusion } from '../conclusion/fixtures.ts';
import type { PreviewGroup } from '../preview/catalogue.ts';
import { Seal } from './CheckedHere.tsx';
import type { FileCheck } from './check.ts';
import type { OnPaper } from './onPaper.ts';
import { Verify, type VerifyState } from './VerifyPage.tsx';

const paper: OnPaper = { documentId: '019ab1c2-7d00-7000-8000-0000000000d1', fingerprint: 'd0531ec63f1bc532' };
const hospital = { id: 'bv-trung-uong-mau', name: 'Bệnh viện Trung ương Mẫu' };
const keyId = 'miZ_1tH_oeWyC5rzMzsyZVvV3HEKeyzmTMvBxKjG7b0';
const newest = (fault?: SignatureFault): Verification => ({
  valid: fault === undefined, keyId, algorithm: 'ES256', ...(fault ? { fault } : {}), missing: [],
  signatures: [
    { signer: { id: 'dr-1', name: 'BS. Nguyễn Thị Hoà Mẫu', role: 'author', facility: hospital }, keyId, algorithm: 'ES256', signedAt: '2026-11-22T02:40:00Z', timeStamp: { state: 'good', at: '2026-11-22T02:40:03Z', authority: 'TSA Mẫu' }, ...(fault ? { fault } : {}) },
    { signer: { id: 'dr-2', name: 'BS. Trần Minh Thử', role: 'chair', facility: { id: 'bv-tinh-mau', name: 'Bệnh viện Tỉnh Mẫu' } }, keyId, algorithm: 'ES256', signedAt: '2026-11-22T02:52:00Z', timeStamp: { state: 'none' }, ...(fault === 'does-not-match' ? { fault } : {}) },
  ],
});
const check = (fault?: SignatureFault, more: Partial<FileCheck> = {}): FileCheck => ({ valid: fault === undefined, chained: true, versions: 1, newest: newest(fault), documentId: paper.documentId, digest: paper.fingerprint.repeat(4), content: aConclusion, ...more });
const show = (state: VerifyState, on?: OnPaper) => () => <Verify state={state} paper={on} onFile={() => undefined} onAgain={() => undefined} />;

export const verifyPreviews: PreviewGroup = {
  group: 'verify',
  previews: [
    { name: 'scanned', title: 'Vừa quét mã', show: show({ kind: 'idle' }, paper) },
    { name: 'valid', title: 'Hợp lệ', show: show({ kind: 'checked', check: check(undefined, { versions: 2 }) }, paper) },
    { name: 'tampered', title: 'Bị sửa', show: show({ kind: 'checked', check: check('does-not-match') }) },
    { name: 'revoked', title: 'Khóa bị thu hồi', show: show({ kind: 'checked', check: check('key-revoked') }) },
    { name: 'other-paper', title: 'Không phải tờ này', show: show({ kind: 'checked', check: check(undefined, { documentId: 'another' }) }, paper) },
    { name: 'seal-here', title: 'Đã kiểm tra tại máy', show: () => <><h1>Chữ ký</h1><Seal conclusion={aConclusion} here="good" /></> },
    { name: 'seal-tampered', title: 'Máy thấy bị sửa', show: () => <><h1>Chữ ký</h1><Seal conclusion={aConclusion} here="bad" /></> },
    { name: 'seal-unchecked', title: 'Chưa kiểm tra được', show: () => <><h1>Chữ ký</h1><Seal conclusion={aConclusion} here="unchecked" /></> },
    { name: 'nothing', title: 'Không có chữ ký', show: show({ kind: 'nothing' }) },
    { name: 'no-keys', title: 'Không tải được khóa', show: show({ kind: 'no-keys' }) },
  ],
};
