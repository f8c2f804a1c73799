import { useEffect, useRef, useState } from 'preact/hooks';
import type { InsuranceAnswer, InsuranceCheckRequest, Picked } from '../../shared/insurance/contract.ts';
import { command } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { useQuery } from '../api/useQuery.ts';
import { day, dayTime, partialDate } from '../i18n/format.ts';
import { Button } from '../ui/Button.tsx';
import { Loading, ProblemView } from '../ui/Feedback.tsx';
import { Facts, Panel } from '../ui/Panel.tsx';
import { StatusTag } from '../ui/StatusTag.tsx';
import { Age } from '../ui/Wait.tsx';
import { BenefitView, StepsView } from './BenefitView.tsx';
import { CardNumberForm } from './CardNumberForm.tsx';
import { codeWords } from './codeWords.ts';
import { CompareNumber } from './CompareNumber.tsx';
import { InsuredVisitsPanel } from './InsuredVisits.tsx';
import { insuranceWords, outcomeTones } from './words.ts';

/** While a check waits for the portal, the page looks whether it was confirmed. */
const lookAgain = 30_000;

/** The insurance of a patient: checked by itself when it was not checked today, and shown with its age. The insurer's list of visits is asked by a card that was found. */
export function InsurancePanel({ patientId }: { readonly patientId: string }) {
  const [waiting, setWaiting] = useState(false);
  const query = useQuery('insurance', { patientId }, {}, waiting ? { every: lookAgain } : {});
  const [state, setState] = useState<'idle' | 'checking' | Problem>('idle');
  const asked = useRef(false);
  const typed = useRef<string>(undefined);
  const [picks, setPicks] = useState(0);
  const check = async (request: InsuranceCheckRequest) => {
    setState('checking');
    const answer = await command('insuranceCheck', { patientId }, request);
    if (answer.ok) query.take(answer.value);
    setState(answer.ok ? 'idle' : answer.problem);
  };
  const never = query.problem?.status === 404;
  const old = query.value !== undefined && day(query.value.checkedAt) !== day(Date.now());
  useEffect(() => {
    if (asked.current || !(never || old)) return;
    asked.current = true;
    void check({});
  }, [never, old]);
  useEffect(() => setWaiting(query.value?.confirmation?.state === 'waiting'), [query.value]);
  if (query.loading) return <Loading rows={1} />;
  const problem = typeof state === 'object' ? state : query.value || never ? undefined : query.problem;
  const onCheck = (cardNumber?: string) => {
    typed.current = cardNumber;
    void check(cardNumber ? { cardNumber } : { fresh: true });
  };
  const onPick = (compared: Picked) => {
    setPicks(picks + 1);
    void check({ compared, ...(typed.current ? { cardNumber: typed.current } : {}) });
  };
  return (
    <>
      <InsuranceView answer={query.value} checking={state === 'checking'} problem={problem} onCheck={onCheck} picked={picks > 0} onPick={onPick} />
      {query.value?.card ? <InsuredVisitsPanel patientId={patientId} /> : null}
    </>
  );
}

type ViewProps = {
  readonly answer?: InsuranceAnswer;
  readonly checking: boolean;
  readonly problem?: Problem;
  /** With a number from the paper card, or anew by what is on record. */
  readonly onCheck: (cardNumber?: string) => void;
  /** The number that stands on the paper, of those the answer has. */
  readonly onPick: (compared: Picked) => void;
  readonly picked?: boolean;
};

export function InsuranceView({ answer, checking, problem, onCheck, onPick, picked = false }: ViewProps) {
  const t = insuranceWords();
  const again = <Button busy={checking} busyText={t.checking} onClick={() => onCheck()}>{answer ? t.checkAgain : t.check}</Button>;
  if (!answer) {
    return (
      <Panel title={t.title} aside={again}>
        {problem ? <ProblemView problem={problem} /> : <p role="status" class="soft">{checking ? t.checking : t.never}</p>}
        {problem?.code === 'INSURANCE_NO_NUMBER' ? <CardNumberForm busy={checking} onAsk={onCheck} /> : null}
        <p class="small soft">{t.cares}</p>
      </Panel>
    );
  }
  const { tag, panel } = outcomeTones[answer.outcome];
  return (
    <Panel tone={panel} title={t.title} aside={<StatusTag tone={tag}>{t.outcomes[answer.outcome]}</StatusTag>}>
      <p role="status">{meaningOf(answer)}</p>
      {answer.benefit ? <BenefitView benefit={answer.benefit} /> : null}
      {answer.confirmation ? <p class="small"><b>{t.confirmation[answer.confirmation.state](dayTime(answer.confirmation.since))}</b></p> : null}
      {problem ? <ProblemView problem={problem} /> : null}
      {answer.card ? <CardFactsView card={answer.card} /> : null}
      {answer.compare ? <CompareNumber key={answer.reference} compare={answer.compare} busy={checking} again={picked} onPick={onPick} /> : null}
      {answer.outcome === 'covered' ? null : (
        <div class="stack-tight"><h3>{t.next}</h3><ol>{answer.nextSteps.map((step, index) => <li key={step}>{index + 1}. {t.steps[step]}</li>)}</ol></div>
      )}
      {answer.nextSteps.includes('try-card-number') ? <CardNumberForm busy={checking} onAsk={onCheck} /> : null}
      <StepsView steps={answer.steps} />
      <div class="row-between">
        <p class="small soft">{answer.resultCode ? t.source : t.asked} <span class="number">{dayTime(answer.checkedAt)}</span> · <Age at={answer.checkedAt} />{answer.resultCode ? <> · {t.code} <span class="number">{answer.resultCode}</span></> : null}</p>
        {again}
      </div>
      {answer.outcome === 'covered' ? null : <p class="small"><b>{t.cares}</b></p>}
    </Panel>
  );
}

/** A card that is not surely the person's has a meaning of its own, whatever the portal's code. */
function meaningOf({ outcome, resultCode, nextSteps }: InsuranceAnswer): string {
  const [t, codes]: [ReturnType<typeof insuranceWords>, Readonly<Record<string, string>>] = [insuranceWords(), codeWords()];
  if (nextSteps.includes('scan-card')) return t.notSure;
  return codes[resultCode ?? ''] ?? t.meanings[outcome];
}

function CardFactsView({ card }: { readonly card: NonNullable<InsuranceAnswer['card']> }) {
  const t = insuranceWords();
  return (
    <Facts wide items={[
      [t.card, <span class="number">{card.number}</span>], [t.holder, card.holder],
      [t.valid, card.validFrom || card.validTo ? t.from(card.validFrom ? partialDate(card.validFrom) : '…', card.validTo ? partialDate(card.validTo) : '…') : undefined],
      [t.facility, card.registeredFacility], [t.replaces, card.replaces],
    ]} />
  );
}
