import './briefing.css';
import type { BriefingRow, BriefingView } from '../../shared/briefing/contract.ts';
import type { PreviewGroup } from '../preview/catalogue.ts';
import { briefingRoom } from '../room/previews.tsx';
import { stillTalk } from '../talk/fixtures.ts';
import type { Talk } from '../talk/useTalk.ts';
import { BriefingViewPage } from './BriefingPage.tsx';
import { ListView } from './ListPage.tsx';
import { emptyPlan } from './planForm.ts';
import { PlanView } from './PlanPage.tsx';
import { talkIn } from './talkIn.ts';

const ignore = () => undefined;
const facilities = [{ id: 'bv', name: 'Bệnh viện Trung ương Mẫu' }, { id: 'tinh', name: 'Bệnh viện tỉnh Thử' }, { id: 'tyt', name: 'Trạm Y tế xã Mẫu' }];
const host = { id: 'co', name: 'Phạm Thu Mẫu' };
const [facility] = facilities as [(typeof facilities)[number]];

const aView = (change: Partial<BriefingView> = {}): BriefingView => ({
  id: 'b1', title: 'Giao ban tuyến: sốt xuất huyết và lịch trực Tết', state: 'planned', start: '2030-11-25T01:00:00Z', end: '2030-11-25T01:40:00Z', opensAt: '2030-11-25T00:30:00Z',
  agenda: [{ number: 1, title: 'Tình hình sốt xuất huyết các xã', minutes: 20 }, { number: 2, title: 'Lịch trực Tết', minutes: 10 }, { number: 3, title: 'Việc khác', minutes: 10 }],
  host, facility, facilities, people: [{ id: 'dr', name: 'BS. Trần Minh Thử' }], place: 'attendee', attendance: [], messages: [], mayWrite: false, ...change,
});
const open = (change: Partial<BriefingView> = {}) => aView({ state: 'open', mayWrite: true, start: '2026-11-22T01:00:00Z', end: '2026-11-22T01:40:00Z', attendance: [
  { person: host, facility, stays: [{ from: '2026-11-22T00:52:00Z', to: '2026-11-22T01:44:00Z' }] },
  { person: { id: 'n', name: 'Lò Thị Mẫu' }, facility: facilities[2] ?? facility, stays: [{ from: '2026-11-22T00:58:00Z', to: '2026-11-22T01:12:00Z' }, { from: '2026-11-22T01:20:00Z', to: '2026-11-22T01:42:00Z' }] },
], ...change });
const row = (change: Partial<BriefingRow>): BriefingRow => ({ id: 'b1', title: 'Giao ban tuyến: sốt xuất huyết và lịch trực Tết', state: 'planned', start: '2026-11-25T01:00:00Z', end: '2026-11-25T01:40:00Z', host, facility, place: 'attendee', signed: false, ...change });
const directory = { facilities: [...facilities, ...Array.from({ length: 9 }, (_, i) => ({ id: `x${i}`, name: `Trạm Y tế xã Thử số ${i + 1}` }))], specialties: [], specialists: [{ practitionerId: 'dr', name: 'BS. Trần Minh Thử', facilityId: 'tinh', specialty: 'cardiology', duty: 'available' }] } as const;
const minutes = { documentId: 'd1', signedAt: '2026-11-22T02:10:00Z', signedBy: host, valid: true, items: [{ number: 1, text: 'Ba ca mới ở xã Mẫu.\nĐã phun hóa chất hai bản.' }, { number: 2, text: 'Trạm trực hai người mỗi ca.' }], decisions: 'Trạm báo cáo hằng ngày trước 16 giờ. Bệnh viện tỉnh gửi thêm dịch truyền.' };
const messages: BriefingView['messages'] = [
  { id: 'm1', at: '2026-11-22T01:10:00Z', by: host, text: 'Trạm nào còn thiếu dịch truyền, ghi số chai vào đây.' },
  { id: 'm2', at: '2026-11-22T01:12:00Z', by: { id: 'n', name: 'Lò Thị Mẫu' }, text: 'Trạm Mẫu thiếu 40 chai Ringer lactat.' },
];
const talkOf = (view: BriefingView, change: Partial<Talk> = {}) => stillTalk([], { ...talkIn(view, { name: 'Lò Thị Mẫu', practitioner: 'Practitioner/n' }), ...change });
const page = (view: BriefingView, enter = true, talk: Partial<Talk> = {}) => () => <BriefingViewPage view={view} talk={talkOf(view, talk)} onView={ignore} onEnter={enter ? ignore : undefined} />;

export const briefingPreviews: PreviewGroup = {
  group: 'briefing',
  previews: [
    { name: 'list', title: 'Danh sách', show: () => <ListView mayPlan value={{ rows: [row({ state: 'open' }), row({ id: 'b2', place: 'host', title: 'Giao ban tháng' }), row({ id: 'b3', state: 'over', signed: true }), row({ id: 'b4', state: 'cancelled' })] }} /> },
    { name: 'empty', title: 'Chưa có buổi nào', show: () => <ListView mayPlan={false} value={{ rows: [] }} /> },
    { name: 'plan', title: 'Lập buổi giao ban', show: () => <PlanView form={{ ...emptyPlan, title: 'Giao ban tuyến', day: '25/11/2030', time: '08:00', agenda: [{ title: 'Tình hình sốt xuất huyết các xã', minutes: '20' }, { title: '', minutes: '10' }], facilities: ['tyt'] }} onChange={ignore} directory={directory} own="bv" onSend={ignore} /> },
    { name: 'plan-wrong', title: 'Lập, còn thiếu', show: () => <PlanView form={emptyPlan} onChange={ignore} directory={directory} own="bv" onSend={ignore} tried={1} /> },
    { name: 'planned', title: 'Chưa đến giờ', show: page(aView()) },
    { name: 'open', title: 'Đang mở, người dự', show: page(open()) },
    { name: 'host', title: 'Đang mở, người chủ trì ghi biên bản', show: page(open({ place: 'host' })) },
    { name: 'talk', title: 'Đang mở, có tin nhắn', show: page(open({ messages })) },
    { name: 'talk-waiting', title: 'Tin chờ mạng', show: page(open({ messages }), true, { stuck: true, waiting: [{ key: 'k', at: '2026-11-22T01:13:00Z', text: 'Xã Thử cũng thiếu 20 chai.' }] }) },
    { name: 'talk-room', title: 'Tin nhắn trong phòng', show: briefingRoom(`${host.name}, ${facility.name}`, 'Lò Thị Mẫu, Trạm Y tế xã Mẫu', talkOf(open({ messages }))) },
    { name: 'signed', title: 'Biên bản đã ký', show: page(open({ state: 'over', mayWrite: false, messages, minutes }), false) },
    { name: 'signed-unsent', title: 'Ký trong lúc đang viết tin', show: page(open({ state: 'over', mayWrite: false, messages, minutes }), false, { text: 'Xã Thử cũng thiếu 20 chai.' }) },
    { name: 'cancelled', title: 'Đã hủy', show: page(aView({ state: 'cancelled', cancelled: 'Bão, đường dây điện thoại mất.' })) },
  ],
};
