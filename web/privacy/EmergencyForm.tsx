import { useState } from 'preact/hooks';
import type { EmergencyAccess, EmergencyAccessRequest } from '../../shared/consent/contract.ts';
import { command } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { dayTime } from '../i18n/format.ts';
import { useDraft } from '../offline/useDraft.ts';
import { Button, ButtonLink } from '../ui/Button.tsx';
import { Loading, ProblemView } from '../ui/Feedback.tsx';
import { RadioCards, TextArea } from '../ui/Field.tsx';
import { Panel } from '../ui/Panel.tsx';
import { officeWords } from './words.ts';

type Purpose = EmergencyAccessRequest['purpose'];
const purposes: readonly Purpose[] = ['life-threatening', 'unconscious', 'consent-withdrawn', 'other-urgent'];
type State = { readonly busy?: boolean; readonly problem?: Problem; readonly opened?: EmergencyAccess };

/** Opens one record to whoever asks, with a reason that the patient reads. */
export function EmergencyForm({ patientId, recordAt, first = {} }: { readonly patientId: string; readonly recordAt: string; readonly first?: State }) {
  const t = officeWords();
  // Kept over a new sign-in, which the opening may ask for.
  const draft = useDraft<{ readonly purpose?: Purpose; readonly reason: string }>(`emergency/${patientId}`, { reason: '' });
  const { purpose, reason } = draft.value;
  const [tried, setTried] = useState(false);
  const [state, setState] = useState<State>(first);
  const short = reason.trim().length < 10;
  const open = async () => {
    setTried(true);
    if (!purpose || short) return document.getElementById(purpose ? 'emergency-reason' : 'emergency-purpose')?.focus();
    setState({ busy: true });
    const answer = await command('emergencyAccess', { patientId }, { purpose, reason: reason.trim() });
    setState(answer.ok ? { opened: answer.value } : { problem: answer.problem });
    if (answer.ok) await draft.clear();
    return undefined;
  };
  if (state.opened) {
    return <Panel tone="good" title={t.emergencyTitle}><p role="status">{t.opened(dayTime(state.opened.until))}</p><div><ButtonLink kind="primary" href={recordAt}>{t.toRecord}</ButtonLink></div></Panel>;
  }
  if (!draft.ready) return <Loading />;
  return (
    <form class="stack-loose" noValidate onSubmit={(event) => {
      event.preventDefault();
      void open();
    }}>
      <div class="stack-tight"><h1>{t.emergencyTitle}</h1><p>{t.emergencyText}</p></div>
      {state.problem ? <ProblemView problem={state.problem} /> : null}
      <RadioCards id="emergency-purpose" label={t.why} value={purpose} onChange={(chosen) => draft.change({ purpose: chosen })} options={purposes.map((value) => ({ value, label: t.purposes[value] }))} error={tried && !purpose ? t.why : undefined} />
      <TextArea id="emergency-reason" label={t.reason} hint={t.reasonHint} value={reason} onInput={(text) => draft.change({ reason: text })} max={500} error={tried && short ? t.reasonShort : undefined} />
      <div><Button type="submit" kind="danger" busy={state.busy}>{t.open}</Button></div>
    </form>
  );
}
