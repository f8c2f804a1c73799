import type { Bundle, BundleEntry, Extension, Parameters, Patient } from '@medplum/fhirtypes';
import type { Stored } from '../../../shared/fhir/repository.ts';
import { identifierSystems } from '../../../shared/fhir/identifierSystems.ts';
import { findMatches, type Match } from '../../../shared/identity/matching/findMatches.ts';
import { profileOf } from '../../../shared/identity/matching/score.ts';
import { refusal, type Refusal } from '../../../shared/kernel/refusal.ts';
import { ok, refuse, type Result } from '../../../shared/kernel/result.ts';
import type { Handled } from '../../_http/chain.ts';
import { parseResource, validByR4 } from '../body.ts';
import { answer, factOf, type Interaction } from '../context.ts';

type Asked = { readonly patient: Patient; readonly onlyCertain: boolean; readonly count: number };

const gradeUrl = 'http://hl7.org/fhir/StructureDefinition/match-grade';
const [usualCount, largestCount] = [10, 50];

/**
 * POST Patient/$match (R4 Patient operation match): who may this be, with a score, a grade and the reasons. For the
 * desk, which stands before the person, and the service client; somebody else's patient is shown by name and birth only.
 */
export async function matchPatient(interaction: Interaction): Promise<Handled> {
  const { deps, access, request } = interaction;
  const audit = { action: 'search', event: 'patient-matched' } as const;
  if (!access.isSystem && !(await access.allowed('create', { resourceType: 'Patient' }))) {
    await deps.repository.recordAccess(factOf(interaction, { ...audit, outcome: 'refused', entities: [] }));
    return refuse(refusal('HTTP_FORBIDDEN'));
  }
  const body = parseResource(request, 'Parameters');
  const asked = body.ok ? await readParameters(body.value as Parameters) : body;
  if (!asked.ok) return asked;
  const systems = identifierSystems(deps.identifierBase);
  const person = profileOf(asked.value.patient, systems);
  const numbered = person.numbers.length + person.passport.length + person.birthCertificate.length > 0;
  if (!numbered && (person.name.trim() === '' || !person.birthDate)) return refuse(refusal('FHIR_MATCH_TOO_LITTLE'));
  const { matches, complete } = await findMatches(deps.repository, systems, person);
  const chosen = asked.value.onlyCertain ? onlyCertain(matches) : matches.slice(0, asked.value.count);
  await deps.repository.recordAccess(factOf(interaction, { ...audit, entities: chosen.map(({ patient }) => `Patient/${patient.id}` as const) }));
  const readable = new Set((await access.readable(chosen.map(({ patient }) => patient))).map(({ id }) => id));
  const entry = chosen.map((match) => entryOf(interaction, match, access.isSystem || readable.has(match.patient.id)));
  return ok(answer(200, { resourceType: 'Bundle', type: 'searchset', total: entry.length, entry: [...entry, ...(complete ? [] : [tooMany])] } satisfies Bundle));
}

/** "Only certain" means one: where two are certain, neither is. */
const onlyCertain = (matches: readonly Match[]): readonly Match[] => {
  const certain = matches.filter(({ grade }) => grade === 'certain');
  return certain.length === 1 ? certain : [];
};

async function readParameters(body: Parameters): Promise<Result<Asked, Refusal>> {
  const valid = await validByR4(body);
  if (!valid.ok) return valid;
  const parameter = (name: string) => valid.value.parameter?.find((p) => p.name === name);
  const resource = parameter('resource')?.resource;
  if (resource?.resourceType !== 'Patient') return refuse(refusal('FHIR_PARAMETER_INVALID', { params: { parameter: 'resource', reason: 'Patient' }, at: 'Parameters.parameter' }));
  const count = parameter('count')?.valueInteger ?? usualCount;
  if (count < 1 || count > largestCount) return refuse(refusal('FHIR_PARAMETER_INVALID', { params: { parameter: 'count', reason: `1-${largestCount}` }, at: 'Parameters.parameter' }));
  return ok({ patient: resource, onlyCertain: parameter('onlyCertainMatches')?.valueBoolean ?? false, count });
}

function entryOf({ deps }: Interaction, { patient, score, grade, reasons }: Match, whole: boolean): BundleEntry {
  const why: Extension[] = reasons.map(({ field, level, bits }) => ({
    url: `${deps.identifierBase}/StructureDefinition/match-reason`,
    extension: [{ url: 'field', valueCode: field }, { url: 'level', valueCode: level }, { url: 'bits', valueDecimal: bits }],
  }));
  return {
    fullUrl: `${deps.address}/Patient/${patient.id}`,
    resource: whole ? patient : subsetOf(patient),
    search: { mode: 'match', score, extension: [{ url: gradeUrl, valueCode: grade }, ...why] },
  };
}

/** Enough to ask the person "is this you?"; marked as a part (R4 3.1.0.6.1). */
const subsetOf = ({ resourceType, id, meta, name, birthDate, gender }: Stored<Patient>): Patient => ({
  resourceType, id, meta: { versionId: meta.versionId, lastUpdated: meta.lastUpdated, tag: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' }] },
  ...(name ? { name } : {}), ...(birthDate ? { birthDate } : {}), ...(gender ? { gender } : {}),
});

const tooMany: BundleEntry = {
  resource: { resourceType: 'OperationOutcome', issue: [{ severity: 'warning', code: 'too-costly', diagnostics: 'More people share this name and year than were compared; add a number, a phone or the whole birth date.' }] },
  search: { mode: 'outcome' },
};
