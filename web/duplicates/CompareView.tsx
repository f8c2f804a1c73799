import type { DuplicateDecision, DuplicateView, KnownValue } from '../../shared/identity/contract.ts';
import type { Problem } from '../api/problem.ts';
import { valueText } from '../desk/personWords.ts';
import { SourceLine } from '../desk/SourceLine.tsx';
import { dayTime } from '../i18n/format.ts';
import { ButtonLink } from '../ui/Button.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { Panel } from '../ui/Panel.tsx';
import { StatusTag } from '../ui/StatusTag.tsx';
import { Decide } from './Decide.tsx';
import { percent } from './DuplicatesPage.tsx';
import { duplicateWords } from './words.ts';

type Props = { readonly view: DuplicateView; readonly busy?: boolean; readonly problem?: Problem; readonly onDecide: (decision: DuplicateDecision) => void };
type Field = DuplicateView['fields'][number];

export function CompareView({ view, busy = false, problem, onDecide }: Props) {
  const t = duplicateWords();
  const open = view.state === 'open' || view.state === 'later';
  return (
    <div class="stack-loose measure">
      <div class="stack-tight">
        <p><ButtonLink kind="quiet" href="/duplicates">{t.back}</ButtonLink></p>
        <div class="row-between"><h1>{t.compareTitle}</h1><StatusTag tone={open ? 'attention' : 'done'}>{t.states[view.state]}</StatusTag></div>
        <p class="soft">{t.score(percent(view.score))} · {t.origins[view.origin]}</p>
      </div>
      {problem ? <ProblemView problem={problem} /> : null}
      <Panel label={t.compareTitle}>
        <div class="compare">{view.fields.map((field) => <Row key={field.field} field={field} />)}</div>
      </Panel>
      <Why reasons={view.reasons} />
      {view.may.length > 0 ? <Decide view={view} busy={busy} onDecide={onDecide} /> : <Panel tone="sunken"><p>{t.mayNot}</p></Panel>}
      {view.decisions.length > 0 ? <History view={view} /> : null}
    </div>
  );
}

/** Where two values differ is said by word, by sign and by ground, never by colour alone. */
function Row({ field: { field, values, agrees } }: { readonly field: Field }) {
  const t = duplicateWords();
  const [a, b] = values;
  return (
    <div class={agrees === false ? 'compare__row compare__row--differs' : 'compare__row'}>
      <div class="compare__head"><h3>{t.fields[field]}</h3>{field === 'facility' ? null : <StatusTag tone={agrees === undefined ? 'neutral' : agrees ? 'done' : 'attention'}>{agrees === undefined ? t.unknown : agrees ? t.agrees : t.differs}</StatusTag>}</div>
      <dl class="differ__pair">
        <div><dt>{t.first}</dt><dd><Value field={field} value={a} /></dd></div>
        <div><dt>{t.second}</dt><dd><Value field={field} value={b} /></dd></div>
      </dl>
    </div>
  );
}

function Value({ field, value }: { readonly field: Field['field']; readonly value: KnownValue | 'hidden' | null }) {
  const t = duplicateWords();
  if (value === null) return <i class="soft small">{t.empty}</i>;
  if (value === 'hidden') return <i class="soft small">{t.hidden}</i>;
  return <>{valueText(field, value.value)}{field === 'facility' ? null : <SourceLine from={value} />}</>;
}

function Why({ reasons }: Pick<DuplicateView, 'reasons'>) {
  const t = duplicateWords();
  const side = (list: DuplicateView['reasons'], title: string) => (list.length === 0 ? null : <div class="stack-tight"><h3>{title}</h3><ul>{list.map(({ field, level }) => <li key={field}>{t.reasonFields[field] ?? field}: {t.levels[level] ?? level}</li>)}</ul></div>);
  return <Panel title={t.whyTitle}><div class="grid-2">{side(reasons.filter(({ bits }) => bits > 0), t.forIt)}{side(reasons.filter(({ bits }) => bits < 0), t.againstIt)}</div></Panel>;
}

function History({ view: { decisions, people } }: { readonly view: DuplicateView }) {
  const t = duplicateWords();
  const which = (id: string) => (people[0].id === id ? t.first : t.second);
  return (
    <section class="stack-tight">
      <h2>{t.historyTitle}</h2>
      <ul>{decisions.map(({ decision, at, by, keep }) => <li key={at}><b>{t.decided[decision]}</b>{keep ? ` (${which(keep)})` : ''} · {by} · <span class="number">{dayTime(at)}</span></li>)}</ul>
    </section>
  );
}
