import type { Me } from '../../shared/identity/contract.ts';
import { words } from '../i18n/words.ts';
import { EmptyState } from '../ui/Feedback.tsx';

const overview = words(
  { title: 'Vai trò này chưa có màn hình riêng', text: (name: string) => `${name} đã đăng nhập. Vai trò này dùng dữ liệu qua giao diện FHIR và các báo cáo.` },
  { title: 'This role has no screens of its own yet', text: (name) => `${name} is signed in. This role works with the data through the FHIR interface and reports.` },
);

export const Overview = ({ person }: { readonly person: Me }) => <EmptyState title={overview().title}>{overview().text(person.name)}</EmptyState>;
