import { useState } from 'preact/hooks';
import type { InsuranceAnswer, Picked } from '../../shared/insurance/contract.ts';
import { Button } from '../ui/Button.tsx';
import { insuranceWords } from './words.ts';

type Props = { readonly compare: NonNullable<InsuranceAnswer['compare']>; readonly busy: boolean; /** What was tapped before did not fit. */ readonly again: boolean; readonly onPick: (picked: Picked) => void };

/** Which of these stands on the paper? Two taps and no typing; nothing is marked, so that nobody can only nod. */
export function CompareNumber({ compare: { by, rounds }, busy, again, onPick }: Props) {
  const t = insuranceWords();
  const [first, setFirst] = useState<string>();
  const [none, setNone] = useState(false);
  const round = first === undefined ? 0 : 1;
  const pick = (number: string) => {
    if (first === undefined) setFirst(number);
    else onPick([first, number]);
  };
  return (
    <fieldset class="stack-tight">
      <legend><b>{t.compareTitle[by]}</b></legend>
      {again && round === 0 ? <p><b>{t.compareAgain}</b></p> : null}
      <p class="small soft">{t.compareHint}</p>
      <p role="status"><b>{t.compareRound(round + 1)}</b></p>
      <ul class="row">
        {rounds[round]?.map((number) => <li key={`${round}-${number}`}><Button large busy={busy} busyText={t.checking} onClick={() => pick(number)}><span class="number">{spaced(number)}</span></Button></li>)}
        <li><Button large busy={busy} onClick={() => setNone(true)}>{t.compareNone}</Button></li>
      </ul>
      {none ? <p role="status">{t.compareNoneText}</p> : null}
    </fieldset>
  );
}

/** In groups of three from the end, as people read numbers aloud. */
const spaced = (number: string): string => number.replace(/(?<=.)(?=(.{3})+$)/g, '\u2009');
