import type { PatientSummary } from '../../shared/identity/contract.ts';
import { birthText, sexText } from '../desk/PersonFound.tsx';

/** Who it is about, on every page that is about somebody. */
export function PatientLine({ patient }: { readonly patient?: Pick<PatientSummary, 'name' | 'birthDate' | 'sex' | 'citizenId'> }) {
  if (!patient) return null;
  return <p><b>{patient.name}</b> <span class="soft number">{[birthText(patient.birthDate), sexText(patient.sex), patient.citizenId].filter(Boolean).join(' · ')}</span></p>;
}
