import { common } from '../i18n/common.ts';
import { ageInYears, partialDate } from '../i18n/format.ts';
import { sexText } from './personWords.ts';
import { deskWords } from './words.ts';

type Person = { readonly name: string; readonly birthDate?: string; readonly sex?: 'male' | 'female' | 'other' | 'unknown' };

/**
 * Who the card speaks of, as large as the screen allows: name, year, sex. Somebody else's card agrees with its own
 * record in everything, so only the person at the desk can see that another face stands there.
 */
export function Who({ person }: { readonly person: Person }) {
  const t = deskWords();
  const age = person.birthDate === undefined ? undefined : ageInYears(person.birthDate);
  const sex = sexText(person.sex);
  return (
    <div class="who">
      <p class="who__name">{person.name}</p>
      <p class="who__facts">
        {sex ? <b>{sex}</b> : null}
        {person.birthDate ? <span>{t.born} <b class="number">{partialDate(person.birthDate)}</b></span> : null}
        {age === undefined ? null : <b class="number">{common().age(String(age))}</b>}
      </p>
      <p class="soft">{t.look}</p>
    </div>
  );
}
