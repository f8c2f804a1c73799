import type { DuplicateView, KnownValue } from '../../shared/identity/contract.ts';
import '../desk/desk.css';
import { aPatient } from '../desk/fixtures.ts';
import type { PreviewGroup } from '../preview/catalogue.ts';
import { CompareView } from './CompareView.tsx';
import { DuplicateList } from './DuplicatesPage.tsx';

const value = (text: string, source: KnownValue['source'] = 'record', at = '2025-03-02T02:00:00Z'): KnownValue => ({ value: text, source, at });
const people = [aPatient, { ...aPatient, id: 'b', name: 'VANG THI MAU', birthDate: '1985', citizenId: '********0099' }] as const;
const row = { id: 'pair-1', state: 'open', origin: 'registered', raisedAt: '2026-11-20T02:00:00Z', score: 0.98, people } as const;
const aView = (over: Partial<DuplicateView> = {}): DuplicateView => ({
  ...row, grade: 'probable', reasons: [{ field: 'name', level: 'unmarked', bits: 9 }, { field: 'birth', level: 'same-year', bits: 6 }, { field: 'sex', level: 'same', bits: 1 }, { field: 'number', level: 'differs', bits: -6 }, { field: 'phone', level: 'same', bits: 5 }],
  fields: [
    { field: 'name', values: [value('Vàng Thị Mẫu', 'card-scanner'), value('VANG THI MAU', 'typed')], agrees: true },
    { field: 'birthDate', values: [value('1985-03-14', 'card-scanner'), value('1985', 'typed')], agrees: true },
    { field: 'citizenId', values: [value('012185000011', 'card-scanner'), value('********0099', 'typed')], agrees: false },
    { field: 'phone', values: [value('0900000101', 'typed'), 'hidden'], agrees: undefined },
    { field: 'address', values: [value('Bản Thử 1, Xã Mường Mẫu, Tỉnh Lai Châu'), null], agrees: undefined },
    { field: 'facility', values: [value('Trạm Y tế xã Mường Mẫu'), value('Trạm Y tế xã Bản Thử')], agrees: undefined },
  ],
  decisions: [], may: ['same', 'different', 'later'], ...over,
});
const nothing = () => undefined;

export const duplicatePreviews: PreviewGroup = {
  group: 'duplicates',
  previews: [
    { name: 'list', title: 'Danh sách', show: () => <><h1>Hồ sơ có thể trùng</h1><DuplicateList rows={[row, { ...row, id: 'p2', state: 'later', origin: 'number-held', score: 0.42 }]} /></> },
    { name: 'list-empty', title: 'Danh sách trống', show: () => <><h1>Hồ sơ có thể trùng</h1><DuplicateList rows={[]} /></> },
    { name: 'compare', title: 'So hai hồ sơ', show: () => <CompareView view={aView()} onDecide={nothing} /> },
    { name: 'compare-not-mine', title: 'So, không được quyết định', show: () => <CompareView view={aView({ may: [] })} onDecide={nothing} /> },
    { name: 'compare-joined', title: 'Đã gộp', show: () => <CompareView view={aView({ state: 'same', may: ['separate'], decisions: [{ decision: 'later', at: '2026-11-20T03:00:00Z', by: 'Lò Thị Mẫu' }, { decision: 'same', at: '2026-11-21T02:00:00Z', by: 'Lý Thị Điều Mẫu', keep: aPatient.id }] })} onDecide={nothing} /> },
    { name: 'compare-changed', title: 'Hồ sơ vừa thay đổi', show: () => <CompareView view={aView()} problem={{ code: 'IDENTITY_PAIR_CHANGED', title: 'Hồ sơ vừa thay đổi', detail: 'Trong lúc bạn so sánh, một trong hai hồ sơ đã được sửa hoặc gộp.', status: 409 }} onDecide={nothing} /> },
  ],
};
