import type { AllergyIntolerance, Condition, Coverage, CoverageEligibilityResponse, DocumentReference, Encounter, Media, MedicationRequest, MedicationStatement, Observation, Patient, Resource, Task } from '@medplum/fhirtypes';
import { recordsOfPerson } from '../fhir/patientLinks.ts';
import { localReference } from '../fhir/references.ts';
import type { Stored } from '../fhir/repository.ts';
import { decide } from '../identity/policy.ts';
import type { InsuranceAnswer } from '../insurance/contract.ts';
import type { CallRecording } from '../room/contract.ts';
import type { Clock } from '../kernel/clock.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { allergiesPart, conditionsPart, medicationsPart, patientPart, photosPart, recordingsPart, visitsPart } from './chartParts.ts';
import type { Chart } from './contract.ts';
import { mayRead, readingFact, type Reader, type RecordDeps } from './mayRead.ts';
import { vitalSeries } from './vitalSeries.ts';

export type ChartDeps = RecordDeps & {
  readonly clock: Clock;
  /** The insurance slice's reading of its own stored answer, with the card it found. */
  readonly insuranceIn: (response: Stored<CoverageEligibilityResponse>, card: Coverage | undefined) => InsuranceAnswer;
  /** The room slice's reading of its own entries, and how they are searched for ("system|code"). */
  readonly recordings: { readonly type: string; readonly in: (document: DocumentReference) => CallRecording | undefined };
};

/** How many of each kind are shown: what one person reads beside a video. The rest is in the record ($everything). */
const most = { observations: 400, problems: 100, visits: 50, photos: 50, recordings: 50 } as const;

/**
 * The chart of a patient for whoever may read it: of all records of that person (Patient.link), under whichever of them
 * it is asked for. A record costs two reads and ten searches at most in the patient's compartment, newest first,
 * whatever its size. Audited before it is answered.
 */
export async function readChart(deps: ChartDeps, reader: Reader, patientId: string): Promise<Result<Chart, Refusal<'HTTP_FORBIDDEN' | 'HTTP_NOT_FOUND'>>> {
  const reading = { patientId, type: 'Observation', event: 'chart-read' } as const;
  const relations = await mayRead(deps, reader, reading);
  if (!relations.ok) return relations;
  const { repository, base, clock } = deps;
  const asked = await repository.read<Patient>(`Patient/${patientId}`);
  if (!asked) return refuse(refusal('HTTP_NOT_FOUND'));
  const records = await recordsOfPerson(repository, asked);
  const [patient = asked, ...replaced] = records;
  const insured = decide({ principal: reader.principal, interaction: 'read', resourceType: 'CoverageEligibilityResponse', relations: relations.value }).allowed;
  const documented = decide({ principal: reader.principal, interaction: 'read', resourceType: 'DocumentReference', relations: relations.value }).allowed;
  const parts = partsOf(await Promise.all(records.map(({ id }) => compartment(deps, id, { insured, documented }))));
  const insurance = parts.insurance && (await insuranceOf(deps, parts.insurance));
  const fact = readingFact(reader, reading, 'success');
  await repository.recordAccess({ ...fact, entities: [...new Set([...fact.entities, ...records.map(({ id }) => `Patient/${id}` as const)])] });
  return ok({
    patient: { ...patientPart(patient, base, clock.now(), parts.lastVisit?.period?.start), ...(replaced.length > 0 ? { replaces: replaced.map(({ id }) => id) } : {}) },
    ...(insurance ? { insurance } : {}),
    vitals: vitalSeries(parts.observations),
    conditions: conditionsPart(parts.conditions),
    allergies: allergiesPart(parts.allergies),
    medications: medicationsPart([...parts.prescribed, ...parts.taken], clock.now()),
    visits: visitsPart(parts.tasks, base),
    photos: photosPart(parts.media),
    ...(documented ? { recordings: recordingsPart(parts.documents, deps.recordings.in) } : {}),
  });
}

async function insuranceOf({ repository, insuranceIn }: ChartDeps, response: Stored<CoverageEligibilityResponse>): Promise<InsuranceAnswer> {
  const card = localReference(response.insurance?.[0]?.coverage.reference);
  return insuranceIn(response, card && (await repository.read<Coverage>(card)));
}

/** All records of a person as one; one record stays as it is. */
function partsOf(of: readonly Compartment[]): Compartment {
  const newest = <T>(list: readonly (T | undefined)[], at: (one: T) => string | undefined): T | undefined =>
    list.filter((one) => one !== undefined).toSorted((a, b) => (at(b) ?? '').localeCompare(at(a) ?? ''))[0];
  return {
    observations: of.flatMap(({ observations }) => observations), conditions: of.flatMap(({ conditions }) => conditions), allergies: of.flatMap(({ allergies }) => allergies), taken: of.flatMap(({ taken }) => taken),
    prescribed: of.flatMap(({ prescribed }) => prescribed), tasks: of.flatMap(({ tasks }) => tasks), media: of.flatMap(({ media }) => media), documents: of.flatMap(({ documents }) => documents),
    lastVisit: newest(of.map(({ lastVisit }) => lastVisit), (visit) => visit.period?.start), insurance: newest(of.map(({ insurance }) => insurance), (answer) => answer.created),
  };
}

type Compartment = Awaited<ReturnType<typeof compartment>>;

async function compartment({ repository, recordings }: ChartDeps, patientId: string, { insured, documented }: { readonly insured: boolean; readonly documented: boolean }) {
  const newest = async <T extends Resource>(type: T['resourceType'], query: Record<string, string>): Promise<readonly Stored<T>[]> => {
    const page = await repository.search<T>(type, new URLSearchParams({ patient: `Patient/${patientId}`, ...query }));
    if (!page.ok) throw new Error(`chart: ${type} search refused: ${page.error.kind}`);
    return page.value.resources;
  };
  const problems = { _count: String(most.problems) };
  const [observations, conditions, allergies, taken, prescribed, tasks, media, documents, encounters, responses] = await Promise.all([
    newest<Observation>('Observation', { category: 'vital-signs', _sort: '-date', _count: String(most.observations) }),
    newest<Condition>('Condition', problems),
    newest<AllergyIntolerance>('AllergyIntolerance', problems),
    newest<MedicationStatement>('MedicationStatement', problems),
    newest<MedicationRequest>('MedicationRequest', problems),
    newest<Task>('Task', { _sort: '-authored-on', _count: String(most.visits) }),
    newest<Media>('Media', { _sort: '-created', _count: String(most.photos) }),
    documented ? newest<DocumentReference>('DocumentReference', { type: recordings.type, _sort: '-date', _count: String(most.recordings) }) : [],
    newest<Encounter>('Encounter', { _sort: '-date', _count: '1' }),
    insured ? newest<CoverageEligibilityResponse>('CoverageEligibilityResponse', { _sort: '-created', _count: '1' }) : [],
  ]);
  return { observations, conditions, allergies, taken, prescribed, tasks, media, documents, lastVisit: encounters[0], insurance: responses[0] };
}
