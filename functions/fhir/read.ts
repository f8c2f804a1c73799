import type { Resource } from '@medplum/fhirtypes';
import type { Reference } from '../../shared/fhir/repository.ts';
import { refusal } from '../../shared/kernel/refusal.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import type { Handled } from '../_http/chain.ts';
import { answer, factOf, versionHeaders, type Interaction } from './context.ts';
import { readingOf } from './prefer.ts';
import { pruned } from './summary.ts';

/**
 * What may not be seen answers like what is not there. The attempt is recorded, with the patients whose record it was.
 */
export async function guardRead(interaction: Interaction, resource: Resource, event: string, action: 'read' | 'delete' = 'read'): Promise<boolean> {
  const { access, deps } = interaction;
  const allowed = await access.allowed(event === 'fhir-history' ? 'history' : 'read', resource);
  const reference = `${resource.resourceType}/${resource.id ?? ''}` as const;
  const patients = await access.patientsOf(resource);
  const fact = factOf(interaction, { action, event, entities: [reference], outcome: allowed ? 'success' : 'refused' });
  if (patients.length > 0) await Promise.all(patients.map((patient) => deps.repository.recordAccess({ ...fact, patient })));
  else if (!allowed) await deps.repository.recordAccess(fact);
  return allowed;
}

export async function readResource(interaction: Interaction, reference: Reference): Promise<Handled> {
  const { deps, headers, access } = interaction;
  const reading = readingOf(interaction);
  const resource = await (reference.startsWith('Patient/') ? access.readPatient(reference, reading) : deps.repository.read(reference, reading));
  if (!resource) return await missing(interaction, reference);
  if (!(await guardRead(interaction, resource, 'fhir-read'))) return refuse(refusal('HTTP_NOT_FOUND'));
  const sent = await pruned(resource, interaction.query);
  if (!sent.ok) return sent;
  const version = versionHeaders(resource);
  const known = (headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (known.includes('*') || known.includes(`"${resource.meta.versionId}"`)) return ok(answer(304, undefined, version));
  const since = Date.parse(headers['if-modified-since'] ?? '');
  if (!headers['if-none-match'] && Math.floor(Date.parse(resource.meta.lastUpdated) / 1000) * 1000 <= since) return ok(answer(304, undefined, version));
  return ok(answer(200, sent.value, version));
}

/** Only the service client is told that something was there once. */
export async function missing({ deps, access }: Interaction, reference: Reference): Promise<Handled> {
  if (!access.isSystem) return refuse(refusal('HTTP_NOT_FOUND'));
  const [last] = await deps.repository.history(reference);
  return refuse(refusal(last ? 'FHIR_GONE' : 'HTTP_NOT_FOUND'));
}

export async function readVersion(interaction: Interaction, reference: Reference, versionId: string): Promise<Handled> {
  const version = await interaction.deps.repository.readVersion(reference, versionId);
  if (version === undefined) return refuse(refusal('HTTP_NOT_FOUND'));
  if (version === 'deleted') return refuse(refusal(interaction.access.isSystem ? 'FHIR_GONE' : 'HTTP_NOT_FOUND'));
  if (!(await guardRead(interaction, version, 'fhir-history'))) return refuse(refusal('HTTP_NOT_FOUND'));
  const sent = await pruned(version, interaction.query);
  return sent.ok ? ok(answer(200, sent.value, versionHeaders(version))) : sent;
}
