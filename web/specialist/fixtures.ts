import type { ConsultationRow, ConsultationRows, ConsultationView } from '../../shared/consultation/contract.ts';
import type { Me } from '../../shared/identity/contract.ts';
import type { Chart } from '../../shared/record/contract.ts';
import type { Query } from '../api/useQuery.ts';
import type { Problem } from '../api/problem.ts';
import { aConclusion, someQuestions } from '../conclusion/fixtures.ts';

/** Minutes before now, so that a wait looks like one whenever the preview is opened. */
export const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

export const doctor = { id: 'dr-nguyen-thi-hoa-mau', name: 'BS. Nguyễn Thị Hoà Mẫu' };
export const hospital = { id: 'bv-trung-uong-mau', name: 'Bệnh viện Trung ương Mẫu' };
export const station = { id: 'tyt-muong-mau', name: 'Trạm Y tế xã Mường Mẫu' };

export const aSpecialist: Me = {
  subject: 'specialist', name: doctor.name, roles: ['specialist'], practitioner: `Practitioner/${doctor.id}`,
  organization: { reference: `Organization/${hospital.id}`, name: hospital.name },
};

const patient = { id: 'patient-vang-thi-mau', name: 'Vàng Thị Mẫu', birthDate: '1985-03-14', sex: 'female' };

export const aRow = (more: Partial<ConsultationRow> = {}): ConsultationRow => ({
  id: 'case-1', state: 'waiting', priority: 'urgent', patient, station, specialty: 'cardiology', facility: hospital,
  requestedAt: ago(24), waitingSince: ago(24), questions: someQuestions.map(({ text }) => text), actions: ['accept', 'join', 'call'], ...more,
});

export const someRows: readonly ConsultationRow[] = [
  aRow({ id: 'case-0', priority: 'stat', waitingSince: ago(7), state: 'submitted', patient: { id: 'p2', name: 'Hờ A Thử', birthDate: '1979-01-30', sex: 'male' }, questions: ['Đau ngực dữ dội 40 phút, điện tim kèm theo: có chuyển ngay không?'] }),
  aRow({ specialist: doctor }),
  aRow({ id: 'case-2', waitingSince: ago(12), state: 'scheduled', specialist: doctor, appointment: { slotId: 's1', start: ago(-25), end: ago(-40) }, patient: { id: 'p3', name: 'Đặng Văn Mẫu', birthDate: '1958-11-02', sex: 'male' }, station: { id: 'tyt-ban-thu', name: 'Trạm Y tế xã Bản Thử' }, questions: ['Hở van hai lá đã mổ 2019, nay khó thở khi đi dốc. Điều chỉnh thuốc thế nào, và có cần siêu âm tim lại trong tháng này không?', 'Tiêm phòng cúm được không?'] }),
];

export const manyRows: readonly ConsultationRow[] = Array.from({ length: 90 }, (_, n) => aRow({ id: `many-${String(n)}`, priority: 'routine', state: 'submitted', waitingSince: ago(1600 - n * 15) }));

export const queryOf = <T>(value: T | undefined, more: Partial<Query<T>> = {}): Query<T> => ({
  value, at: new Date().toISOString(), loading: false, reload: async () => undefined, take: () => undefined, ...more,
});
export const rowsQuery = (rows: readonly ConsultationRow[]): Query<ConsultationRows> => queryOf({ rows });

export const aProblem: Problem = { code: 'HTTP_UNAVAILABLE', title: 'Máy chủ đang bận', detail: 'Hãy thử lại sau một phút.', status: 503, correlationId: '0193-abc' };

export const aView = (more: Partial<ConsultationView> = {}): ConsultationView => ({
  id: 'case-1', version: '4', state: 'waiting', priority: 'urgent', patient, station, requester: { id: 'nurse-lo-thi-mau', name: 'Lò Thị Mẫu' },
  specialty: 'cardiology', facility: hospital, specialist: doctor,
  symptoms: 'Đau đầu vùng gáy 5 ngày, chóng mặt khi đứng dậy. Đau tức ngực trái khi leo dốc, nghỉ 5 phút thì hết. Không nôn, không yếu liệt.',
  vitals: { systolic: 158, diastolic: 96, heartRate: 88, respiratoryRate: 18, temperature: 36.8, oxygenSaturation: 97, weight: 52.5, height: 151 },
  photos: [{ binaryId: 'photo-ecg', caption: 'Điện tim lúc 8 giờ 10' }, { binaryId: 'photo-pills', caption: 'Vỉ thuốc đang uống' }],
  questions: someQuestions, requestedAt: ago(24), waitingSince: ago(24), encounterId: 'case-1',
  messages: [
    { id: 'm1', at: ago(20), by: doctor.name, text: 'Chị đo lại huyết áp tay phải sau khi nghỉ 10 phút giúp tôi.' },
    { id: 'm2', at: ago(9), by: 'Lò Thị Mẫu', text: 'Tay phải 156/94 sau nghỉ 10 phút ạ.' },
  ],
  actions: ['ask-more', 'redirect', 'decline', 'call', 'message', 'no-show', 'emergency-transfer', 'sign', 'join', 'invite'],
  history: [
    { state: 'submitted', at: ago(24), by: 'Lò Thị Mẫu' }, { state: 'accepted', at: ago(22), by: doctor.name }, { state: 'waiting', at: ago(5), by: 'Lò Thị Mẫu' },
  ],
  ...more,
});

export const aSignedView = (more: Partial<ConsultationView> = {}): ConsultationView =>
  aView({ state: 'signed', conclusion: aConclusion, actions: ['amend', 'message'], ...more });

const points = (values: readonly (readonly [string, number, number?])[]) => values.map(([at, value, second]) => ({ at: `${at}T02:00:00Z`, value, ...(second === undefined ? {} : { second }) }));

export const aChart: Chart = {
  patient: { id: patient.id, name: patient.name, birthDate: patient.birthDate, sex: 'female', citizenId: '********0011', address: 'Bản Thử 1, Xã Mường Mẫu, Tỉnh Lai Châu', lastVisit: '2026-10-21' },
  vitals: [
    { code: 'blood-pressure', unit: 'mm[Hg]', points: points([['2026-08-02', 138, 86], ['2026-09-10', 146, 90], ['2026-10-21', 152, 94], ['2026-11-22', 158, 96]]) },
    { code: 'heart-rate', unit: '/min', points: points([['2026-08-02', 76], ['2026-09-10', 80], ['2026-10-21', 84], ['2026-11-22', 88]]) },
    { code: 'weight', unit: 'kg', points: points([['2026-08-02', 51], ['2026-11-22', 52.5]]) },
  ],
  conditions: [
    { id: 'c1', code: 'I10', text: 'Tăng huyết áp vô căn (nguyên phát)', since: '2026-08-02', active: true },
    { id: 'c2', code: 'J06.9', text: 'Nhiễm khuẩn hô hấp trên cấp', since: '2025-12-11', active: false },
  ],
  allergies: [{ id: 'a1', text: 'Penicilin: nổi mề đay toàn thân', severity: 'high' }],
  medications: [{ id: 'm1', text: 'Paracetamol 500 mg', dosage: 'khi đau đầu, ngày không quá 3 viên', active: true }],
  visits: [
    { consultationId: 'case-1', at: ago(24), state: 'waiting', station: station.name, facility: hospital.name, specialist: doctor.name, summary: 'Đau đầu, chóng mặt, tức ngực khi gắng sức', signed: false },
    { consultationId: 'case-old', at: '2026-10-21T02:10:00Z', state: 'closed', station: station.name, facility: 'Bệnh viện Đa khoa tỉnh Mẫu', specialist: 'BS. Trần Minh Thử', summary: 'Huyết áp cao, chưa dùng thuốc', signed: true },
  ],
  photos: [{ binaryId: 'photo-ecg', caption: 'Điện tim lúc 8 giờ 10', at: ago(24) }],
  recordings: [
    { id: 'recording-1', consultationId: 'case-1', at: ago(20), by: doctor.name, state: 'there', binaryId: 'recording-1', seconds: 754, bytes: 31_400_000 },
    { id: 'recording-2', consultationId: 'case-old', at: '2026-10-21T02:20:00Z', by: 'BS. Trần Minh Thử', state: 'there', binaryId: 'recording-2', seconds: 381, bytes: 8_600_000, brokeOffAt: '2026-10-21T02:26:30Z' },
    { id: 'recording-3', consultationId: 'case-older', at: '2026-09-10T02:20:00Z', by: 'BS. Trần Minh Thử', state: 'going-on' },
  ],
};

export const anEmptyChart: Chart = { ...aChart, vitals: [], conditions: [], allergies: [], medications: [], visits: [], photos: [], recordings: [] };
