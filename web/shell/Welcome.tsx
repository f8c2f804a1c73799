import { useState } from 'preact/hooks';
import type { Problem } from '../api/problem.ts';
import { startSignIn } from '../auth/oidc.ts';
import { common } from '../i18n/common.ts';
import { words } from '../i18n/words.ts';
import { Button, ButtonLink } from '../ui/Button.tsx';
import { ProblemView } from '../ui/Feedback.tsx';

const welcome = words(
  {
    who: 'Bạn là ai?',
    staff: 'Nhân viên y tế',
    staffText: 'Trạm y tế, bệnh viện, Sở Y tế. Đăng nhập bằng tài khoản của cơ sở.',
    staffGo: 'Đăng nhập nhân viên',
    patient: 'Người bệnh và người nhà',
    patientText: 'Dùng số căn cước 12 số và mã gửi về điện thoại. Không cần cài đặt gì.',
    patientGo: 'Xem hồ sơ của tôi',
    invited: 'Được mời vào buổi khám? Hãy mở đường dẫn trong tin nhắn.',
  },
  {
    who: 'Who are you?',
    staff: 'Health staff',
    staffText: 'Stations, hospitals, health department. Sign in with your facility’s account.',
    staffGo: 'Staff sign-in',
    patient: 'Patients and relatives',
    patientText: 'Use the 12-digit citizen ID and a code sent to your phone. Nothing to install.',
    patientGo: 'See my record',
    invited: 'Invited to a consultation? Open the link in the message.',
  },
);

export function Welcome({ returnTo = '/', failed }: { readonly returnTo?: string; readonly failed?: Problem }) {
  const t = welcome();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>(failed);
  const go = async () => {
    setBusy(true);
    const answer = await startSignIn(returnTo);
    setBusy(false);
    if (!answer.ok) setProblem(answer.problem);
  };
  return (
    <div class="welcome">
      <div class="stack-tight"><h1>{common().product}</h1><p class="large soft">{common().purpose}</p></div>
      {problem ? <ProblemView problem={problem} /> : null}
      <h2 class="unseen">{t.who}</h2>
      <div class="grid-2">
        <section class="choice"><h3 class="large">{t.staff}</h3><p class="soft">{t.staffText}</p><Button kind="primary" large wide busy={busy} busyText={common().loading} onClick={() => void go()}>{t.staffGo}</Button></section>
        <section class="choice"><h3 class="large">{t.patient}</h3><p class="soft">{t.patientText}</p><ButtonLink large wide href="/patient">{t.patientGo}</ButtonLink></section>
      </div>
      <p class="soft">{t.invited}</p>
    </div>
  );
}
