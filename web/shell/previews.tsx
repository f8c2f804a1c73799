import type { Preview, PreviewGroup } from '../preview/catalogue.ts';
import { IdleDialog } from './IdleDialog.tsx';
import { LockView } from './LockScreen.tsx';

const nothing = () => undefined;
const nurse = { subject: 'nurse', kind: 'staff', name: 'Lò Thị Mẫu', place: '/station', minutes: 15 } as const;
const page = (name: string, title: string, show: Preview['show']): Preview => ({ name, title, show });

export const shellPreviews: PreviewGroup = {
  group: 'session',
  previews: [
    page('warning', 'Sắp khoá', () => <><h1>Lần khám</h1><IdleDialog secondsLeft={47} /></>),
    page('locked', 'Đã khoá', () => <LockView locked={nurse} waiting={0} onAgain={nothing} onOther={nothing} />),
    page('locked-waiting', 'Đã khoá, còn yêu cầu chờ gửi', () => <LockView locked={nurse} waiting={2} onAgain={nothing} onOther={nothing} />),
    page('locked-patient', 'Đã khoá, người bệnh', () => <LockView locked={{ subject: 'Patient/p', kind: 'patient', place: '/patient', minutes: 20 }} waiting={0} onAgain={nothing} onOther={nothing} />),
  ],
};
