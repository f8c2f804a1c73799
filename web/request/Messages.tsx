import type { ConsultationView } from '../../shared/consultation/contract.ts';
import { useDraft } from '../offline/useDraft.ts';
import { TalkView } from '../talk/TalkView.tsx';
import type { Talk } from '../talk/useTalk.ts';
import { Button } from '../ui/Button.tsx';
import { TextArea } from '../ui/Field.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Panel } from '../ui/Panel.tsx';
import type { Act } from './useAction.ts';
import { requestWords } from './words.ts';

const empty = { text: '' };

type Props = { readonly view: ConsultationView; readonly action: Act; readonly talk: Talk };

/** The written exchange; it is also how a consultation goes on when the link is gone. */
export function Messages({ view, action, talk }: Props) {
  const t = requestWords();
  const asked = view.actions.includes('answer-more');
  if (!asked && !talk.mayWrite && view.messages.length === 0) return null;
  return (
    <Panel title={t.messages}>
      <TalkView talk={talk} id="message" label={t.messageLabel} />
      {asked ? <AnswerForm view={view} action={action} /> : null}
    </Panel>
  );
}

/** The specialist asked for more: the answer moves the request on. */
function AnswerForm({ view, action }: Pick<Props, 'view' | 'action'>) {
  const t = requestWords();
  const draft = useDraft(`message-${view.id}`, empty);
  const send = async () => {
    const text = draft.value.text.trim();
    if (text === '' || text.length > 4000) return document.getElementById('answer-more')?.focus();
    if (await action.act({ action: 'answer-more', text }, t.sentMessage)) {
      draft.change(empty);
      await draft.clear();
    }
  };
  return (
    <form class="stack-tight" noValidate onSubmit={(event) => {
      event.preventDefault();
      void send();
    }}>
      <TextArea id="answer-more" label={t.moreAsked} rows={3} max={4000} value={draft.value.text} onInput={(text) => draft.change({ text })} />
      <div><Button kind="primary" type="submit" busy={action.busy === 'answer-more'}><Icon name="send" />{t.actions['answer-more']}</Button></div>
    </form>
  );
}
