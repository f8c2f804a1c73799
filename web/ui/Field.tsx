import type { ComponentChildren } from 'preact';
import { common } from '../i18n/common.ts';
import { Icon } from './Icon.tsx';

type Frame = {
  readonly id: string;
  readonly label: string;
  readonly hint?: ComponentChildren;
  /** What is wrong and how to put it right. */
  readonly error?: string;
  readonly optional?: boolean;
};

const describedBy = ({ id, hint, error }: Frame) => [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined;

export function ErrorLine({ id, error }: { readonly id: string; readonly error?: string }) {
  return error ? <p class="field__error" id={`${id}-error`}><Icon name="alert" size={16} /><span>{error}</span></p> : null;
}

function FieldFrame({ id, label, hint, error, optional, children }: Frame & { readonly children: ComponentChildren }) {
  return (
    <div class={error ? 'field field--wrong' : 'field'}>
      <label class="field__label" for={id}>{optional ? common().optional(label) : label}</label>
      {hint ? <p class="field__hint" id={`${id}-hint`}>{hint}</p> : null}
      <ErrorLine id={id} error={error} />
      {children}
    </div>
  );
}

type Typed = Frame & {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly onBlur?: () => void;
  readonly autocomplete?: string;
};

export type TextFieldProps = Typed & {
  readonly inputMode?: 'text' | 'numeric' | 'decimal' | 'tel';
  readonly unit?: string;
  readonly look?: 'digits' | 'short';
  readonly maxLength?: number;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
};

export function TextField(props: TextFieldProps) {
  const { id, value, onInput, onBlur, inputMode, unit, look, autocomplete = 'off', maxLength, onKeyDown, error } = props;
  return (
    <FieldFrame {...props}>
      <span class={look === 'short' ? 'field__line input--short' : 'field__line'}>
        <input
          id={id} name={id} class={look === 'digits' ? 'input input--digits' : 'input'} type="text" inputMode={inputMode} value={value} autocomplete={autocomplete}
          maxLength={maxLength} spellcheck={false} aria-invalid={error ? 'true' : undefined} aria-describedby={describedBy(props)}
          onInput={(event) => onInput(event.currentTarget.value)} onBlur={onBlur} onKeyDown={onKeyDown}
        />
        {unit ? <span class="field__unit">{unit}</span> : null}
      </span>
    </FieldFrame>
  );
}

export function TextArea(props: Typed & { readonly max: number; readonly rows?: number }) {
  const { id, value, onInput, onBlur, max, rows = 4, error } = props;
  const left = max - value.length;
  const t = common();
  const tell = left < max * 0.2;
  return (
    <FieldFrame {...props}>
      <textarea
        id={id} name={id} class="input" rows={rows} value={value} aria-invalid={error ? 'true' : undefined}
        aria-describedby={[describedBy(props), tell ? `${id}-count` : ''].filter(Boolean).join(' ') || undefined}
        onInput={(event) => onInput(event.currentTarget.value)} onBlur={onBlur}
      />
      {tell ? <p class={left < 0 ? 'field__error' : 'field__hint'} id={`${id}-count`}>{left < 0 ? t.charactersOver(String(-left)) : t.charactersLeft(String(left))}</p> : null}
    </FieldFrame>
  );
}

export type Option<V extends string> = { readonly value: V; readonly label: string; readonly hint?: string };

export function Select<V extends string>(props: Frame & { readonly value: V; readonly options: readonly Option<V>[]; readonly onChange: (value: V) => void }) {
  const { id, value, options, onChange, error } = props;
  return (
    <FieldFrame {...props}>
      <select
        id={id} name={id} class="input" value={value} aria-invalid={error ? 'true' : undefined} aria-describedby={describedBy(props)}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.currentTarget.value);
          if (chosen) onChange(chosen.value);
        }}
      >
        {options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
      </select>
    </FieldFrame>
  );
}

type CardsProps<V extends string> = Frame & {
  readonly value: V | undefined;
  readonly options: readonly Option<V>[];
  readonly onChange: (value: V) => void;
  readonly columns?: 1 | 2 | 3;
};

/** One of a few, each with room for a word of explanation. The first one carries the id, for the error summary. */
export function RadioCards<V extends string>(props: CardsProps<V>) {
  const { id, label, hint, error, optional, value, options, onChange, columns = 1 } = props;
  return (
    <fieldset class={error ? 'field field--wrong' : 'field'} aria-describedby={describedBy(props)}>
      <legend class="field__label">{optional ? common().optional(label) : label}</legend>
      {hint ? <p class="field__hint" id={`${id}-hint`}>{hint}</p> : null}
      <ErrorLine id={id} error={error} />
      <div class={`cards cards--${String(columns)}`}>
        {options.map((option, index) => (
          <label class="card-choice" key={option.value}>
            <input id={index === 0 ? id : undefined} type="radio" name={id} value={option.value} checked={option.value === value} onChange={() => onChange(option.value)} />
            <span><b>{option.label}</b>{option.hint ? <span class="card-choice__hint">{option.hint}</span> : null}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

type CheckboxProps = { readonly id: string; readonly label: string; readonly hint?: string; readonly error?: string; readonly checked: boolean; readonly onChange: (checked: boolean) => void };

export function Checkbox({ id, label, hint, error, checked, onChange }: CheckboxProps) {
  return (
    <div class={error ? 'field field--wrong' : 'field'}>
      <ErrorLine id={id} error={error} />
      <label class="card-choice">
        <input id={id} name={id} type="checkbox" checked={checked} aria-invalid={error ? 'true' : undefined} aria-describedby={error ? `${id}-error` : undefined} onChange={(event) => onChange(event.currentTarget.checked)} />
        <span><b>{label}</b>{hint ? <span class="card-choice__hint">{hint}</span> : null}</span>
      </label>
    </div>
  );
}
