import type { PatientSummary } from '../../shared/identity/contract.ts';
import { birthText, sexText } from '../desk/personWords.ts';

/** Who it is about, on every page that is about somebody. */
export function PatientLine({ patient, named = true }: { readonly patient?: Pick<PatientSummary, 'name' | 'birthDate' | 'sex' | 'citizenId'>; /** False where the name is the heading above. */ readonly named?: boolean }) {
  if (!patient) return null;
  return <p class="printed">{named ? <b>{patient.name} </b> : null}<span class="soft number">{[birthText(patient.birthDate), sexText(patient.sex), patient.citizenId].filter(Boolean).join(' · ')}</span></p>;
}
