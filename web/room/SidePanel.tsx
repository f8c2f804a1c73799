import { useEffect, useId, useRef } from 'preact/hooks';
import { TalkView } from '../talk/TalkView.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import type { CallScreenProps, PanelName } from './callProps.ts';
import { DevicePanel } from './DevicePanel.tsx';
import { meeting } from './meetingWords.ts';
import { PeoplePanel } from './PeoplePanel.tsx';
import { SharePanel } from './SharePanel.tsx';
import { shareWords } from './shareWords.ts';
import { StillPanel } from './StillPanel.tsx';

const titles = (): Readonly<Record<PanelName, string>> => ({ talk: meeting().talk, people: meeting().people, devices: meeting().devices, share: shareWords().title, still: shareWords().stillTitle });

type Props = Pick<CallScreenProps, 'view' | 'actions' | 'own' | 'talk' | 'photos'> & { readonly name: PanelName; readonly manages: boolean; readonly onClose: () => void };

/** One thing at a time under the pictures; Escape closes it. The focus goes into it, so that a reader says what opened. */
export function SidePanel({ name, view, actions, own = {}, talk, photos, manages, onClose }: Props) {
  const t = meeting();
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.closest('section')?.scrollIntoView({ block: 'nearest' });
  }, [name]);
  return (
    <section class="room__panel" aria-labelledby={id} onKeyDown={(event) => {
      if (event.key === 'Escape') onClose();
    }}>
      <div class="row-between"><h2 id={id} tabIndex={-1} ref={heading}>{titles()[name]}</h2><Button kind="quiet" onClick={onClose}><Icon name="cross" />{t.close}</Button></div>
      {name === 'talk' && talk ? <TalkView talk={talk} id="room-message" /> : null}
      {name === 'people' ? <PeoplePanel view={view} actions={actions} manages={manages} /> : null}
      {name === 'share' ? <SharePanel view={view} actions={actions} photos={photos} onDone={onClose} /> : null}
      {name === 'still' && photos ? <StillPanel camera={own.camera} photos={photos} onDone={() => { actions.photoAnswered(); onClose(); }} /> : null}
      {name === 'devices' ? <DevicePanel own={own} onTrack={actions.useTrack} /> : null}
    </section>
  );
}
