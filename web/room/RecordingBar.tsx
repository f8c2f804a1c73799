import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { mayManage } from '../../shared/room/roles.ts';
import { number } from '../i18n/format.ts';
import { Button } from '../ui/Button.tsx';
import type { CallActions } from './callProps.ts';
import type { CallView, RecordingNow } from './callView.ts';
import { recordingWords } from './recordingWords.ts';

type Props = { readonly view: CallView; readonly onAsk: CallActions['ask'] };

/** Stays in sight for as long as there is anything to say of a recording: the question, the wait, that it goes on. */
export function RecordingBar({ view, onAsk }: Props) {
  const { recording, self } = view;
  if (self === undefined || self.presence === 'lobby') return null;
  if (recording.state === 'off') return recording.why === 'broken' ? <BrokenOff mayAsk={recording.offered && mayManage(self.role)} onAsk={onAsk} /> : null;
  if (view.state.kind === 'reconnecting') return <section class="recording" aria-label={recordingWords().region}><p>{recordingWords().unsure}</p></section>;
  if (!recording.agreed) return <Question by={recording.by ?? ''} onAsk={onAsk} />;
  const t = recordingWords();
  const isOn = recording.state === 'recording';
  const manages = mayManage(self.role);
  return (
    <section class={`recording recording--${recording.state}`} aria-label={t.region}>
      <div class="recording__state">
        {isOn ? <span class="recording__dot" aria-hidden="true" /> : null}
        <p><b>{sentenceOf(recording)}</b>{isOn ? <span class="recording__hint"> {t.onHint}</span> : null}</p>
      </div>
      <div class="row">
        {manages ? <Button onClick={() => onAsk('stopRecording', {})}>{isOn ? t.stop : t.cancel}</Button> : null}
        {manages ? null : <Button onClick={() => onAsk('answerRecording', { agree: false })}>{t.withdraw}</Button>}
      </div>
    </section>
  );
}

/** Stays until it is read: whoever believed to be recorded must know that nobody is. Whoever wants one asks everybody again. */
function BrokenOff({ mayAsk, onAsk }: { readonly mayAsk: boolean; readonly onAsk: CallActions['ask'] }) {
  const t = recordingWords();
  const [read, setRead] = useState(false);
  if (read) return null;
  return (
    <section class="recording" aria-label={t.region}>
      <p><b>{t.ended.broken}</b> {t.brokenHint}</p>
      <div class="row">
        {mayAsk ? <Button onClick={() => onAsk('askRecording', {})}>{t.askAgain}</Button> : null}
        <Button onClick={() => setRead(true)}>{t.understood}</Button>
      </div>
    </section>
  );
}

function sentenceOf({ state, unanswered }: RecordingNow): ComponentChildren {
  const t = recordingWords();
  if (state === 'recording') return t.on;
  if (state === 'paused') return t.paused(number(unanswered));
  return unanswered > 0 ? t.waiting(number(unanswered)) : t.starting;
}

/** Neither answer is made easier than the other. */
function Question({ by, onAsk }: { readonly by: string; readonly onAsk: CallActions['ask'] }) {
  const t = recordingWords();
  return (
    <section class="recording recording--question" aria-label={t.region}>
      <p><b>{t.question(by)}</b></p>
      <p>{t.beside}</p>
      <p class="small">{t.questionHint}</p>
      <div class="row">
        <Button onClick={() => onAsk('answerRecording', { agree: true })}>{t.agree}</Button>
        <Button onClick={() => onAsk('answerRecording', { agree: false })}>{t.disagree}</Button>
      </div>
    </section>
  );
}
