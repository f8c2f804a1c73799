import { useState } from 'preact/hooks';
import type { ConsultationView } from '../../shared/consultation/contract.ts';
import { dayTime } from '../i18n/format.ts';
import { useDraft } from '../offline/useDraft.ts';
import { Button } from '../ui/Button.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { TextArea } from '../ui/Field.tsx';
import { Panel } from '../ui/Panel.tsx';
import { caseWords } from './caseWords.ts';
import type { Act } from './useAct.ts';

/** The written exchange: goes on when the video does not. */
export function Messages({ view, act }: { readonly view: ConsultationView; readonly act: Act }) {
  const t = caseWords();
  return (
    <Panel title={t.messages}>
      {view.messages.length === 0 ? <p class="soft">{t.noMessages}</p> : (
        <ol class="talk">
          {view.messages.map(({ at, by, text }) => (
            <li key={at + by} class={by === view.specialist?.name ? 'talk__one talk__one--own' : 'talk__one'}><p class="small soft"><b>{by}</b> · {dayTime(at)}</p><p class="keep-lines">{text}</p></li>
          ))}
        </ol>
      )}
      {view.actions.includes('message') ? <Composer id={view.id} act={act} /> : null}
    </Panel>
  );
}

function Composer({ id, act }: { readonly id: string; readonly act: Act }) {
  const t = caseWords();
  const draft = useDraft(`message/${id}`, { text: '' });
  const [error, setError] = useState<string | undefined>(undefined);
  const send = async () => {
    const text = draft.value.text.trim();
    setError(text ? undefined : t.messageEmpty);
    if (!text || !(await act.run({ action: 'message', text }))) return;
    await draft.clear();
    draft.change({ text: '' });
  };
  return (
    <form class="stack-tight" noValidate onSubmit={(event) => {
      event.preventDefault();
      void send();
    }}>
      <TextArea id="message" label={t.write} rows={2} max={4000} value={draft.value.text} error={error} onInput={(text) => draft.change({ text })} />
      {act.failed === 'message' && act.problem ? <ProblemView problem={act.problem} /> : null}
      <div><Button type="submit" busy={act.running === 'message'}>{t.sendMessage}</Button></div>
    </form>
  );
}
