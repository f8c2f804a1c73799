import type { ComponentChildren } from 'preact';
import type { Preview, PreviewGroup } from '../preview/catalogue.ts';
import { ago } from '../specialist/fixtures.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Panel } from '../ui/Panel.tsx';
import { AddPasskey, PasskeyList, Sessions } from './AccountPage.tsx';
import { PasskeyReset } from './PasskeyReset.tsx';
import { BySignIn, PasskeyStep } from './StepUpDialog.tsx';
import { accountWords } from './words.ts';

const page = (name: string, title: string, show: () => ComponentChildren): Preview => ({ name, title, look: 'dense', show });
const nothing = () => undefined;
const phone = { id: 'a', name: 'Điện thoại của tôi', createdAt: ago(40_000), lastUsedAt: ago(35), backedUp: true };
const desktop = { id: 'b', name: 'Máy phòng khám tim mạch', createdAt: ago(60_000), backedUp: false };

function Account({ passkeys, required = false }: { readonly passkeys: readonly (typeof phone | typeof desktop)[]; readonly required?: boolean }) {
  const t = accountWords();
  return (
    <div class="stack-loose">
      <div class="stack-tight"><h1>{t.title}</h1><p class="soft">BS. Nguyễn Thị Hoà Mẫu · Bệnh viện Trung ương Mẫu</p></div>
      <Panel title={t.passkeys}><p>{t.intro}</p><PasskeyList value={{ passkeys, required }} onChange={nothing} /><AddPasskey onAdded={async () => undefined} /><p class="small soft">{t.lost} <b>{t.staffCode('dr-nguyen-thi-hoa-mau')}</b></p></Panel>
      <Sessions />
    </div>
  );
}

const dialog = (title: string, body: ComponentChildren) => <><h1>Kết luận</h1><Dialog open title={title} onClose={nothing}>{body}</Dialog></>;

export const accountPreviews: PreviewGroup = {
  group: 'account',
  previews: [
    page('account', 'Tài khoản', () => <Account passkeys={[phone, desktop]} />),
    page('account-first', 'Chưa có khóa truy cập', () => <Account passkeys={[]} />),
    page('account-one', 'Mới có một khóa', () => <Account passkeys={[phone]} />),
    page('reset', 'Nhân viên mất khóa', () => <div class="stack-loose"><h1>Bảo vệ dữ liệu</h1><PasskeyReset /></div>),
    page('step-up', 'Xác nhận bằng khóa', () => dialog(accountWords().confirmTitle, <PasskeyStep state="waiting" onAgain={nothing} onCancel={nothing} />)),
    page('step-up-declined', 'Khóa chưa xác nhận', () => dialog(accountWords().confirmTitle, <PasskeyStep state={{ said: accountWords().faults.declined }} onAgain={nothing} onCancel={nothing} />)),
    page('step-up-sign-in', 'Đăng nhập lại để xác nhận', () => dialog(accountWords().signInTitle, <BySignIn answer={nothing} />)),
  ],
};
