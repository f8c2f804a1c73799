import type { AllergyIntolerance, CodeableConcept, Patient } from '@medplum/fhirtypes';
import { recordsOfPerson } from '../fhir/patientLinks.ts';
import type { FhirRepository } from '../fhir/repository.ts';
import { substanceKey } from './matchAllergy.ts';
import type { KnownMedicine } from './ports.ts';

/** `names`: search keys (substanceKey) of what a medicine must not name without a reason. */
export type KnownAllergy = { readonly id: string; readonly text: string; readonly names: readonly string[] };

/** As many as the chart shows. */
const most = '100';

/** The allergies of all records of the person, as medicines are compared with them. */
export async function allergiesOf(repository: Pick<FhirRepository, 'read' | 'readMany' | 'search'>, patientId: string, known: readonly KnownMedicine[]): Promise<readonly KnownAllergy[]> {
  const patient = await repository.read<Patient>(`Patient/${patientId}`);
  const records = patient ? await recordsOfPerson(repository, patient) : [];
  const pages = await Promise.all(records.map(async ({ id }) => await repository.search<AllergyIntolerance>('AllergyIntolerance', new URLSearchParams({ patient: `Patient/${id}`, _count: most }))));
  return pages.flatMap((page) => {
    if (!page.ok) throw new Error(`prescription: allergies refused: ${page.error.kind}`);
    return page.value.resources.filter(counts).map((allergy) => ({ id: allergy.id, text: wordsOf(allergy)[0] ?? '', names: namesOf(allergy, known) })).filter(({ names }) => names.length > 0);
  });
}

const has = (concept: CodeableConcept | undefined, ...codes: readonly string[]): boolean => concept?.coding?.some(({ code = '' }) => codes.includes(code)) ?? false;
const counts = ({ verificationStatus, clinicalStatus }: AllergyIntolerance): boolean => !has(verificationStatus, 'entered-in-error', 'refuted') && !has(clinicalStatus, 'inactive', 'resolved');

/** Every word for what it is an allergy to, the best to show first. */
const wordsOf = ({ code, reaction = [] }: AllergyIntolerance): readonly string[] =>
  [code, ...reaction.map(({ substance }) => substance)].flatMap((concept) => [concept?.text, ...(concept?.coding ?? []).map(({ display }) => display)]).filter((text): text is string => !!text);

/** The substance itself, and what the catalogue knows to be the same or of one group: penicillin names amoxicilin too. */
function namesOf(allergy: AllergyIntolerance, known: readonly KnownMedicine[]): readonly string[] {
  const own = wordsOf(allergy).map(substanceKey).filter((key) => key !== '');
  const touches = (key: string) => own.some((one) => ` ${one} `.includes(` ${key} `));
  const met = known.filter((medicine) => keysOf(medicine).some(touches));
  const groups = new Set(met.flatMap(({ alike }) => alike));
  const alike = known.filter((medicine) => met.includes(medicine) || medicine.alike.some((group) => groups.has(group)));
  return [...new Set([...own, ...alike.flatMap(keysOf)])];
}

const keysOf = ({ name, en, alike }: KnownMedicine): readonly string[] => [name, en, ...alike].map(substanceKey).filter((key) => key !== '');
