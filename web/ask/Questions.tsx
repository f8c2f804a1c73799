import { Button } from '../ui/Button.tsx';
import type { FieldErrors } from '../ui/ErrorSummary.tsx';
import { TextArea } from '../ui/Field.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useFocusNext } from '../ui/useFocusNext.ts';
import { limits, mostQuestions, moveQuestion } from './askForm.ts';
import { askWords } from './words.ts';

type Props = { readonly questions: readonly string[]; readonly onChange: (questions: readonly string[]) => void; readonly errors: FieldErrors };

/** Numbered questions that can be added, removed and put in another order, by mouse and by keyboard. */
export function Questions({ questions, onChange, errors }: Props) {
  const t = askWords();
  const focusNext = useFocusNext();
  const change = (next: readonly string[], focused: number) => {
    focusNext(`question-${String(focused)}`);
    onChange(next);
  };
  return (
    <fieldset class="stack">
      <legend class="large"><b>{t.questions}</b></legend>
      <p class="field__hint">{t.questionsHint}</p>
      {questions.map((question, index) => {
        const n = String(index + 1);
        const id = `question-${n}`;
        return (
          <div class="stack-tight" key={index}>
            <TextArea id={id} label={t.question(n)} rows={2} max={limits.question} value={question} error={errors[id]} onInput={(text) => onChange(questions.with(index, text))} />
            {questions.length > 1 ? (
              <div class="row">
                {index > 0 ? <Button label={t.up(n)} onClick={() => change(moveQuestion(questions, index, -1), index)}><Icon name="up" /></Button> : null}
                {index < questions.length - 1 ? <Button label={t.down(n)} onClick={() => change(moveQuestion(questions, index, 1), index + 2)}><Icon name="down" /></Button> : null}
                <Button kind="quiet" onClick={() => change(questions.toSpliced(index, 1), Math.max(1, index))}>{t.removeQuestion(n)}</Button>
              </div>
            ) : null}
          </div>
        );
      })}
      {questions.length < mostQuestions ? (
        <div><Button onClick={() => change([...questions, ''], questions.length + 1)}><Icon name="plus" />{t.addQuestion}</Button></div>
      ) : null}
    </fieldset>
  );
}
