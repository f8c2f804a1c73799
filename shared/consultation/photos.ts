import type { Binary } from '@medplum/fhirtypes';
import type { Stored } from '../fhir/repository.ts';
import { is } from './load.ts';

/** A picture that was stored for another patient is as good as unknown. */
export function belongs(binary: Stored | undefined, patientId: string): binary is Stored<Binary> {
  if (!is('Binary', binary)) return false;
  const context = binary.securityContext?.reference;
  return !context?.startsWith('Patient/') || context === `Patient/${patientId}`;
}
