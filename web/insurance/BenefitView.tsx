import type { InsuranceBenefit, InsuranceStep } from '../../shared/insurance/contract.ts';
import { benefitWords, headline, reasonText, stepText } from './benefitWords.ts';

/** What is paid, and how it came about. */
export function BenefitView({ benefit }: { readonly benefit: InsuranceBenefit }) {
  const t = benefitWords();
  return (
    <div class="stack-tight">
      <h3>{headline(benefit)}</h3>
      <p>{t.because}</p>
      <ul class="stack-tight">{benefit.because.map((reason) => <li key={reason.kind}>{reasonText(reason)}</li>)}</ul>
      {benefit.toConfirm ? <p class="small soft">{t.toConfirm}</p> : null}
    </div>
  );
}

/** What the portal was asked, one line a question; folded, because the outcome is what matters. */
export function StepsView({ steps }: { readonly steps: readonly InsuranceStep[] }) {
  const t = benefitWords();
  if (steps.length === 0) return null;
  return (
    <details>
      <summary>{t.steps(steps.length)}</summary>
      <ol class="small">{steps.map((step, i) => <li key={i}>{i + 1}. {stepText(step)}</li>)}</ol>
    </details>
  );
}
