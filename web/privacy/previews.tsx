import type { ComponentChildren } from 'preact';
import type { Preview, PreviewGroup } from '../preview/catalogue.ts';
import { ago } from '../specialist/fixtures.ts';
import { EmergencyForm } from './EmergencyForm.tsx';
import { Emergencies, Requests } from './OfficePage.tsx';

const page = (name: string, title: string, show: () => ComponentChildren): Preview => ({ name, title, look: 'dense', show });
const nothing = async () => undefined;
const patient = { id: 'p', name: 'Vàng Thị Mẫu' };
const opened = { id: 'e1', patient, by: { name: 'BS. Nguyễn Thị Hoà Mẫu', organization: 'Bệnh viện Trung ương Mẫu' }, purpose: 'unconscious', reason: 'Bất tỉnh sau ngã, cần biết thuốc chống đông và dị ứng.', at: ago(30), until: ago(-210), reviewed: false } as const;

export const privacyPreviews: PreviewGroup = {
  group: 'privacy',
  previews: [
    page('emergency', 'Mở hồ sơ khẩn cấp', () => <EmergencyForm patientId="p" recordAt="/station" />),
    page('emergency-open', 'Đã mở khẩn cấp', () => <><h1>Mở hồ sơ khẩn cấp</h1><EmergencyForm patientId="p" recordAt="/station" first={{ opened }} /></>),
    page('office', 'Bảo vệ dữ liệu', () => <div class="stack-loose"><h1>Bảo vệ dữ liệu</h1><Emergencies list={{ emergencies: [opened, { ...opened, id: 'e2', reviewed: true, at: ago(5000), reason: 'Co giật, không có người nhà đi cùng.' }] }} onChange={nothing} /><Requests list={{ requests: [
      { id: 'd1', patient, kind: 'correction', text: 'Ngày sinh trong hồ sơ ghi sai.', askedAt: ago(9000), dueAt: ago(200), late: true },
      { id: 'd2', patient, kind: 'copy', text: 'Xin bản sao hồ sơ năm 2025.', askedAt: ago(9000), dueAt: ago(200), late: false, answer: { outcome: 'done', text: 'Đã gửi tại trạm.', at: ago(6000), by: 'Bùi Thị Thử' } },
    ] }} onChange={nothing} /></div>),
    page('office-empty', 'Bảo vệ dữ liệu, chưa có gì', () => <div class="stack-loose"><h1>Bảo vệ dữ liệu</h1><Emergencies list={{ emergencies: [] }} onChange={nothing} /><Requests list={{ requests: [] }} onChange={nothing} /></div>),
  ],
};
