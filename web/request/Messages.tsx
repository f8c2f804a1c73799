import type { ConsultationView } from '../../shared/consultation/contract.ts';
import { dayTime } from '../i18n/format.ts';
import { useDraft } from '../offline/useDraft.ts';
import { Button } from '../ui/Button.tsx';
import { TextArea } from '../ui/Field.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Panel } from '../ui/Panel.tsx';
import type { Act } from './useAction.ts';
import { requestWords } from './words.ts';

const empty = { text: '' };

/** The written exchange; it is also how a consultation goes on when the link is gone. */
export function Messages({ view, action }: { readonly view: ConsultationView; readonly action: Act }) {
  const t = requestWords();
  const draft = useDraft(`message-${view.id}`, empty);
  const asked = view.actions.includes('answer-more');
  const may = asked || view.actions.includes('message');
  if (!may && view.messages.length === 0) return null;
  const send = async () => {
    const text = draft.value.text.trim();
    if (text === '' || text.length > 4000) return document.getElementById('message')?.focus();
    if (await action.act(asked ? { action: 'answer-more', text } : { action: 'message', text }, t.sentMessage)) {
      draft.change(empty);
      await draft.clear();
    }
  };
  return (
    <Panel title={t.messages}>
      {view.messages.length === 0 ? <p class="soft">{t.noMessages}</p> : (
        <ul class="stack-tight">{view.messages.map((message) => <li class="bubble" key={`${message.at}${message.by}`}><p class="small soft">{message.by} · <span class="number">{dayTime(message.at)}</span></p><p class="keep-lines">{message.text}</p></li>)}</ul>
      )}
      {may ? (
        <form class="stack-tight" noValidate onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}>
          <TextArea id="message" label={asked ? t.moreAsked : t.messageLabel} rows={3} max={4000} value={draft.value.text} onInput={(text) => draft.change({ text })} />
          <div><Button kind={asked ? 'primary' : 'plain'} type="submit" busy={action.busy === 'message' || action.busy === 'answer-more'}><Icon name="send" />{asked ? t.actions['answer-more'] : t.actions.message}</Button></div>
        </form>
      ) : null}
    </Panel>
  );
}
