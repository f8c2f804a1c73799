import { useEffect, useRef } from 'preact/hooks';
import type { ConsultationView } from '../../shared/consultation/contract.ts';
import type { Problem } from '../api/problem.ts';
import { Answers, Diagnoses } from '../conclusion/ConclusionSheet.tsx';
import { conclusionWords } from '../conclusion/words.ts';
import { partialDate } from '../i18n/format.ts';
import type { PrescribingHelp } from '../../shared/prescription/contract.ts';
import { noPrescription } from '../prescribe/draft.ts';
import { PrescriptionLines } from '../prescribe/PrescriptionLines.tsx';
import { prescribeWords } from '../prescribe/words.ts';
import { Button } from '../ui/Button.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { Icon } from '../ui/Icon.tsx';
import { conclusionFrom, type ConclusionDraft } from './draft.ts';
import { signerWords } from './signerWords.ts';
import { concludeWords } from './words.ts';

type ReviewProps = {
  readonly kind: 'conclusion' | 'amendment';
  readonly view: ConsultationView;
  readonly draft: ConclusionDraft;
  readonly help: PrescribingHelp | undefined;
  readonly state: 'idle' | 'signing' | Problem;
  readonly onChange: () => void;
  readonly onSign: () => void;
};

/** Exactly what will be signed, for whom; nothing here can be typed into. */
export function Review({ kind, view, draft, help, state, onChange, onSign }: ReviewProps) {
  const t = concludeWords();
  const c = conclusionWords();
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  const content = conclusionFrom(kind === 'amendment' ? { ...draft, prescription: noPrescription } : draft, view.questions, help);
  return (
    <div class="stack">
      <div class="stack-tight"><h3 class="large" tabIndex={-1} ref={head}>{t.reviewTitle}</h3><p class="soft">{content.cosigners ? signerWords().released : t.reviewText}</p></div>
      <div class="review">
        <p><b>{view.patient.name}</b> <span class="number">{partialDate(view.patient.birthDate ?? '')}</span></p>
        {kind === 'amendment' ? <p>{c.reason(draft.reason.trim())}</p> : null}
        <Answers conclusion={content} questions={view.questions} title={c.answers} />
        <Diagnoses conclusion={content} />
        <section class="stack-tight"><h3>{c.advice}</h3><p class="keep-lines">{content.advice}</p></section>
        {content.followUp ? <section class="stack-tight"><h3>{c.followUp}</h3><p class="keep-lines">{content.followUp}</p></section> : null}
        {content.prescription ? <section class="stack-tight"><h3>{prescribeWords().title}</h3><PrescriptionLines lines={content.prescription.lines} />{content.prescription.advice ? <p class="keep-lines">{content.prescription.advice}</p> : null}</section> : null}
      </div>
      {typeof state === 'object' ? <ProblemView problem={state}><p>{t.saidBefore}</p></ProblemView> : null}
      <div class="row">
        <Button kind="primary" large busy={state === 'signing'} busyText={t.signing} onClick={onSign}><Icon name="lock" />{kind === 'amendment' ? t.signAmendment : t.sign}</Button>
        <Button onClick={onChange}>{t.change}</Button>
      </div>
    </div>
  );
}
