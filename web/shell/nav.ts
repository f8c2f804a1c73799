import type { Role } from '../../shared/identity/contract.ts';
import { words } from '../i18n/words.ts';

export const navWords = words(
  { today: 'Hôm nay', desk: 'Tiếp đón', duplicates: 'Hồ sơ trùng', cases: 'Ca hội chẩn', calendar: 'Lịch', briefings: 'Giao ban', visits: 'Lịch khám', record: 'Hồ sơ', documents: 'Giấy tờ', accesses: 'Ai đã xem', privacy: 'Quyền của tôi', office: 'Bảo vệ dữ liệu', overview: 'Tổng quan' },
  { today: 'Today', desk: 'Desk', duplicates: 'Duplicates', cases: 'Cases', calendar: 'Calendar', briefings: 'Briefings', visits: 'My visits', record: 'Record', documents: 'Documents', accesses: 'Who read it', privacy: 'My rights', office: 'Data protection', overview: 'Overview' },
);

type Item = { readonly href: string; readonly word: keyof ReturnType<typeof navWords> };

/** The pages in the head of each role's screen. */
export const navOf: Readonly<Record<Role, readonly Item[]>> = {
  station: [{ href: '/station', word: 'today' }, { href: '/station/desk', word: 'desk' }, { href: '/duplicates', word: 'duplicates' }, { href: '/briefings', word: 'briefings' }],
  specialist: [{ href: '/specialist', word: 'cases' }, { href: '/specialist/calendar', word: 'calendar' }, { href: '/briefings', word: 'briefings' }],
  coordinator: [{ href: '/specialist', word: 'cases' }, { href: '/duplicates', word: 'duplicates' }, { href: '/briefings', word: 'briefings' }],
  patient: [{ href: '/patient', word: 'visits' }, { href: '/patient/record', word: 'record' }, { href: '/patient/documents', word: 'documents' }, { href: '/patient/accesses', word: 'accesses' }, { href: '/patient/privacy', word: 'privacy' }],
  viewer: [{ href: '/overview', word: 'overview' }],
  auditor: [{ href: '/office', word: 'office' }],
  research: [{ href: '/overview', word: 'overview' }],
  system: [{ href: '/overview', word: 'overview' }],
};
