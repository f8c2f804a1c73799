import { useState } from 'preact/hooks';
import type { Directory } from '../../shared/booking/contract.ts';
import { aPatient } from '../desk/fixtures.ts';
import { clientProblem } from '../api/problem.ts';
import { redFlagsIn } from '../intake/redFlags.ts';
import { readVitals } from '../intake/vitals.ts';
import type { PreviewGroup } from '../preview/catalogue.ts';
import { someSlots } from '../ui/previews.tsx';
import { emptyAsk, type AskForm } from './askForm.ts';
import { AskView, type AskViewProps } from './AskView.tsx';
import { IntakeView } from './IntakeView.tsx';
import { SlotsOrNone } from './WhenChoice.tsx';

const directory: Directory = {
  facilities: [{ id: 'bv-trung-uong-mau', name: 'Bệnh viện Trung ương Mẫu' }, { id: 'bv-tinh-mau', name: 'Bệnh viện Đa khoa tỉnh Mẫu' }],
  specialties: [{ code: 'cardiology', vi: 'Tim mạch', en: 'Cardiology' }, { code: 'dermatology', vi: 'Da liễu', en: 'Dermatology' }],
  specialists: [
    { practitionerId: 'dr-nguyen-thi-hoa-mau', name: 'BS. Nguyễn Thị Hoà Mẫu', facilityId: 'bv-trung-uong-mau', specialty: 'cardiology', duty: 'available' },
    { practitionerId: 'dr-tran-minh-thu', name: 'BS. Trần Minh Thử', facilityId: 'bv-tinh-mau', specialty: 'cardiology', duty: 'off' },
  ],
};
const filled: AskForm = {
  ...emptyAsk, vitals: { systolic: '158', diastolic: '96', heartRate: '92', temperature: '36,8' }, symptoms: 'Đau tức ngực trái khi lên dốc từ 2 tuần nay.',
  questions: ['Có cần chuyển lên tuyến trên ngay không?', 'Chỉnh thuốc huyết áp thế nào?'], specialty: 'cardiology', facilityId: 'bv-trung-uong-mau', priority: 'urgent', when: 'now',
};

const flagsOf = (form: AskForm) => redFlagsIn(readVitals(form.vitals).vitals, 41);

function Ask({ form: first, state = { busy: false } }: { readonly form: AskForm; readonly state?: AskViewProps['state'] }) {
  const [form, setForm] = useState(first);
  return <AskView form={form} change={(part) => setForm({ ...form, ...part })} directory={directory} patientId="p" patient={aPatient} flags={flagsOf(form)} state={state} onSend={() => undefined} />;
}

function Intake({ form: first }: { readonly form: AskForm }) {
  const [form, setForm] = useState(first);
  return <IntakeView form={form} change={(part) => setForm({ ...form, ...part })} patient={aPatient} flags={flagsOf(form)} restored={false} onNext={() => undefined} />;
}

export const askPreviews: PreviewGroup = {
  group: 'ask',
  previews: [
    { name: 'intake', title: 'Khám ban đầu', show: () => <Intake form={emptyAsk} /> },
    { name: 'intake-flags', title: 'Dấu hiệu nguy hiểm', show: () => <Intake form={{ ...filled, vitals: { systolic: '186', diastolic: '122', oxygenSaturation: '90' } }} /> },
    { name: 'ask', title: 'Hỏi chuyên khoa', show: () => <Ask form={filled} /> },
    { name: 'ask-empty', title: 'Hỏi chuyên khoa, còn trống', show: () => <Ask form={{ ...emptyAsk, when: 'now' }} /> },
    { name: 'ask-emergency', title: 'Hỏi cấp cứu', show: () => <Ask form={{ ...filled, vitals: { systolic: '186', diastolic: '122' }, priority: 'stat' }} /> },
    { name: 'ask-offline', title: 'Chưa gửi được', show: () => <Ask form={filled} state={{ busy: false, kept: true, problem: clientProblem('CLIENT_OFFLINE') }} /> },
    { name: 'slots', title: 'Giờ trống', show: () => <><h1>Giờ trống</h1><SlotsOrNone slots={someSlots} value="slot-23-1" onChange={() => undefined} /></> },
    { name: 'no-slots', title: 'Không có giờ trống', show: () => <><h1>Giờ trống</h1><SlotsOrNone slots={[]} value="" onChange={() => undefined} /></> },
  ],
};
