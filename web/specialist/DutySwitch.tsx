import { useState } from 'preact/hooks';
import { dutyOrder, type Duty } from './duty.ts';
import { command } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { announce } from '../ui/announce.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { Icon } from '../ui/Icon.tsx';
import { listWords } from './words.ts';

const shapes = { available: 'check', 'on-break': 'clock', off: 'cross' } as const;

/** What the stations see of this specialist; three words, one press. */
export function DutySwitch({ duty, onChanged }: { readonly duty: Duty | undefined; readonly onChanged: (duty: Duty) => void }) {
  const t = listWords();
  const [asked, ask] = useState<Duty | undefined>(undefined);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const choose = async (state: Duty) => {
    if (asked || state === duty) return;
    ask(state);
    const answer = await command('duty', {}, { state });
    ask(undefined);
    setProblem(answer.ok ? undefined : answer.problem);
    if (!answer.ok) return;
    onChanged(state);
    announce(t.dutyTold[state]);
  };
  const shown = asked ?? duty;
  return (
    <div class="stack-tight">
      <fieldset class="duty" aria-busy={asked !== undefined}>
        <legend class="unseen">{t.duty}</legend>
        {dutyOrder.map((state) => (
          <label key={state} class={`duty__choice duty__choice--${state}`}>
            <input type="radio" name="duty" checked={shown === state} onChange={() => void choose(state)} /><Icon name={shapes[state]} size={16} />{t.dutyStates[state]}
          </label>
        ))}
      </fieldset>
      {problem ? <ProblemView problem={problem} /> : null}
    </div>
  );
}
