import { useState } from 'preact/hooks';
import type { RoomPerson } from '../../shared/room/signalling.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Checkbox } from '../ui/Field.tsx';
import { Icon } from '../ui/Icon.tsx';
import type { CallScreenProps } from './callProps.ts';
import { meeting } from './meetingWords.ts';
import { recordingWords } from './recordingWords.ts';
import { room } from './words.ts';

type Props = Pick<CallScreenProps, 'view' | 'actions'> & { readonly manages: boolean };

/** Raised hands first, in their order; then the others as they came. */
export const byHand = (a: RoomPerson, b: RoomPerson): number => (a.hand ?? Number.POSITIVE_INFINITY) - (b.hand ?? Number.POSITIVE_INFINITY) || 0;

/** Who is in the room, whose turn it is, and what a manager may do about it. */
export function PeoplePanel({ view, actions, manages }: Props) {
  const t = meeting();
  const [leaving, setLeaving] = useState<RoomPerson | undefined>(undefined);
  const people = [...(view.self ? [view.self] : []), ...view.tiles.map(({ person }) => person)].toSorted(byHand);
  return (
    <>
      <ul class="stack-tight">
        {people.map((person) => (
          <li key={person.peer} class="room__person">
            <PersonLine person={person} isSelf={person.peer === view.self?.peer} />
            {manages && person.peer !== view.self?.peer ? <Managing person={person} onAsk={actions.ask} onSendOut={() => setLeaving(person)} /> : null}
          </li>
        ))}
      </ul>
      {manages ? <Checkbox id="room-by-hand" label={t.byHand} hint={t.byHandHint} checked={view.lobbyMode === 'by-hand'} onChange={(on) => actions.ask('lobby', { mode: on ? 'by-hand' : 'automatic' })} /> : null}
      {manages && view.recording.offered && view.recording.state === 'off' ? <AskToRecord onAsk={() => actions.ask('askRecording', {})} /> : null}
      <Dialog open={leaving !== undefined} title={leaving ? t.sendOutFor(leaving.name) : ''} onClose={() => setLeaving(undefined)}>
        <p>{leaving ? t.sendOutSure(leaving.name) : ''}</p>
        <div class="row">
          <Button kind="danger" onClick={() => {
            if (leaving) actions.ask('sendOut', { peer: leaving.peer });
            setLeaving(undefined);
          }}>{t.sendOut}</Button>
          <Button onClick={() => setLeaving(undefined)}>{t.keep}</Button>
        </div>
      </Dialog>
    </>
  );
}

function AskToRecord({ onAsk }: { readonly onAsk: () => void }) {
  const t = recordingWords();
  return <div class="row"><Button onClick={onAsk}>{t.ask}</Button><span class="small soft">{t.askHint}</span></div>;
}

function PersonLine({ person, isSelf }: { readonly person: RoomPerson; readonly isSelf: boolean }) {
  const t = room();
  return (
    <span class="row">
      <span><b>{person.name}</b> · {t.roles[person.role]}{isSelf ? ` · ${t.you}` : ''}</span>
      {person.hand === null ? null : <span class="tag tag--attention"><Icon name="hand" />{meeting().handOf(String(person.hand))}</span>}
      {person.microphone ? null : <span class="tag"><Icon name="cross" />{t.muted}</span>}
      {person.presence === 'lost' ? <span class="tag tag--attention"><Icon name="alert" />{t.lost}</span> : null}
    </span>
  );
}

type ManagingProps = { readonly person: RoomPerson; readonly onAsk: CallScreenProps['actions']['ask']; readonly onSendOut: () => void };

function Managing({ person: { peer, name, microphone, hand }, onAsk, onSendOut }: ManagingProps) {
  const t = meeting();
  return (
    <span class="row">
      {microphone ? <Button label={t.muteFor(name)} onClick={() => onAsk('mutePerson', { peer })}>{t.mute}</Button> : null}
      {hand === null ? null : <Button label={t.lowerFor(name)} onClick={() => onAsk('lowerHand', { peer })}>{t.lower}</Button>}
      <Button kind="quiet" label={t.sendOutFor(name)} onClick={onSendOut}>{t.sendOut}</Button>
    </span>
  );
}
