import { useState } from 'preact/hooks';
import type { ActionName, ConsultationView } from '../../shared/consultation/contract.ts';
import { common } from '../i18n/common.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { BookForm, InviteForm, RedirectForm } from './PlaceForms.tsx';
import { ChoiceForm, TextForm } from './ActionForms.tsx';
import { actionWords } from './actionWords.ts';
import type { FormProps } from './formProps.ts';
import { asking, direct, plan, type Asking } from './actionPlan.ts';
import type { Act } from './useAct.ts';

type ActionsProps = { readonly view: ConsultationView; readonly act: Act; readonly onJoin: () => void; readonly onConclude: () => void; readonly joined: boolean };

/** Just what the server says may be done now: the next step large, the rest one press away. */
export function Actions({ view, act, onJoin, onConclude, joined }: ActionsProps) {
  const t = actionWords();
  const [open, setOpen] = useState<Asking | undefined>(undefined);
  const { first, rest } = plan(view.actions, joined);
  const press = async (name: ActionName) => {
    if (name === 'join') return onJoin();
    if (name === 'sign' || name === 'amend') return onConclude();
    if (asking(name)) return setOpen(name);
    if (direct(name) && (await act.run({ action: name }))) {
      if (name === 'call') onJoin();
      else announce(t.done[name]);
    }
    return undefined;
  };
  const close = () => {
    setOpen(undefined);
    act.forget();
  };
  const button = (name: keyof typeof t.names, kind: 'primary' | 'plain') => (
    <Button key={name} kind={kind} busy={act.running === name} disabled={act.running !== undefined} onClick={() => void press(name)}>{t.names[name]}</Button>
  );
  return (
    <div class="stack-tight" role="group" aria-label={t.label}>
      <div class="row">{first.map((name, index) => button(name, index === 0 ? 'primary' : 'plain'))}</div>
      {rest.length > 0 ? <details class="fold"><summary>{t.more}</summary><div class="row">{rest.map((name) => button(name, 'plain'))}</div></details> : null}
      {act.problem && act.failed !== 'message' && open === undefined ? <ProblemView problem={act.problem} /> : null}
      <Dialog open={open !== undefined} title={open ? t.names[open] : ''} onClose={close}>
        {open ? <><p class="soft">{t.hints[open]}</p>{act.problem && act.failed === open ? <ProblemView problem={act.problem} /> : null}<Form name={open} view={view} act={act} onDone={() => setOpen(undefined)} /><div><Button kind="quiet" onClick={close}>{common().close}</Button></div></> : null}
      </Dialog>
    </div>
  );
}

function Form({ name, ...props }: FormProps & { readonly name: Asking }) {
  switch (name) {
    case 'ask-more': case 'decline': case 'cancel': case 'emergency-transfer':
      return <TextForm name={name} {...props} />;
    case 'interrupt': case 'no-show':
      return <ChoiceForm name={name} {...props} />;
    case 'redirect':
      return <RedirectForm {...props} />;
    case 'book':
      return <BookForm {...props} />;
    case 'invite':
      return <InviteForm {...props} />;
  }
}
