import './patient.css';
import type { ComponentChildren } from 'preact';
import type { ConsultationRow } from '../../shared/consultation/contract.ts';
import type { Accesses } from '../../shared/record/contract.ts';
import { QueryView } from '../api/QueryView.tsx';
import { anAmendedConclusion } from '../conclusion/fixtures.ts';
import type { Preview, PreviewGroup } from '../preview/catalogue.ts';
import { aChart, ago, anEmptyChart, aProblem, aRow, aSignedView, aView, doctor, queryOf } from '../specialist/fixtures.ts';
import { AccessList } from './AccessesPage.tsx';
import { CodeStep } from './CodeStep.tsx';
import { Documents } from './DocumentsPage.tsx';
import { Home } from './HomePage.tsx';
import { NumberStep } from './NumberStep.tsx';
import { Privacy } from './PrivacyPage.tsx';
import { ConsentList } from './ConsentList.tsx';
import { PatientRecord } from './RecordPage.tsx';
import { Visit } from './VisitPage.tsx';
import { carers, consents } from './fixtures.ts';

const next = aRow({ id: 'next', state: 'scheduled', specialist: doctor, appointment: { slotId: 's', start: ago(-200), end: ago(-215) }, actions: [] });
const soon = aRow({ id: 'soon', state: 'scheduled', specialist: doctor, appointment: { slotId: 's', start: ago(-18), end: ago(-33) }, actions: ['join'] });
const past: readonly ConsultationRow[] = [
  aRow({ id: 'a', state: 'signed', specialist: doctor, requestedAt: '2026-11-20T02:00:00Z' }),
  aRow({ id: 'b', state: 'closed', specialist: { id: 'x', name: 'BS. Trần Minh Thử' }, requestedAt: '2026-10-21T02:00:00Z' }),
];

export const someAccesses: Accesses = { accesses: [
  { at: ago(3), who: 'Bạn', self: true, role: 'người bệnh', action: 'read', what: 'Xem tóm tắt hồ sơ' },
  { at: ago(20), who: doctor.name, self: false, role: 'bác sĩ chuyên khoa', organization: 'Bệnh viện Trung ương Mẫu', action: 'sign', what: 'Ký kết luận hội chẩn' },
  { at: ago(35), who: doctor.name, self: false, role: 'bác sĩ chuyên khoa', organization: 'Bệnh viện Trung ương Mẫu', action: 'read', what: 'Xem tóm tắt hồ sơ' },
  { at: ago(38), who: doctor.name, self: false, role: 'bác sĩ chuyên khoa', organization: 'Bệnh viện Trung ương Mẫu', action: 'read', what: 'Xem tóm tắt hồ sơ' },
  { at: ago(3000), who: 'Giàng A Thử', self: false, role: 'nhân viên trạm y tế', organization: 'Trạm Y tế xã Bản Thử', action: 'refused', what: 'Xem tóm tắt hồ sơ' },
] };

const page = (name: string, title: string, show: () => ComponentChildren): Preview => ({ name, title, look: 'generous', show: () => <div class="generous patient">{show()}</div> });
const nothing = () => undefined;
const challenge = { challengeId: 'c', expiresAt: Date.now() + 4 * 60_000, sentAt: Date.now() };

const dataRequests = { requests: [
  { id: 'd1', patient: { id: 'p', name: 'Vàng Thị Mẫu' }, kind: 'correction', text: 'Ngày sinh trong hồ sơ ghi sai, đúng là 14/03/1985.', askedAt: ago(600), dueAt: ago(-2000), late: false },
  { id: 'd2', patient: { id: 'p', name: 'Vàng Thị Mẫu' }, kind: 'deletion', text: 'Xin xóa ảnh chụp tay gửi nhầm.', askedAt: ago(9000), dueAt: ago(6000), late: false, answer: { outcome: 'done', text: 'Ảnh đã được xóa.', at: ago(7000), by: 'Bùi Thị Thử' } },
] } as const;
const nobody = { people: [] };

export const patientPreviews: PreviewGroup = {
  group: 'patient',
  previews: [
    page('number', 'Đăng nhập: số căn cước', () => <NumberStep number="012185" onNumber={nothing} busy={false} onSend={nothing} />),
    page('code', 'Đăng nhập: mã', () => <CodeStep challenge={challenge} busy={undefined} onCode={nothing} onResend={async () => true} onOther={nothing} />),
    page('code-wrong', 'Đăng nhập: mã sai', () => <CodeStep challenge={{ ...challenge, expiresAt: Date.now() - 1 }} busy={undefined} problem={{ ...aProblem, code: 'IDENTITY_CODE_WRONG', title: 'Mã chưa đúng', detail: 'Hãy xem lại tin nhắn mới nhất rồi nhập lại.', status: 422 }} onCode={nothing} onResend={async () => true} onOther={nothing} />),
    page('home', 'Lịch khám', () => <><h1>Chào Vàng Thị Mẫu</h1><Home rows={{ rows: [next, ...past] }} /></>),
    page('home-soon', 'Sắp đến giờ', () => <><h1>Chào Vàng Thị Mẫu</h1><Home rows={{ rows: [soon] }} /></>),
    page('home-empty', 'Chưa có lịch', () => <><h1>Chào Vàng Thị Mẫu</h1><Home rows={{ rows: [] }} /></>),
    page('home-error', 'Không tải được', () => <><h1>Chào Vàng Thị Mẫu</h1><QueryView query={queryOf<Accesses>(undefined, { problem: aProblem })}>{() => null}</QueryView></>),
    page('home-loading', 'Đang tải', () => <><h1>Chào Vàng Thị Mẫu</h1><QueryView query={queryOf<Accesses>(undefined, { loading: true })}>{() => null}</QueryView></>),
    page('visit', 'Lời bác sĩ', () => <Visit view={aSignedView()} />),
    page('visit-amended', 'Lời bác sĩ đã bổ sung', () => <Visit view={aSignedView({ conclusion: anAmendedConclusion })} />),
    page('visit-waiting', 'Bác sĩ chưa trả lời', () => <Visit view={aView({ state: 'accepted' })} />),
    page('record', 'Hồ sơ', () => <><h1>Hồ sơ của tôi</h1><PatientRecord chart={aChart} /></>),
    page('record-empty', 'Hồ sơ trống', () => <><h1>Hồ sơ của tôi</h1><PatientRecord chart={anEmptyChart} /></>),
    page('documents', 'Giấy tờ', () => <><h1>Giấy tờ của tôi</h1><Documents chart={aChart} /></>),
    page('privacy', 'Quyền của tôi', () => <Privacy consents={consents} carers={carers} requests={dataRequests} caredFor={{ people: [{ patientId: 'q', name: 'Vàng A Thử', kind: 'parent' }] }} />),
    page('privacy-empty', 'Quyền của tôi, chưa chọn gì', () => <Privacy consents={{ ...consents, consents: consents.consents.map(({ purpose, basis }) => ({ purpose, basis, choice: basis === 'law' ? 'permit' : 'deny' })) }} carers={{ carers: [] }} requests={{ requests: [] }} caredFor={nobody} />),
    page('privacy-sure', 'Rút đồng ý', () => <ConsentList patientId="p" consents={consents} onChange={async () => undefined} asking={{ purpose: 'treatment', basis: 'law', choice: 'permit' }} />),
    page('accesses', 'Ai đã xem', () => <AccessList accesses={someAccesses} />),
    page('accesses-empty', 'Chưa ai xem', () => <AccessList accesses={{ accesses: [] }} />),
  ],
};
