import { hasPictures } from '../../shared/room/steps.ts';
import { number } from '../i18n/format.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import type { CallScreenProps, PanelName } from './callProps.ts';
import { meeting } from './meetingWords.ts';
import { shareWords } from './shareWords.ts';
import { room } from './words.ts';

type Props = Pick<CallScreenProps, 'view' | 'actions' | 'own'> & {
  readonly hasTalk: boolean;
  /** May add photos to the record. */
  readonly mayPhotograph: boolean;
  readonly manages: boolean;
  readonly unread: number;
  readonly panel: PanelName | undefined;
  readonly onPanel: (panel: PanelName | undefined) => void;
};

/** Sound and picture first, then what one does with others, then the way out. */
export function Controls({ view, actions, own = {}, hasTalk, mayPhotograph, manages, unread, panel, onPanel }: Props) {
  const t = room();
  const m = meeting();
  const s = shareWords();
  const toggle = (name: PanelName) => onPanel(panel === name ? undefined : name);
  const inside = view.self !== undefined && view.self.presence !== 'lobby';
  const hand = (view.self?.hand ?? null) !== null;
  return (
    <div class="room__bar">
      <div class="room__controls" role="group" aria-label={t.controls}>
        {own.microphone ? <Button onClick={() => actions.setMicrophone(!view.microphone)}><Icon name="microphone" />{view.microphone ? t.microphoneOn : t.microphoneOff}</Button> : null}
        {own.camera && hasPictures(view.step) ? <Button onClick={() => actions.setCamera(!view.camera)}><Icon name="video" />{view.camera ? t.cameraOn : t.cameraOff}</Button> : null}
        {hasTalk ? <Button pressed={panel === 'talk'} onClick={() => toggle('talk')}><Icon name="message" />{m.talk}{unread > 0 ? <span class="room__unread">{m.unread(number(unread))}</span> : null}</Button> : null}
        {inside && view.self?.speak ? <Button pressed={panel === 'share'} onClick={() => toggle('share')}><Icon name="window" />{s.share}</Button> : null}
        {inside && mayPhotograph && view.self?.role === 'station' ? <Button pressed={panel === 'still'} onClick={() => toggle('still')}><Icon name="camera" />{s.still}</Button> : null}
        {inside && manages && view.self?.role !== 'station' && view.tiles.some(({ person }) => person.role === 'station') ? <Button onClick={actions.askPhoto}><Icon name="camera" />{s.ask}</Button> : null}
        {inside && view.self?.speak ? <Button pressed={hand} onClick={() => actions.ask('raiseHand', { on: !hand })}><Icon name="hand" />{hand ? m.lower : m.raise}</Button> : null}
        {inside ? <Button pressed={panel === 'people'} onClick={() => toggle('people')}><Icon name="people" />{m.people} <span class="number">({number(view.tiles.length + 1)})</span></Button> : null}
        {own.microphone || own.camera ? <Button pressed={panel === 'devices'} onClick={() => toggle('devices')}><Icon name="settings" />{m.devices}</Button> : null}
        <Button onClick={() => actions.setLimit(view.limit === 'audio' ? 'automatic' : 'audio')}><Icon name="speaker" />{view.limit === 'audio' ? t.audioOnlyOn : t.audioOnlyOff}</Button>
        {view.limit === 'audio' ? null : <Button pressed={view.limit === 'saver'} onClick={() => actions.setLimit(view.limit === 'saver' ? 'automatic' : 'saver')}><Icon name="down" />{t.saver}</Button>}
        <Button kind="danger" onClick={actions.leave}><Icon name="cross" />{t.leave}</Button>
      </div>
      {view.quality ? <p class="small soft number">{t.usage(number(Math.round(view.quality.bytesPerMinute / 100_000) / 10))}</p> : null}
    </div>
  );
}
