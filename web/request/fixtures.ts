import type { ConsultationRow, ConsultationState, ConsultationView } from '../../shared/consultation/contract.ts';

const station = { id: 'tyt-muong-mau', name: 'Trạm Y tế xã Mường Mẫu' } as const;
const facility = { id: 'bv-trung-uong-mau', name: 'Bệnh viện Trung ương Mẫu' } as const;
export const aSpecialist = { id: 'dr-nguyen-thi-hoa-mau', name: 'BS. Nguyễn Thị Hoà Mẫu' } as const;

/** The ordinary request of the story: Vàng Thị Mẫu, chest pain on effort, asked of cardiology. */
export function aConsultation(over: Partial<ConsultationView> = {}): ConsultationView {
  return {
    id: 'consultation-1', version: '3', state: 'submitted', priority: 'urgent',
    patient: { id: 'patient-vang-thi-mau', name: 'Vàng Thị Mẫu', birthDate: '1985-03-14', sex: 'female' },
    station, requester: { id: 'nurse-lo-thi-mau', name: 'Lò Thị Mẫu' }, specialty: 'cardiology', facility,
    symptoms: 'Đau tức ngực trái khi lên dốc từ 2 tuần nay, nghỉ 5 phút thì đỡ. Không sốt, không khó thở về đêm.\nTăng huyết áp 3 năm, uống amlodipin 5 mg không đều.',
    vitals: { systolic: 158, diastolic: 96, heartRate: 92, respiratoryRate: 18, temperature: 36.8, oxygenSaturation: 97, weight: 54.5, height: 152 },
    photos: [],
    questions: [{ number: 1, text: 'Có cần chuyển lên tuyến trên ngay không?' }, { number: 2, text: 'Chỉnh thuốc huyết áp thế nào?' }, { number: 3, text: 'Theo dõi gì ở trạm trong tuần tới?' }],
    requestedAt: '2026-11-22T01:40:00Z', waitingSince: '2026-11-22T01:40:00Z', encounterId: 'consultation-1', messages: [],
    actions: ['wait', 'book', 'message', 'cancel', 'emergency-transfer'],
    history: [{ state: 'submitted', at: '2026-11-22T01:40:00Z', by: 'Lò Thị Mẫu' }],
    ...over,
  };
}

const steps: readonly (readonly [ConsultationState, string, string])[] = [
  ['submitted', '2026-11-22T01:40:00Z', 'Lò Thị Mẫu'], ['accepted', '2026-11-22T01:52:00Z', aSpecialist.name], ['waiting', '2026-11-22T02:00:00Z', 'Lò Thị Mẫu'],
  ['called', '2026-11-22T02:03:00Z', aSpecialist.name], ['in-call', '2026-11-22T02:04:00Z', 'Lò Thị Mẫu'], ['concluding', '2026-11-22T02:11:00Z', aSpecialist.name],
  ['signed', '2026-11-22T02:20:00Z', aSpecialist.name], ['acknowledged', '2026-11-22T02:26:00Z', 'Lò Thị Mẫu'],
];

/** The history of the story up to a state. */
export function historyUpTo(state: ConsultationState): ConsultationView['history'] {
  const last = steps.findIndex(([name]) => name === state);
  return steps.slice(0, last + 1).map(([name, at, by]) => ({ state: name, at, by }));
}

const rowOf = ({ questions, ...view }: ConsultationView): ConsultationRow => ({ ...view, questions: questions.map(({ text }) => text) });
const of = (id: string, name: string, over: Partial<ConsultationView>) => rowOf(aConsultation({ id, patient: { id: `patient-${id}`, name }, ...over }));

/** A full morning at the station. */
export const aMorning: readonly ConsultationRow[] = [
  of('c1', 'Vàng Thị Mẫu', { state: 'called', specialist: aSpecialist, waitingSince: '2026-11-22T02:03:00Z' }),
  of('c2', 'Đặng Văn Mẫu', { state: 'signed', priority: 'routine', specialty: 'dermatology', specialist: { id: 'dr-dang-van-thu', name: 'BS. Đặng Văn Thử' }, questions: [{ number: 1, text: 'Ban đỏ hai cẳng chân, có phải vảy nến không?' }], waitingSince: '2026-11-22T00:20:00Z' }),
  of('c3', 'Hờ A Thử', { state: 'needs-info', priority: 'routine', waitingSince: '2026-11-21T09:20:00Z', questions: [{ number: 1, text: 'Điện tim có bất thường không?' }] }),
  of('c4', 'Lường Thị Ngọc Thử', { state: 'submitted', priority: 'stat', waitingSince: '2026-11-22T01:58:00Z', questions: [{ number: 1, text: 'Huyết áp 185/120, xử trí gì trong lúc chờ xe?' }] }),
  of('c5', 'Trần Thị Thuý Thử', { state: 'scheduled', priority: 'routine', specialist: aSpecialist, appointment: { slotId: 's', start: '2026-11-23T02:30:00Z', end: '2026-11-23T02:45:00Z' } }),
  of('c6', 'Lê Văn Mẫu', { state: 'closed', priority: 'routine', waitingSince: '2026-11-20T02:30:00Z' }),
  of('c7', 'Phan Thị Thử', { state: 'cancelled', priority: 'routine', waitingSince: '2026-11-19T02:30:00Z' }),
];
