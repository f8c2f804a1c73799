import { useState } from 'preact/hooks';
import type { FreeSlot } from '../../shared/booking/contract.ts';
import { day, dayKey, time, weekday } from '../i18n/format.ts';
import { words } from '../i18n/words.ts';
import { ErrorLine } from './Field.tsx';

const picker = words(
  { days: 'Chọn ngày', times: 'Chọn giờ', free: (n: string) => `${n} giờ trống`, with: (name: string) => `với ${name}` },
  { days: 'Choose a day', times: 'Choose a time', free: (n) => `${n} free`, with: (name) => `with ${name}` },
);

type SlotPickerProps = {
  readonly id: string;
  readonly slots: readonly FreeSlot[];
  readonly value: string | undefined;
  readonly onChange: (slotId: string) => void;
  readonly error?: string;
};

/** First the day, then the hour; the name of the specialist is shown where the hours belong to several. */
export function SlotPicker({ id, slots, value, onChange, error }: SlotPickerProps) {
  const t = picker();
  const days = Map.groupBy(slots.toSorted((a, b) => a.start.localeCompare(b.start)), (slot) => dayKey(slot.start));
  const chosen = slots.find((slot) => slot.id === value);
  const [opened, open] = useState<string | undefined>(undefined);
  const current = opened ?? (chosen ? dayKey(chosen.start) : [...days.keys()][0]);
  const times = (current ? days.get(current) : undefined) ?? [];
  const several = new Set(slots.map((slot) => slot.practitioner.id)).size > 1;
  return (
    <div class="slots">
      <div class="slots__days" role="group" aria-label={t.days}>
        {[...days].map(([key, list]) => (
          <button type="button" class="slots__day" key={key} aria-pressed={key === current} onClick={() => open(key)}>
            <span class="small">{weekday(list[0]?.start ?? key)}</span><b class="number">{day(list[0]?.start ?? key).slice(0, 5)}</b><span class="small">{t.free(String(list.length))}</span>
          </button>
        ))}
      </div>
      <fieldset class="stack-tight" aria-describedby={error ? `${id}-error` : undefined}>
        <legend class="field__label">{t.times}</legend>
        <ErrorLine id={id} error={error} />
        <div class="slots__times">
          {times.map((slot, index) => (
            <label class="slots__time" key={slot.id}>
              <input type="radio" name={id} id={index === 0 ? id : undefined} checked={slot.id === value} aria-label={`${time(slot.start)} ${t.with(slot.practitioner.name)}`} onChange={() => onChange(slot.id)} />
              <span>{time(slot.start)}</span>{several ? <span class="small">{slot.practitioner.name}</span> : null}
            </label>
          ))}
        </div>
      </fieldset>
    </div>
  );
}
