import { useEffect, useState } from 'preact/hooks';
import type { RoomPass, RoomRole } from '../../shared/room/contract.ts';
import { command } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { words } from '../i18n/words.ts';
import { lazyPage } from '../shell/lazyPage.tsx';
import { Button, ButtonLink } from '../ui/Button.tsx';
import { EmptyState, Loading, ProblemView } from '../ui/Feedback.tsx';
import { Panel } from '../ui/Panel.tsx';
import { useGuestTalk } from './useGuestTalk.ts';

const RoomStage = lazyPage(async () => (await import('../room/RoomStage.tsx')).RoomStage);

const joinWords = words(
  {
    title: 'Buổi khám từ xa',
    invited: (name: string, role: string) => `Chào ${name}. Bạn được mời với vai trò: ${role}.`,
    roles: { host: 'chủ trì', specialist: 'bác sĩ', station: 'trạm y tế', patient: 'người bệnh', relative: 'người nhà', interpreter: 'người phiên dịch', observer: 'người dự', attendee: 'người dự họp' } satisfies Record<RoomRole, string>,
    tips: 'Ngồi nơi yên tĩnh, đủ sáng. Nếu mạng yếu, cứ tắt hình: tiếng nói là quan trọng nhất.',
    private: 'Đường dẫn này chỉ dành cho bạn. Đừng gửi cho người khác.',
    enter: 'Vào buổi khám',
    missingTitle: 'Đường dẫn chưa đủ',
    missing: 'Hãy mở lại đường dẫn từ tin nhắn, hoặc nhờ trạm y tế gửi lại.',
    again: 'Nếu đường dẫn đã hết hạn, hãy gọi cho trạm y tế để nhận đường dẫn mới.',
    leftTitle: 'Bạn đã rời buổi khám',
    left: 'Có thể đóng trang này. Nếu rời nhầm, hãy vào lại.',
  },
  {
    title: 'Remote consultation',
    invited: (name, role) => `Hello ${name}. You are invited as: ${role}.`,
    roles: { host: 'host', specialist: 'specialist', station: 'health station', patient: 'patient', relative: 'relative', interpreter: 'interpreter', observer: 'observer', attendee: 'attendee' },
    tips: 'Sit in a quiet, well-lit place. On a weak link, turn the picture off: the voice matters most.',
    private: 'This link is for you alone. Do not pass it on.',
    enter: 'Join the consultation',
    missingTitle: 'The link is incomplete',
    missing: 'Open the link from the message again, or ask the health station to send it again.',
    again: 'If the link has expired, call the health station for a new one.',
    leftTitle: 'You have left the consultation',
    left: 'You may close this page. If you left by mistake, join again.',
  },
);

type State = { readonly kind: 'missing' } | { readonly kind: 'asking' } | { readonly kind: 'left' } | { readonly kind: 'refused'; readonly problem: Problem } | { readonly kind: 'welcome'; readonly pass: RoomPass } | { readonly kind: 'inside'; readonly pass: RoomPass };

/** The secret stays in the fragment, which browsers send to nobody; it is exchanged in a body. */
const secretIn = (hash: string): string => decodeURIComponent(hash.replace(/^#/, ''));

async function redeemed(secret: string): Promise<RoomPass | Problem> {
  const answer = await command('invitationRedemption', {}, { secret }, { key: crypto.randomUUID() });
  return answer.ok ? answer.value : answer.problem;
}

/** Where the link in an invitation leads. */
export function JoinPage() {
  const secret = secretIn(location.hash);
  const [state, setState] = useState<State>({ kind: secret.length < 20 ? 'missing' : 'asking' });
  const ask = async () => {
    setState({ kind: 'asking' });
    const pass = await redeemed(secret);
    setState('token' in pass ? { kind: 'welcome', pass } : { kind: 'refused', problem: pass });
  };
  useEffect(() => {
    if (secret.length >= 20) void ask();
  }, [secret]);
  if (state.kind === 'inside') {
    const renewPass = async () => {
      const pass = await redeemed(secret);
      if ('token' in pass) return pass;
      if (pass.status === 0 || pass.status >= 500) throw new Error(pass.code);
      return undefined;
    };
    return <Inside secret={secret} pass={state.pass} renewPass={renewPass} onLeave={() => setState({ kind: 'left' })} />;
  }
  return <JoinView state={state} onEnter={(pass) => setState({ kind: 'inside', pass })} onAgain={() => void ask()} />;
}

type InsideProps = { readonly secret: string; readonly pass: RoomPass; readonly renewPass: () => Promise<RoomPass | undefined>; readonly onLeave: () => void };

function Inside({ secret, ...stage }: InsideProps) {
  const talk = useGuestTalk(secret, stage.pass);
  return <RoomStage {...stage} talk={talk} />;
}

type ViewProps = { readonly state: State; readonly onEnter: (pass: RoomPass) => void; readonly onAgain: () => void };

export function JoinView({ state, onEnter, onAgain }: ViewProps) {
  const t = joinWords();
  if (state.kind === 'missing') return <EmptyState level={1} title={t.missingTitle} action={<ButtonLink href="/">Liên Tuyến</ButtonLink>}>{t.missing}</EmptyState>;
  if (state.kind === 'left') return <EmptyState level={1} title={t.leftTitle} action={<Button onClick={onAgain}>{t.enter}</Button>}>{t.left}</EmptyState>;
  if (state.kind === 'refused') return <div class="stack measure"><h1>{t.title}</h1><ProblemView problem={state.problem} onRetry={onAgain}><p>{t.again}</p></ProblemView></div>;
  if (state.kind !== 'welcome') return <Loading />;
  const { pass } = state;
  return (
    <div class="stack generous measure">
      <h1>{t.title}</h1>
      <Panel tone="accent" label={t.title}><p class="large">{t.invited(pass.name, t.roles[pass.role])}</p><p>{t.tips}</p><p class="soft">{t.private}</p><div><Button kind="primary" large wide onClick={() => onEnter(pass)}>{t.enter}</Button></div></Panel>
    </div>
  );
}
