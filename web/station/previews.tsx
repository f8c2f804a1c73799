import { clientProblem } from '../api/problem.ts';
import type { Chart } from '../../shared/record/contract.ts';
import { emptyAsk, requestOf, type AskForm } from '../ask/askForm.ts';
import type { PreviewGroup } from '../preview/catalogue.ts';
import { InsuranceView } from '../insurance/InsurancePanel.tsx';
import { anInsurance } from '../insurance/fixtures.ts';
import { aMorning } from '../request/fixtures.ts';
import { Loading } from '../ui/Feedback.tsx';
import { carers, consents } from '../patient/fixtures.ts';
import { ConsentsAtDesk } from './ConsentsPage.tsx';
import { ChartView, ConsentsLink, OpenRequests, PatientHead, StartAsking } from './PatientPage.tsx';
import { TodayOffline, TodayView } from './TodayView.tsx';

const now = Date.parse('2026-11-22T02:05:00Z');
const form: AskForm = { ...emptyAsk, symptoms: 'Ho', questions: ['Có cần chụp phổi không?'], specialty: 'respiratory', facilityId: 'bv-tinh-mau', when: 'now', informed: true };
const kept = { id: 'w1', key: 'k', at: '2026-11-22T01:50:00Z', patientName: 'Hờ A Thử', body: requestOf('p', form), photos: [], draft: 'd', problem: clientProblem('CLIENT_OFFLINE') };
const many = Array.from({ length: 9 }, (_, n) => aMorning.slice(2).map((row) => ({ ...row, id: `${row.id}-${String(n)}` }))).flat();
const drafts = [{ patientId: 'p', patientName: 'Vàng Thị Mẫu', symptoms: 'Đau đầu vùng gáy 5 ngày, chóng mặt khi đứng dậy.' }];
const nothing = () => undefined;

export const aChart: Chart = {
  patient: { id: 'patient-vang-thi-mau', name: 'Vàng Thị Mẫu', birthDate: '1985-03-14', sex: 'female', citizenId: '••••••••0011', address: 'Bản Thử 1, Xã Mường Mẫu, Tỉnh Lai Châu' },
  vitals: [
    { code: 'blood-pressure', unit: 'mm[Hg]', points: [{ at: '2026-08-02T02:00:00Z', value: 138, second: 86 }, { at: '2026-10-21T02:00:00Z', value: 152, second: 94 }, { at: '2026-11-22T02:00:00Z', value: 158, second: 96 }] },
    { code: 'weight', unit: 'kg', points: [{ at: '2026-08-02T02:00:00Z', value: 55.5 }, { at: '2026-11-22T02:00:00Z', value: 54.5 }] },
  ],
  conditions: [{ id: 'c', code: 'I10', text: 'Tăng huyết áp vô căn', active: true }],
  allergies: [{ id: 'a', text: 'Penicillin: nổi mề đay', severity: 'moderate' }],
  medications: [{ id: 'm', text: 'Amlodipin 5 mg', dosage: '1 viên buổi sáng', active: true }],
  visits: [{ consultationId: 'v', at: '2026-10-21T02:00:00Z', state: 'closed', station: 'Trạm Y tế xã Mường Mẫu', facility: 'Bệnh viện Đa khoa tỉnh Mẫu', specialist: 'BS. Trần Minh Thử', summary: 'Tăng huyết áp chưa kiểm soát', signed: true }],
  photos: [],
};

export const stationPreviews: PreviewGroup = {
  group: 'station',
  previews: [
    { name: 'today', title: 'Hôm nay', show: () => <TodayView rows={aMorning} waiting={[]} now={now} onSendAgain={nothing} /> },
    { name: 'today-empty', title: 'Hôm nay, chưa có gì', show: () => <TodayView rows={[]} waiting={[]} now={now} onSendAgain={nothing} /> },
    { name: 'today-outbox', title: 'Hôm nay, có yêu cầu chưa gửi', show: () => <TodayView rows={aMorning.slice(4)} waiting={[kept]} now={now} onSendAgain={nothing} /> },
    { name: 'today-many', title: 'Hôm nay, rất nhiều', show: () => <TodayView rows={many} waiting={[]} now={now} onSendAgain={nothing} /> },
    { name: 'today-drafts', title: 'Hôm nay, có bản nháp', show: () => <TodayView rows={aMorning} waiting={[]} drafts={drafts} now={now} onSendAgain={nothing} /> },
    { name: 'today-offline', title: 'Hôm nay, mất mạng từ đầu', show: () => <TodayOffline waiting={[kept]} drafts={drafts} problem={clientProblem('CLIENT_OFFLINE')} onSendAgain={nothing} /> },
    { name: 'loading', title: 'Đang tải', show: () => <><h1>Hôm nay</h1><Loading rows={5} /></> },
    { name: 'patient', title: 'Người bệnh', show: () => (
      <div class="stack-loose"><PatientHead chart={aChart} /><InsuranceView answer={anInsurance('covered')} checking={false} onCheck={nothing} onPick={nothing} /><StartAsking patientId="p" again={false} draft={false} /><ChartView chart={aChart} /><ConsentsLink patientId="p" /></div>
    ) },
    { name: 'consents', title: 'Đồng ý tại bàn', show: () => <ConsentsAtDesk patient={aChart.patient} consents={consents} carers={carers} /> },
    { name: 'consents-not-ticked', title: 'Đồng ý tại bàn, chưa đánh dấu', show: () => <ConsentsAtDesk consents={consents} carers={{ carers: [] }} missing /> },
    { name: 'patient-open', title: 'Người bệnh đang có yêu cầu', show: () => (
      <div class="stack-loose"><PatientHead chart={aChart} /><OpenRequests rows={aMorning.slice(0, 1)} /><StartAsking patientId="p" again draft /></div>
    ) },
  ],
};
