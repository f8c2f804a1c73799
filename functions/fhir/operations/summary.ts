import type { Patient } from '@medplum/fhirtypes';
import { patientParameter, referencesIn } from '../../../shared/fhir/record.ts';
import { referenceTo } from '../../../shared/fhir/references.ts';
import type { Reference, Stored } from '../../../shared/fhir/repository.ts';
import { summaryTypes } from '../../../shared/summary/sections.ts';
import { summaryOf } from '../../../shared/summary/summaryOf.ts';
import { refusal } from '../../../shared/kernel/refusal.ts';
import { ok, refuse } from '../../../shared/kernel/result.ts';
import type { Handled } from '../../_http/chain.ts';
import { answer, factOf, type Interaction } from '../context.ts';
import { searchRefusal } from '../outcome.ts';
import { invalidParameter, operationParameters } from './parameters.ts';

const profile = 'http://hl7.org/fhir/uv/ips/StructureDefinition/Bundle-uv-ips';

/** Patient/{id}/$summary: the International Patient Summary, made anew from the record at each call and kept nowhere. */
export async function summary(interaction: Interaction, id: string): Promise<Handled> {
  const parameters = operationParameters(interaction, ['profile', 'persist']);
  if (!parameters.ok) return parameters;
  const wanted = parameters.value.get('profile');
  if (wanted !== null && wanted.split('|')[0] !== profile) return refuse(invalidParameter('profile', profile));
  if ((parameters.value.get('persist') ?? 'false') !== 'false') return refuse(invalidParameter('persist', 'false'));
  return await summaryFor(interaction, `Patient/${id}`);
}

/** Patient/$summary?identifier=…: of the one patient with this identifier whom the caller may read. */
export async function summaryByIdentifier(interaction: Interaction): Promise<Handled> {
  const parameters = operationParameters(interaction, ['identifier', 'profile']);
  if (!parameters.ok) return parameters;
  const { deps, access } = interaction;
  const found = await deps.repository.search<Patient>('Patient', new URLSearchParams({ identifier: parameters.value.get('identifier') ?? '|' }), undefined, access.visible);
  if (!found.ok) return refuse(searchRefusal(found.error));
  const readable = await access.readable(found.value.resources);
  const [patient] = readable;
  if (readable.length > 1) return refuse(refusal('FHIR_MULTIPLE_MATCHES'));
  return patient ? await summaryFor(interaction, referenceTo(patient)) : refuse(refusal('HTTP_NOT_FOUND'));
}

async function summaryFor(interaction: Interaction, reference: Reference): Promise<Handled> {
  const { deps, access } = interaction;
  const patient = await deps.repository.read<Patient>(reference);
  const seen = patient !== undefined && (await access.allowed('read', patient));
  // Whoever may not read one part would be told that nothing is known of it.
  const all = seen && (await Promise.all(summaryTypes.map(async (type) => await access.allowedOn('read', type, reference)))).every(Boolean);
  await deps.repository.recordAccess(factOf(interaction, { action: 'read', event: 'fhir-summary', patient: reference, entities: [], outcome: all ? 'success' : 'refused' }));
  if (!seen) return refuse(refusal('HTTP_NOT_FOUND'));
  if (!all) return refuse(refusal('HTTP_FORBIDDEN'));
  const record = await access.readable((await Promise.all(summaryTypes.map(async (type) => await newestOf(interaction, type, reference)))).flat());
  const references = [...new Set(record.flatMap(referencesIn).filter((r) => /^(Practitioner|PractitionerRole|Organization|Medication|Device|Specimen)\//.test(r)))];
  const found = (await deps.repository.readMany(references)).filter((r) => r !== undefined);
  // A Medication is nobody's by itself: it is seen by who may see the medications of the patient who takes it.
  const medicines: readonly Stored[] = (await access.allowedOn('read', 'Medication', reference)) ? found.filter(({ resourceType }) => resourceType === 'Medication') : [];
  const referred = [...medicines, ...(await access.readable(found.filter(({ resourceType }) => resourceType !== 'Medication')))];
  return ok(answer(200, summaryOf({ patient, record, referred, now: deps.clock.now(), newId: deps.newId, address: deps.address })));
}

/** The newest of each type are enough for a summary. */
const most = 200;

async function newestOf({ deps, access }: Interaction, type: Stored['resourceType'], patient: Reference): Promise<readonly Stored[]> {
  const found = await deps.repository.search(type, new URLSearchParams({ [patientParameter(type)]: patient, _count: String(most) }), undefined, access.visible);
  if (!found.ok) throw new Error(`$summary: ${type} refused: ${found.error.kind}`);
  return found.value.resources;
}
