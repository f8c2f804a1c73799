import { useState } from 'preact/hooks';
import type { CardFields, KnownField, PersonLookupAnswer, PossibleDuplicate } from '../../shared/identity/contract.ts';
import type { Problem } from '../api/problem.ts';
import { dayTime, partialDate } from '../i18n/format.ts';
import { Button, ButtonLink } from '../ui/Button.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { Facts, Panel } from '../ui/Panel.tsx';
import { StatusTag } from '../ui/StatusTag.tsx';
import { Alike } from './Alike.tsx';
import { Differences } from './Differences.tsx';
import { grouped } from './entry.ts';
import { birthText, sexText, valueText } from './personWords.ts';
import { SourceLine } from './SourceLine.tsx';
import { chosenAtFirst, isGrave } from './takeFromCard.ts';
import { Who } from './Who.tsx';
import { deskWords } from './words.ts';

export type PersonFoundProps = {
  readonly answer: PersonLookupAnswer;
  readonly busy?: boolean;
  readonly problem?: Problem;
  /** The pair that was just reported. */
  readonly reported?: string;
  /** It is this person; the fields to take from the card first. */
  readonly onChoose: (patientId: string, take: ReadonlySet<KnownField>) => void;
  /** A record that may be this person's: compared with the card before anything is taken. */
  readonly onCompare: (person: PossibleDuplicate) => void;
  readonly onReport: (person: PossibleDuplicate) => void;
  /** No record here; `same`: one of another facility is this person's. */
  readonly onNew: (same?: PossibleDuplicate) => void;
  readonly onAnother: () => void;
};

/** What the card says and what we know of that person: for a person to compare, nothing is decided here. */
export function PersonFound(props: PersonFoundProps) {
  const { answer, busy = false, problem, onNew, onAnother } = props;
  const t = deskWords();
  const { card, match } = answer;
  const person = card ?? match;
  return (
    <div class="stack-loose measure">
      <h1>{t.confirmTitle}</h1>
      {problem ? <ProblemView problem={problem} /> : null}
      {person ? <Who person={person} /> : null}
      {answer.warnings.map((warning) => <Panel key={warning} tone="warn"><p>{t.warnings[warning]}</p></Panel>)}
      {match ? <Matched {...props} match={match} /> : (
        <>
          {card ? <Panel title={t.unknownTitle}><CardFacts card={card} givenIn={answer.numberGivenIn} /></Panel> : <Panel title={t.unknownTitle}><p>{t.unknownNumber(grouped(answer.citizenId))}</p></Panel>}
          <Candidates {...props} />
          <div class="row">
            <Button kind="primary" large busy={busy} onClick={() => onNew()}>{answer.possibleDuplicates.length > 0 ? t.noneOfThem : t.newTitle}</Button>
            <Button onClick={onAnother}>{t.another}</Button>
          </div>
        </>
      )}
    </div>
  );
}

function Matched(props: PersonFoundProps & { readonly match: NonNullable<PersonLookupAnswer['match']> }) {
  const { answer, match, busy = false, onChoose, onAnother } = props;
  const t = deskWords();
  const [chosen, choose] = useState(() => chosenAtFirst(answer.differences));
  // Where card and record are of two people, going on is not the way that is offered first.
  const grave = isGrave(answer.differences);
  return (
    <>
      {answer.differences.length > 0 ? <Differences differences={answer.differences} chosen={chosen} onChoose={choose} /> : null}
      <div class="stack-tight">
        <h2>{t.ask(`${match.name}${match.birthDate ? `, ${birthText(match.birthDate)}` : ''}`)}</h2>
        <div class="row">
          <Button kind={grave ? 'plain' : 'primary'} large busy={busy} onClick={() => onChoose(match.id, chosen)}>{t.isThem}</Button>
          <Button kind={grave ? 'primary' : 'plain'} large onClick={onAnother}>{t.notThem}</Button>
        </div>
      </div>
      <KnownPanel answer={answer} match={match} />
      <Candidates {...props} />
    </>
  );
}

/** Everything that need not be asked again, each value with where it came from and how old it is. */
function KnownPanel({ answer: { known, numberGivenIn }, match }: { readonly answer: PersonLookupAnswer; readonly match: NonNullable<PersonLookupAnswer['match']> }) {
  const t = deskWords();
  const number = numberGivenIn ? <>{numberGivenIn}<span class="source">{t.givenInHint}</span></> : undefined;
  if (known.length === 0) {
    return <Panel title={t.knownTitle}><Facts wide items={[[t.birthDate, birthText(match.birthDate)], [t.sex, sexText(match.sex)], [t.citizenId, match.citizenId], [t.givenIn, number]]} /></Panel>;
  }
  return (
    <Panel title={t.knownFacts} aside={<StatusTag tone="done">{t.knownTitle}</StatusTag>}>
      <Facts wide items={[
        ...known.map((one) => [t[one.field], <>{valueText(one.field, one.value)}<SourceLine from={one} /></>] as const),
        [t.lastVisit, match.lastVisit ? dayTime(match.lastVisit) : undefined], [t.givenIn, number],
      ]} />
    </Panel>
  );
}

function Candidates({ answer, busy, reported, onCompare, onReport, onNew }: PersonFoundProps) {
  const t = deskWords();
  const { possibleDuplicates: people, match, card } = answer;
  if (reported) return <Panel tone="good"><p role="status">{t.reported}</p><div><ButtonLink href={`/duplicates/${reported}`}>{t.openPair}</ButtonLink></div></Panel>;
  if (people.length === 0) return null;
  const actionOf = (person: PossibleDuplicate) => {
    if (match) return { text: t.report, run: () => onReport(person) };
    if (person.here) return { text: t.useThis, run: () => onCompare(person) };
    return card ? { text: t.sameElsewhere, run: () => onNew(person) } : undefined;
  };
  return <Alike people={people} title={t.duplicatesTitle} text={t.duplicatesText} more={answer.moreAlike} busy={busy} actionOf={actionOf} />;
}

export function CardFacts({ card, givenIn }: { readonly card: CardFields; readonly givenIn?: string }) {
  const t = deskWords();
  return (
    <>
      <Facts wide items={[
        [t.birthDate, birthText(card.birthDate)], [t.sex, sexText(card.sex)], [t.citizenId, <span class="number">{grouped(card.citizenId)}</span>],
        [t.givenIn, givenIn ? <>{givenIn}<span class="source">{t.givenInHint}</span></> : undefined],
        [t.previousId, card.previousId], [t.issuedOn, card.issuedOn ? partialDate(card.issuedOn) : undefined], [t.address, card.address],
      ]} />
      <p class="small soft">{t.fromCard}</p>
    </>
  );
}
