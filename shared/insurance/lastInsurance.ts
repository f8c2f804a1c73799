import type { Coverage, CoverageEligibilityResponse, Patient } from '@medplum/fhirtypes';
import type { FhirRepository, Reference } from '../fhir/repository.ts';
import type { Clock } from '../kernel/clock.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { insuranceAccess, type Caller } from './access.ts';
import type { InsuranceAnswer } from './contract.ts';
import { numbersToCompare } from './comparing.ts';
import { keysOf } from './numbers.ts';
import { answerFrom, numberToCompare, type Naming } from './records.ts';

type Deps = { readonly repository: Pick<FhirRepository, 'read' | 'readMany' | 'search' | 'recordAccess'>; readonly clock: Clock; readonly naming: Naming };

/** The last answer about a patient's insurance, with its age (`checkedAt`). */
export async function lastInsurance(deps: Deps, caller: Caller, patientId: string): Promise<Result<InsuranceAnswer, Refusal<'HTTP_NOT_FOUND' | 'INSURANCE_NOT_CHECKED'>>> {
  const { repository, naming } = deps;
  const patient: Reference = `Patient/${patientId}`;
  const access = await insuranceAccess(deps, caller, patient, 'read');
  if (!access.ok) return access;
  const page = await repository.search<CoverageEligibilityResponse>('CoverageEligibilityResponse', new URLSearchParams({ patient, _sort: '-created', _count: '1' }));
  if (!page.ok) throw new Error(`insurance: search refused: ${page.error.kind}`);
  const [response] = page.value.resources;
  const coverage = response?.insurance?.[0]?.coverage.reference as Reference | undefined;
  const card = coverage && (await repository.read<Coverage>(coverage));
  const compare = response && caller.principal.roles.includes('station') ? await comparingAgain(deps, response, patient) : undefined;
  await repository.recordAccess({ ...access.value, entities: [patient, ...(response ? [`CoverageEligibilityResponse/${response.id}` as const] : [])] });
  return response ? ok({ ...answerFrom(response, card, naming), ...(compare ? { compare } : {}) }) : refuse(refusal('INSURANCE_NOT_CHECKED'));
}

/** The numbers stand in the patient's record only; one that was typed for that check alone is typed again. */
async function comparingAgain({ repository, naming, clock }: Deps, response: CoverageEligibilityResponse, patient: Reference): Promise<InsuranceAnswer['compare']> {
  const by = numberToCompare(response, naming);
  if (!by) return undefined;
  const record = await repository.read<Patient>(patient);
  const number = record && keysOf(record, undefined, undefined, naming, clock.now()).find((key) => key.by === by)?.value;
  return number ? { by, rounds: numbersToCompare(number) } : undefined;
}
