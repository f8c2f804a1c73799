import { useState } from 'preact/hooks';
import type { RoomInvitation, RoomInvitationAnswer } from '../../shared/room/contract.ts';
import { command } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { dayTime } from '../i18n/format.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/Button.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { Select, TextField } from '../ui/Field.tsx';
import { Panel } from '../ui/Panel.tsx';
import { requestWords } from './words.ts';

type Role = RoomInvitation['role'];
const roles: readonly Role[] = ['relative', 'patient', 'interpreter', 'specialist'];

type State = { readonly busy?: boolean; readonly problem?: Problem; readonly made?: RoomInvitationAnswer & { readonly name: string } };

/** A link for one more person; it is shown once and sent by whatever means the station has. */
export function Invite({ id, first = {} }: { readonly id: string; /** For previews. */ readonly first?: State }) {
  const t = requestWords();
  const [role, setRole] = useState<Role>('relative');
  const [name, setName] = useState('');
  const [missing, setMissing] = useState(false);
  const [state, setState] = useState<State>(first);
  const make = async () => {
    setMissing(name.trim() === '');
    if (name.trim() === '') return document.getElementById('invite-name')?.focus();
    setState({ busy: true });
    const answer = await command('roomInvitation', { id }, { role, name: name.trim() });
    setState(answer.ok ? { made: { ...answer.value, name: name.trim() } } : { problem: answer.problem });
    return undefined;
  };
  const copy = (url: string) => void navigator.clipboard.writeText(url).then(() => announce(t.copied));
  return (
    <Panel title={t.inviteTitle}>
      <form class="stack" noValidate onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}>
        {state.problem ? <ProblemView problem={state.problem} /> : null}
        <TextField id="invite-name" label={t.inviteName} value={name} onInput={setName} maxLength={100} error={missing ? t.inviteNameMissing : undefined} />
        <Select id="invite-role" label={t.inviteRole} value={role} onChange={setRole} options={roles.map((value) => ({ value, label: t.roles[value] }))} />
        <div><Button type="submit" busy={state.busy}>{t.inviteMake}</Button></div>
      </form>
      {state.made ? (
        <div class="stack-tight" role="status">
          <TextField id="invite-link" label={t.inviteLink(state.made.name)} hint={t.inviteHint(dayTime(state.made.expiresAt))} value={state.made.url} onInput={() => undefined} />
          <div><Button onClick={() => copy(state.made?.url ?? '')}>{t.copy}</Button></div>
        </div>
      ) : null}
    </Panel>
  );
}
