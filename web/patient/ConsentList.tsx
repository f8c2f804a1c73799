import { useState } from 'preact/hooks';
import type { Consents, ConsentState } from '../../shared/consent/contract.ts';
import { command } from '../api/client.ts';
import { day } from '../i18n/format.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { StatusTag } from '../ui/StatusTag.tsx';
import { privacyWords } from './privacyWords.ts';
import { deskPart, usePrivacyChange, type AtDesk } from './usePrivacyChange.ts';

type ConsentListProps = { readonly patientId: string; readonly consents: Consents; readonly onChange: () => Promise<void>; readonly desk?: AtDesk; /** For previews. */ readonly asking?: ConsentState };

/** Each purpose by itself, with no tick that nobody made; a no is asked once more, because it takes care away. */
export function ConsentList({ patientId, consents, onChange, desk, asking }: ConsentListProps) {
  const t = privacyWords();
  const [sure, setSure] = useState<ConsentState | undefined>(asking);
  const { busy, problem, run } = usePrivacyChange(onChange);
  const may = () => !desk || desk.agreed();
  const decide = (purpose: ConsentState['purpose'], choice: ConsentState['choice']) =>
    run(purpose, () => command('consentDecision', { patientId, purpose }, { choice, textVersion: consents.textVersion as '2026-11', ...deskPart(desk) }), () => setSure(undefined));
  return (
    <section class="stack">
      <h2>{t.consents}</h2>
      {problem ? <ProblemView problem={problem} /> : null}
      <ul class="list">
        {consents.consents.map((state) => (
          <Purpose key={state.purpose} state={state} busy={busy === state.purpose} onGive={() => may() && void decide(state.purpose, 'permit')} onWithdraw={() => may() && setSure(state)} />
        ))}
      </ul>
      <Dialog open={sure !== undefined} title={t.sure} onClose={() => setSure(undefined)}>
        <p><b>{sure ? t.purposes[sure.purpose].name : ''}</b></p>
        <p>{sure ? t.purposes[sure.purpose].lost : ''}</p>
        <div class="row"><Button kind="danger" busy={busy !== ''} onClick={() => sure && void decide(sure.purpose, 'deny')}>{t.sureYes}</Button><Button onClick={() => setSure(undefined)}>{t.back}</Button></div>
      </Dialog>
    </section>
  );
}

function Purpose({ state, busy, onGive, onWithdraw }: { readonly state: ConsentState; readonly busy: boolean; readonly onGive: () => void; readonly onWithdraw: () => void }) {
  const t = privacyWords();
  const { name, text } = t.purposes[state.purpose];
  const agreed = state.choice === 'permit';
  return (
    <li class="list__row">
      <div class="row-between"><b>{name}</b><StatusTag tone={agreed ? 'done' : 'stopped'}>{agreed ? t.yes : t.no}</StatusTag></div>
      <p>{text}</p>
      <p class="soft">{state.decided ? t.by(state.decided.by, day(state.decided.at)) : t.undecided}</p>
      <div>{agreed ? <Button label={`${t.withdraw}: ${name}`} busy={busy} onClick={onWithdraw}>{t.withdraw}</Button> : <Button kind="primary" label={`${t.give}: ${name}`} busy={busy} onClick={onGive}>{t.give}</Button>}</div>
    </li>
  );
}
