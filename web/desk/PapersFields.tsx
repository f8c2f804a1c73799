import type { FieldErrors } from '../ui/ErrorSummary.tsx';
import { TextField } from '../ui/Field.tsx';
import { motherFrom, type NewPatientForm } from './newPatient.ts';
import { deskWords } from './words.ts';

type Props = { readonly form: NewPatientForm; readonly change: (part: Partial<NewPatientForm>) => void; readonly errors: FieldErrors };

/** The numbers that each kind of person may have; every one of them may be left empty. */
export function PapersFields({ form, change, errors }: Props) {
  const t = deskWords();
  if (form.papers === 'foreigner') return <TextField id="new-passport" label={t.passport} hint={t.passportHint} optional maxLength={20} value={form.passport} onInput={(passport) => change({ passport })} />;
  if (form.papers === 'child') {
    return (
      <>
        <TextField id="new-birthCertificate" label={t.birthCertificate} hint={t.certificateHint} optional maxLength={40} value={form.birthCertificate} onInput={(birthCertificate) => change({ birthCertificate })} />
        <TextField id="new-motherNumber" label={t.motherNumber} hint={t.motherHint} optional inputMode="numeric" value={form.motherNumber} onInput={(typed) => change(motherFrom(typed))} error={errors['new-motherNumber']} />
        <TextField id="new-motherName" label={t.motherName} optional value={form.motherName} onInput={(motherName) => change({ motherName })} error={errors['new-motherName']} />
      </>
    );
  }
  return (
    <>
      <TextField id="new-citizenId" label={t.typedNumber} hint={t.typedNumberHint} optional inputMode="numeric" value={form.citizenId} onInput={(citizenId) => change({ citizenId })} error={errors['new-citizenId']} />
      <TextField id="new-previousId" label={t.previousId} hint={t.previousHint} optional inputMode="numeric" value={form.previousId} onInput={(previousId) => change({ previousId })} error={errors['new-previousId']} />
    </>
  );
}
