import '../conclude/conclude.css';
import './prescribe.css';
import type { PrescribingHelp, PrescriptionKind } from '../../shared/prescription/contract.ts';
import { prescriptionKindNames } from './kinds.ts';
import { Button } from '../ui/Button.tsx';
import type { FieldErrors } from '../ui/ErrorSummary.tsx';
import { Checkbox, ErrorLine, Select, TextArea, TextField } from '../ui/Field.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useFocusNext } from '../ui/useFocusNext.ts';
import { emptyLine, touchedBy, withMedicine, type LineDraft, type PrescriptionDraft } from './draft.ts';
import { MedicinePicker } from './MedicinePicker.tsx';
import { prescribeWords } from './words.ts';

type FormProps = { readonly value: PrescriptionDraft; readonly onChange: (value: PrescriptionDraft) => void; readonly errors: FieldErrors; readonly help: PrescribingHelp | undefined; /** The record's allergies could not be had. */ readonly unchecked?: boolean; /** Not a part of the conclusion's form. */ readonly alone?: boolean };

/** Medicines line by line; the next one is a key away, and what a suggestion knows is not typed. */
export function PrescriptionForm({ value, onChange, errors, help, unchecked, alone }: FormProps) {
  const t = prescribeWords();
  const { lines } = value;
  const focusNext = useFocusNext();
  const add = () => {
    focusNext(`rx-${String(lines.length)}-name`);
    onChange({ ...value, lines: [...lines, emptyLine] });
  };
  const remove = (index: number) => {
    focusNext('rx-add');
    onChange({ ...value, lines: lines.filter((_, at) => at !== index) });
  };
  const long = lines.some(({ days }) => Number(days) > 30);
  return (
    <section class="stack prescribe" aria-labelledby="rx-title">
      <div class="stack-tight"><h3 id="rx-title">{t.title}</h3>{alone ? null : <p class="field__hint">{t.hint}</p>}</div>
      {help?.linked === false && lines.length === 0 ? <p class="soft">{t.notLinked}</p> : null}
      {unchecked ? <p class="prescribe__note" role="status"><Icon name="alert" size={18} /> {t.notChecked}</p> : null}
      {lines.map((line, index) => (
        <Line key={index} index={index} line={line} errors={errors} touched={touchedBy(line, help)} onRemove={() => remove(index)} onChange={(next) => onChange({ ...value, lines: lines.with(index, next) })} />
      ))}
      {long || value.longTerm ? <Checkbox id="rx-long" label={t.longTerm} hint={t.longTermHint} checked={value.longTerm} onChange={(longTerm) => onChange({ ...value, longTerm })} /> : null}
      {lines.length > 0 && help?.young ? (
        <>
          <TextField id="rx-weight" label={t.weight} hint={t.carerHint} unit="kg" look="short" inputMode="decimal" value={value.weight} error={errors['rx-weight']} onInput={(weight) => onChange({ ...value, weight })} />
          <TextField id="rx-carer" label={t.carer} value={value.carer} maxLength={200} error={errors['rx-carer']} onInput={(carer) => onChange({ ...value, carer })} />
        </>
      ) : null}
      {lines.length > 0 ? <TextArea id="rx-advice" label={t.advice} optional rows={2} max={1000} value={value.advice} onInput={(advice) => onChange({ ...value, advice })} /> : null}
      <div class="field"><ErrorLine id="rx-add" error={errors['rx-add']} /><div><button id="rx-add" type="button" class="button" aria-describedby={errors['rx-add'] ? 'rx-add-error' : undefined} onClick={add}>+ {t.add}</button></div></div>
    </section>
  );
}

type LineProps = { readonly index: number; readonly line: LineDraft; readonly errors: FieldErrors; readonly touched: readonly string[]; readonly onChange: (line: LineDraft) => void; readonly onRemove: () => void };

function Line({ index, line, errors, touched, onChange, onRemove }: LineProps) {
  const t = prescribeWords();
  const n = String(index + 1);
  const id = (field: string) => `rx-${String(index)}-${field}`;
  const set = (field: Exclude<keyof LineDraft, 'kind'>) => (text: string) => onChange({ ...line, [field]: text });
  return (
    <fieldset class="rx-line">
      <legend class="field__label">{t.line(n)}</legend>
      <div class="rx-line__remove"><Button kind="quiet" label={t.remove(line.name || t.line(n))} onClick={onRemove}>×</Button></div>
      <MedicinePicker id={id('name')} value={line.name} hint={index === 0} error={errors[id('name')]} onType={set('name')} onChoose={(medicine) => {
        onChange(withMedicine(line, medicine));
        document.getElementById(id('quantity'))?.focus();
      }} />
      {touched.length > 0 ? (
        <div class="rx-line__allergy" role="alert">
          <p><Icon name="alert" size={20} /> <b>{t.allergy(touched.join(', '))}</b></p>
          <p class="small">{t.allergyText}</p>
          <TextField id={id('allergy')} label={t.allergyReason} value={line.allergyReason} maxLength={300} error={errors[id('allergy')]} onInput={set('allergyReason')} />
        </div>
      ) : null}
      <div class="rx-line__parts">
        <TextField id={id('strength')} label={t.strength} value={line.strength} maxLength={60} onInput={set('strength')} />
        <TextField id={id('form')} label={t.form} value={line.form} maxLength={60} onInput={set('form')} />
        <TextField id={id('quantity')} label={t.quantity} inputMode="decimal" value={line.quantity} maxLength={7} error={errors[id('quantity')]} onInput={set('quantity')} />
        <TextField id={id('unit')} label={t.unit} value={line.unit} maxLength={30} error={errors[id('unit')]} onInput={set('unit')} />
        <TextField id={id('days')} label={t.days} inputMode="numeric" value={line.days} maxLength={2} error={errors[id('days')]} onInput={set('days')} />
        <Select<PrescriptionKind> id={id('kind')} label={t.kind} value={line.kind} options={prescriptionKindNames().map(([value, label]) => ({ value, label }))} onChange={(kind) => onChange({ ...line, kind })} />
      </div>
      <TextField id={id('dosage')} label={t.dosage} hint={index === 0 ? t.dosageHint : undefined} value={line.dosage} maxLength={300} error={errors[id('dosage')]} onInput={set('dosage')} />
      <TextField id={id('instruction')} label={t.instruction} optional value={line.instruction} maxLength={300} onInput={set('instruction')} />
    </fieldset>
  );
}
