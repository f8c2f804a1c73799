import type { FreeSlot } from '../../shared/booking/contract.ts';
import { useQuery } from '../api/useQuery.ts';
import { QueryView } from '../api/QueryView.tsx';
import type { FieldErrors } from '../ui/ErrorSummary.tsx';
import { EmptyState } from '../ui/Feedback.tsx';
import { RadioCards } from '../ui/Field.tsx';
import { SlotPicker } from '../ui/SlotPicker.tsx';
import type { AskForm } from './askForm.ts';
import { askWords } from './words.ts';

type Props = { readonly form: AskForm; readonly change: (part: Partial<AskForm>) => void; readonly errors: FieldErrors; readonly emergency: boolean };

export function WhenChoice({ form, change, errors, emergency }: Props) {
  const t = askWords();
  const kinds = emergency ? (['now', 'written'] as const) : (['slot', 'now', 'written'] as const);
  return (
    <div class="stack">
      <RadioCards id="when" label={t.when} columns={3} value={form.when} onChange={(when) => change({ when, slotId: '' })} options={kinds.map((kind) => ({ value: kind, label: t.whens[kind], hint: t.whenHints[kind] }))} />
      {form.when !== 'slot' ? null : form.specialty !== '' && form.facilityId !== '' ? <FreeSlotsPicker form={form} change={change} errors={errors} /> : <p class="soft">{t.slotsNeed}</p>}
    </div>
  );
}

function FreeSlotsPicker({ form, change, errors }: Omit<Props, 'emergency'>) {
  const { specialty, facilityId, practitionerId } = form;
  const query = useQuery('freeSlots', {}, { facility: facilityId, ...(specialty === '' ? {} : { specialty }), ...(practitionerId ? { practitioner: practitionerId } : {}), limit: 60 }, { every: 30_000 });
  return <QueryView query={query} rows={1}>{({ slots }) => <SlotsOrNone slots={slots} value={form.slotId} error={errors['slot']} onChange={(slotId) => change({ slotId })} />}</QueryView>;
}

type SlotsProps = { readonly slots: readonly FreeSlot[]; readonly value: string; readonly error?: string; readonly onChange: (slotId: string) => void };

export function SlotsOrNone({ slots, value, error, onChange }: SlotsProps) {
  const t = askWords();
  if (slots.length === 0) return <EmptyState title={t.noSlots}>{t.noSlotsText}</EmptyState>;
  return <SlotPicker id="slot" slots={slots} value={value || undefined} onChange={onChange} error={error} />;
}
