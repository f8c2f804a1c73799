import type { Directory } from '../../shared/booking/contract.ts';
import { consultationWords } from '../i18n/consultation.ts';
import { byGivenName } from '../i18n/format.ts';
import { language } from '../i18n/language.ts';
import type { FieldErrors } from '../ui/ErrorSummary.tsx';
import { Select } from '../ui/Field.tsx';
import type { AskForm } from './askForm.ts';
import { askWords } from './words.ts';

type Props = { readonly directory: Directory; readonly form: AskForm; readonly change: (part: Partial<AskForm>) => void; readonly errors: FieldErrors };

/** Specialty, then the hospitals that have it, then its people; a choice that no longer fits is taken back. */
export function Addressee({ directory, form, change, errors }: Props) {
  const t = askWords();
  const offered = directory.specialties.filter(({ code }) => directory.specialists.some((person) => person.specialty === code));
  const people = directory.specialists.filter((person) => person.specialty === form.specialty);
  const facilities = directory.facilities.filter(({ id }) => people.some((person) => person.facilityId === id));
  const here = people.filter((person) => person.facilityId === form.facilityId).toSorted((a, b) => byGivenName(a.name, b.name));
  const none = { value: '', label: t.choose } as const;
  return (
    <div class="stack">
      <Select
        id="specialty" label={t.specialty} value={form.specialty} error={errors['specialty']}
        options={[none, ...offered.map((s) => ({ value: s.code, label: s[language.value] || consultationWords().specialties[s.code] }))]}
        onChange={(specialty) => {
          const having = directory.facilities.filter(({ id }) => directory.specialists.some((p) => p.specialty === specialty && p.facilityId === id));
          const facilityId = having.some(({ id }) => id === form.facilityId) ? form.facilityId : having.length === 1 ? (having[0]?.id ?? '') : '';
          change({ specialty, facilityId, practitionerId: '', slotId: '' });
        }}
      />
      {form.specialty === '' ? null : (
        <Select id="facility" label={t.facility} value={form.facilityId} error={errors['facility']} options={[none, ...facilities.map(({ id, name }) => ({ value: id, label: name }))]}
          onChange={(facilityId) => change({ facilityId, practitionerId: '', slotId: '' })} />
      )}
      {here.length === 0 ? null : (
        <Select id="specialist" label={t.specialist} optional value={form.practitionerId}
          options={[{ value: '', label: t.anySpecialist }, ...here.map((person) => ({ value: person.practitionerId, label: `${person.name} (${t.duty[person.duty]})` }))]}
          onChange={(practitionerId) => change({ practitionerId, slotId: '' })} />
      )}
    </div>
  );
}
