import { TalkView } from '../talk/TalkView.tsx';
import type { Talk } from '../talk/useTalk.ts';
import { Panel } from '../ui/Panel.tsx';
import { caseWords } from './caseWords.ts';

/** The written exchange: goes on when the video does not. */
export function Messages({ talk }: { readonly talk: Talk }) {
  const t = caseWords();
  if (!talk.mayWrite && talk.messages.length === 0) return <Panel title={t.messages}><p class="soft">{t.noMessages}</p></Panel>;
  return <Panel title={t.messages}><TalkView talk={talk} id="message" label={t.write} /></Panel>;
}
