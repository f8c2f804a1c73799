import type { PossibleDuplicate } from '../../shared/identity/contract.ts';
import { dayTime } from '../i18n/format.ts';
import { Button } from '../ui/Button.tsx';
import { Facts, Panel } from '../ui/Panel.tsx';
import { StatusTag } from '../ui/StatusTag.tsx';
import { birthText, sexText } from './personWords.ts';
import { deskWords } from './words.ts';

type Props = {
  readonly people: readonly PossibleDuplicate[];
  readonly title: string;
  readonly text: string;
  readonly more?: boolean;
  readonly busy?: boolean;
  /** False where they are shown for another reason than being alike. */
  readonly graded?: boolean;
  /** Absent: there is nothing to do with this one here. */
  readonly actionOf: (person: PossibleDuplicate) => { readonly text: string; readonly run: () => void } | undefined;
};

/** People who may be this one: shown with how alike they are and what can be done, the likeliest first. */
export function Alike({ people, title, text, more = false, busy = false, graded = true, actionOf }: Props) {
  const t = deskWords();
  return (
    <Panel tone="warn" title={title}>
      <p>{text}</p>
      {people.map((person) => {
        const action = actionOf(person);
        return (
          <Panel key={person.id} title={person.name} aside={graded ? <StatusTag tone={person.likely ? 'attention' : 'neutral'}>{person.likely ? t.likely : t.alsoPossible}</StatusTag> : undefined}>
            <Facts wide items={[
              [t.birthDate, birthText(person.birthDate)], [t.sex, sexText(person.sex)], [t.citizenId, person.citizenId ? <span class="number">{person.citizenId}</span> : undefined],
              [t.lastVisit, person.lastVisit ? dayTime(person.lastVisit) : undefined], [t.address, person.address],
            ]} />
            {person.here || !graded ? null : <p class="small">{t.elsewhere}</p>}
            {action ? <div><Button busy={busy} label={`${action.text}: ${person.name}, ${person.citizenId ?? ''}`} onClick={action.run}>{action.text}</Button></div> : null}
          </Panel>
        );
      })}
      {more ? <p><b>{t.moreAlike}</b></p> : null}
    </Panel>
  );
}
