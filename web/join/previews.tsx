import type { PreviewGroup } from '../preview/catalogue.ts';
import { JoinView } from './JoinPage.tsx';

const nothing = () => undefined;
const pass = { token: '', url: '', room: 'c1', role: 'relative', name: 'Vàng A Thử', expiresAt: '2026-11-22T03:00:00Z', iceServers: [] } as const;

export const joinPreviews: PreviewGroup = {
  group: 'join',
  previews: [
    { name: 'welcome', title: 'Người được mời', show: () => <JoinView state={{ kind: 'welcome', pass }} onEnter={nothing} onAgain={nothing} /> },
    { name: 'missing', title: 'Đường dẫn thiếu', show: () => <JoinView state={{ kind: 'missing' }} onEnter={nothing} onAgain={nothing} /> },
    { name: 'refused', title: 'Đường dẫn hết hạn', show: () => <JoinView state={{ kind: 'refused', problem: { code: 'ROOM_INVITATION_EXPIRED', title: 'Đường dẫn đã hết hạn', detail: 'Mỗi đường dẫn chỉ dùng được trong thời gian ngắn.', status: 410 } }} onEnter={nothing} onAgain={nothing} /> },
    { name: 'left', title: 'Đã rời', show: () => <JoinView state={{ kind: 'left' }} onEnter={nothing} onAgain={nothing} /> },
  ],
};
