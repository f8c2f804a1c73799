import './conclude.css';
import { useState } from 'preact/hooks';
import type { ConsultationView, SigningView } from '../../shared/consultation/contract.ts';
import { command } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { Answers, Diagnoses } from '../conclusion/ConclusionSheet.tsx';
import { conclusionWords } from '../conclusion/words.ts';
import { dayTime } from '../i18n/format.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/Button.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Panel } from '../ui/Panel.tsx';
import { signerWords } from './signerWords.ts';

type Busy = 'idle' | 'countersigning' | 'recalling' | Problem;
type SigningPanelProps = { readonly view: ConsultationView & { readonly signing: SigningView }; readonly onView: (view: ConsultationView) => void; /** For previews. */ readonly first?: Busy };

/** A document that several sign: who has, who is next; for whose turn it is what they sign, and the button. */
export function SigningPanel({ view, onView, first = 'idle' }: SigningPanelProps) {
  const t = signerWords();
  const { signing } = view;
  const [state, setState] = useState<Busy>(first);
  const done = (answer: { readonly ok: true; readonly value: ConsultationView } | { readonly ok: false; readonly problem: Problem }, told: string) => {
    setState(answer.ok ? 'idle' : answer.problem);
    if (!answer.ok) return;
    announce(told);
    onView(answer.value);
  };
  const sign = async () => {
    setState('countersigning');
    done(await command('countersigning', { id: view.id }, { documentId: signing.documentId, digest: signing.digest }), t.done);
  };
  const recall = async () => {
    setState('recalling');
    done(await command('consultationAction', { id: view.id }, { action: 'recall-conclusion' }), t.recalled);
  };
  return (
    <Panel tone={signing.yours ? 'accent' : undefined} title={signing.yours ? t.yourTurn : signing.reason === undefined ? t.waitingTitle : t.waitingAmendment}>
      <p class="soft">{signing.yours ? t.yourTurnText : signing.next ? t.notYet(signing.next.name) : ''} {signing.content ? null : t.released}</p>
      <SignerList signing={signing} />
      {signing.content ? <Content view={view} signing={signing} content={signing.content} /> : null}
      {typeof state === 'object' ? <ProblemView problem={state} /> : null}
      <div class="row">
        {signing.yours ? <Button kind="primary" large busy={state === 'countersigning'} busyText={t.signing} onClick={() => void sign()}><Icon name="lock" />{t.sign}</Button> : null}
        {view.actions.includes('recall-conclusion') ? <><Button busy={state === 'recalling'} onClick={() => void recall()}>{t.recall}</Button><span class="small soft">{t.recallHint}</span></> : null}
      </div>
    </Panel>
  );
}

/** The order of signing, by shape and word. */
export function SignerList({ signing }: { readonly signing: Pick<SigningView, 'signers' | 'next'> }) {
  const t = signerWords();
  return (
    <ol class="signers" aria-label={t.listLabel}>
      {signing.signers.map(({ id, name, role, facility, signedAt }) => (
        <li key={id} class={signedAt ? 'is-done' : undefined} aria-current={id === signing.next?.id ? 'step' : undefined}>
          <Icon name={signedAt ? 'check' : id === signing.next?.id ? 'half' : 'ring'} size={18} />
          <span class="grow"><b>{name}</b> <span class="small soft">{t.roles[role]} · {facility.name}</span></span>
          <span class="small number">{signedAt ? t.signed(dayTime(signedAt)) : id === signing.next?.id ? t.next : t.later}</span>
        </li>
      ))}
    </ol>
  );
}

function Content({ view, signing, content }: { readonly view: ConsultationView; readonly signing: SigningView; readonly content: NonNullable<SigningView['content']> }) {
  const c = conclusionWords();
  return (
    <div class="review">
      <p><b>{view.patient.name}</b></p>
      {signing.reason === undefined ? null : <p>{c.reason(signing.reason)}</p>}
      <Answers conclusion={content} questions={view.questions} title={c.answers} />
      <Diagnoses conclusion={content} />
      <section class="stack-tight"><h3>{c.advice}</h3><p class="keep-lines">{content.advice}</p></section>
      {content.followUp ? <section class="stack-tight"><h3>{c.followUp}</h3><p class="keep-lines">{content.followUp}</p></section> : null}
    </div>
  );
}
