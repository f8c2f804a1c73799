import type { CardFields, PatientSummary, PersonLookupAnswer } from '../../shared/identity/contract.ts';
import { common } from '../i18n/common.ts';
import { ageInYears, dayTime, partialDate } from '../i18n/format.ts';
import { Button } from '../ui/Button.tsx';
import { Table } from '../ui/List.tsx';
import { Facts, Panel } from '../ui/Panel.tsx';
import { StatusTag } from '../ui/StatusTag.tsx';
import { grouped } from './entry.ts';
import { deskWords } from './words.ts';

export const sexText = (sex: PatientSummary['sex']): string => {
  const t = common();
  return sex === undefined ? '' : { male: t.male, female: t.female, other: t.otherSex, unknown: t.unknown }[sex];
};

export const birthText = (birthDate: string | undefined): string => {
  if (birthDate === undefined) return '';
  const age = ageInYears(birthDate);
  return partialDate(birthDate) + (age === undefined ? '' : ` (${common().age(String(age))})`);
};

type Choice = { readonly onChoose: (patientId: string) => void; readonly onNew: () => void; readonly onAnother: () => void };

/** What the card says and what we know of that person: for a person to compare, nothing is decided here. */
export function PersonFound({ answer, onChoose, onNew, onAnother }: Choice & { readonly answer: PersonLookupAnswer }) {
  const t = deskWords();
  const { card, match, possibleDuplicates } = answer;
  return (
    <div class="stack-loose measure">
      <div class="stack-tight"><h1>{t.confirmTitle}</h1><p class="soft">{t.confirmText}</p></div>
      {answer.warnings.map((warning) => <Panel key={warning} tone="warn"><p>{t.warnings[warning]}</p></Panel>)}
      {match && answer.differences.length > 0 ? <Differences answer={answer} /> : null}
      {match ? (
        <Panel tone="accent" title={match.name} aside={<StatusTag tone="done">{t.knownTitle}</StatusTag>}>
          <PersonFacts person={match} card={card} />
          <div class="row"><Button kind="primary" large onClick={() => onChoose(match.id)}>{t.isThem}</Button><Button onClick={onAnother}>{t.notThem}</Button></div>
        </Panel>
      ) : null}
      {!match && card ? <Panel title={card.name} aside={<StatusTag tone="neutral">{t.unknownTitle}</StatusTag>}><CardFacts card={card} /></Panel> : null}
      {!match && !card ? <Panel title={t.unknownTitle}><p>{t.unknownNumber(grouped(answer.citizenId))}</p></Panel> : null}
      {possibleDuplicates.length > 0 ? <Duplicates people={possibleDuplicates} onChoose={onChoose} /> : null}
      {match ? null : (
        <div class="row">
          <Button kind="primary" large onClick={onNew}>{possibleDuplicates.length > 0 ? t.noneOfThem : t.newTitle}</Button>
          <Button onClick={onAnother}>{t.another}</Button>
        </div>
      )}
    </div>
  );
}

function PersonFacts({ person, card }: { readonly person: PatientSummary; readonly card?: CardFields }) {
  const t = deskWords();
  return (
    <>
      <Facts wide items={[
        [t.birthDate, birthText(person.birthDate)], [t.sex, sexText(person.sex)], [t.citizenId, <span class="number">{person.citizenId}</span>],
        [t.lastVisit, person.lastVisit ? dayTime(person.lastVisit) : undefined], [t.address, person.address],
      ]} />
      <p class="small soft">{card ? `${t.fromRecord} · ${t.fromCard}` : t.fromRecord}</p>
    </>
  );
}

export function CardFacts({ card }: { readonly card: CardFields }) {
  const t = deskWords();
  return (
    <>
      <Facts wide items={[
        [t.birthDate, birthText(card.birthDate)], [t.sex, sexText(card.sex)], [t.citizenId, <span class="number">{grouped(card.citizenId)}</span>],
        [t.previousId, card.previousId], [t.issuedOn, card.issuedOn ? partialDate(card.issuedOn) : undefined], [t.address, card.address],
      ]} />
      <p class="small soft">{t.fromCard}</p>
    </>
  );
}

function Differences({ answer }: { readonly answer: PersonLookupAnswer }) {
  const t = deskWords();
  const say = (field: 'name' | 'birthDate' | 'sex', value: string) =>
    field === 'birthDate' ? partialDate(value) : field === 'sex' && (value === 'male' || value === 'female') ? sexText(value) : value;
  return (
    <Panel tone="warn" title={t.differTitle}>
      <Table caption={t.differTitle} head={[t.item, t.onCard, t.inRecord]} rows={answer.differences.map(({ field, card, record }) => [t[field], <b>{say(field, card)}</b>, <b>{say(field, record)}</b>])} />
      <p>{t.differText}</p>
    </Panel>
  );
}

function Duplicates({ people, onChoose }: { readonly people: readonly PatientSummary[]; readonly onChoose: (id: string) => void }) {
  const t = deskWords();
  return (
    <Panel tone="warn" title={t.duplicatesTitle}>
      <p>{t.duplicatesText}</p>
      {people.map((person) => (
        <Panel key={person.id} title={person.name}>
          <PersonFacts person={person} />
          <div><Button label={`${t.useThis}: ${person.name}, ${person.citizenId ?? ''}`} onClick={() => onChoose(person.id)}>{t.useThis}</Button></div>
        </Panel>
      ))}
    </Panel>
  );
}
