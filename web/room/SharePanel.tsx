import { useState } from 'preact/hooks';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { RecordImage } from '../ui/RecordImage.tsx';
import type { CallScreenProps } from './callProps.ts';
import { canShareScreen } from './capture.ts';
import { shareWords } from './shareWords.ts';

type Props = Pick<CallScreenProps, 'view' | 'actions' | 'photos'> & { readonly onDone: () => void };

/** What may be held before all: photos of the record first, which cost the call nothing; then the screen. */
export function SharePanel({ view, actions, photos, onDone }: Props) {
  const t = shareWords();
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const { shared } = view;
  if (shared && !shared.own) return <p>{t.busy(shared.person.name)}</p>;
  const start = async (begin: () => Promise<'shared' | 'not-chosen' | 'refused'>) => {
    setProblem(undefined);
    const outcome = await begin();
    if (outcome === 'shared') return onDone();
    setProblem(outcome === 'refused' ? t.refused : t.notChosen);
  };
  return (
    <div class="stack">
      {problem ? <p class="room__problem" role="alert">{problem}</p> : null}
      {photos ? (
        <div class="stack-tight">
          <h3>{t.photos}</h3>
          {photos.stored.length === 0 ? <p class="soft">{t.noPhotos}</p> : (
            <>
              <p class="small soft">{t.photosHint}</p>
              <ul class="photos">
                {photos.stored.map(({ binaryId, caption }, index) => {
                  const name = caption ?? t.photo(String(index + 1));
                  return (
                    <li class="photo" key={binaryId}>
                      <button type="button" class="photo__open" onClick={() => void start(() => actions.showPhoto(binaryId))}><span class="unseen">{t.showPhoto(name)}</span><RecordImage binaryId={binaryId} alt="" /></button>
                      <span class="small">{name}</span>
                    </li>
                  );
                })}
              </ul>
            </>
          )}
        </div>
      ) : null}
      <div class="stack-tight">
        <h3>{t.screen}</h3>
        {canShareScreen() ? <><p class="small soft">{t.screenHint}</p><div><Button onClick={() => void start(actions.shareScreen)}><Icon name="window" />{t.screen}</Button></div></> : <p class="soft">{t.noScreen}</p>}
      </div>
    </div>
  );
}
