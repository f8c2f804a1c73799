import { useState } from 'preact/hooks';
import type { PasskeyReset as Reset } from '../../shared/identity/passkeys/contract.ts';
import { command } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { Button } from '../ui/Button.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { RadioCards, TextField } from '../ui/Field.tsx';
import { Panel } from '../ui/Panel.tsx';
import { accountWords } from './words.ts';

const reasons = ['lost', 'stolen', 'left'] as const satisfies readonly Reset['reason'][];
type State = { readonly busy?: boolean; readonly problem?: Problem; readonly removed?: number };

/** The office for data protection gives somebody who lost all passkeys a new start. */
export function PasskeyReset() {
  const t = accountWords().reset;
  const [staffCode, setStaffCode] = useState('');
  const [reason, setReason] = useState<Reset['reason']>();
  const [tried, setTried] = useState(false);
  const [state, setState] = useState<State>({});
  const id = staffCode.trim();
  const known = /^[A-Za-z0-9.-]{1,64}$/.test(id);
  const reset = async () => {
    setTried(true);
    if (!known || !reason) return document.getElementById(known ? 'reset-reason' : 'reset-who')?.focus();
    setState({ busy: true });
    const answer = await command('passkeyReset', { id }, { reason });
    setState(answer.ok ? { removed: answer.value.removed } : { problem: answer.problem });
    return undefined;
  };
  return (
    <Panel title={t.title}>
      <p>{t.text}</p>
      <form class="stack" noValidate onSubmit={(event) => {
        event.preventDefault();
        if (!state.busy) void reset();
      }}>
        {state.problem ? <ProblemView problem={state.problem} /> : null}
        {state.removed === undefined ? null : <p role="status"><b>{t.done(String(state.removed))}</b></p>}
        <TextField id="reset-who" label={t.who} hint={t.whoHint} value={staffCode} maxLength={64} onInput={setStaffCode} error={tried && !known ? t.whoMissing : undefined} />
        <RadioCards id="reset-reason" label={t.why} value={reason} onChange={setReason} options={reasons.map((value) => ({ value, label: t.reasons[value] }))} error={tried && !reason ? t.why : undefined} />
        <div><Button type="submit" kind="danger" busy={state.busy}>{t.submit}</Button></div>
      </form>
    </Panel>
  );
}
