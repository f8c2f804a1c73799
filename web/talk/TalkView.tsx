import './talk.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { MessageAudience } from '../../shared/consultation/contract.ts';
import { dayTime } from '../i18n/format.ts';
import { Button } from '../ui/Button.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { Select, TextArea } from '../ui/Field.tsx';
import { Icon } from '../ui/Icon.tsx';
import { longest } from './outgoing.ts';
import type { Talk } from './useTalk.ts';
import { talkWords } from './words.ts';

type Props = {
  readonly talk: Talk;
  /** Of the field; two on one page need different ones. */
  readonly id: string;
  readonly label?: string;
};

/** The messages, what waits for the network, and the field to write in. */
export function TalkView({ talk, id, label }: Props) {
  const t = talkWords();
  return (
    <div class="stack-tight">
      <TalkList talk={talk} />
      {talk.mayWrite ? <Composer talk={talk} id={id} label={label ?? t.write} /> : <p class="small soft">{talk.notes?.readOnly ?? t.readOnly}</p>}
      {!talk.mayWrite && talk.text.trim() !== '' ? <Unsent text={talk.text} /> : null}
    </div>
  );
}

/** A log: what comes is read aloud after what is being said. The newest stays in sight. */
function TalkList({ talk: { messages, own, waiting, stuck } }: Pick<Props, 'talk'>) {
  const t = talkWords();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [messages.length, waiting.length, stuck]);
  if (messages.length + waiting.length === 0) return <p class="soft">{t.none}</p>;
  return (
    <div class="talk" role="log" aria-label={t.title} tabIndex={0} ref={list}>
    <ol>
      {messages.map(({ id, at, by, text, audience }) => (
        <li key={id} class={by === own ? 'talk__one talk__one--own' : 'talk__one'}><p class="small soft"><b>{by === own ? t.you : by}</b> · <span class="number">{dayTime(at)}</span></p><p class="keep-lines">{text}</p>{audience ? <p class="small soft">{t.toRoom}</p> : null}</li>
      ))}
      {waiting.map(({ key, text }) => (
        <li key={key} class="talk__one talk__one--own talk__one--waiting"><p class="small row"><Icon name="clock" size={16} /><span>{stuck ? t.waiting : t.sending}</span></p><p class="keep-lines">{text}</p></li>
      ))}
    </ol>
    </div>
  );
}

/** It closed while somebody was writing: what they wrote is theirs to take elsewhere. */
const Unsent = ({ text }: Pick<Talk, 'text'>) => <div class="talk__one talk__one--waiting" role="status"><p class="small">{talkWords().unsent}</p><p class="keep-lines">{text}</p></div>;

function Composer({ talk, id, label }: Required<Props>) {
  const t = talkWords();
  const [wrong, setWrong] = useState(false);
  const [audience, setAudience] = useState<MessageAudience>('team');
  const error = talk.text.length > longest ? t.tooLong : wrong && talk.text.trim() === '' ? t.empty : undefined;
  const send = () => {
    setWrong(!talk.write(talk.audiences ? audience : undefined));
    document.getElementById(id)?.focus();
  };
  return (
    <form class="stack-tight" noValidate onSubmit={(event) => {
      event.preventDefault();
      send();
    }}>
      <TextArea id={id} label={label} rows={2} max={longest} value={talk.text} error={error} onInput={talk.type} />
      {talk.audiences ? <Select id={`${id}-audience`} label={t.audience} value={audience} onChange={setAudience} options={(['team', 'room'] as const).map((value) => ({ value, label: t.audiences[value] }))} /> : null}
      {talk.problem ? <ProblemView problem={talk.problem} /> : null}
      <div class="row-between"><Button type="submit"><Icon name="send" />{t.send}</Button><span class="small soft">{talk.notes?.kept ?? t.kept}</span></div>
    </form>
  );
}
