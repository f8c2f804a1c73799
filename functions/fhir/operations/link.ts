import type { Binary, Parameters } from '@medplum/fhirtypes';
import { refusal } from '../../../shared/kernel/refusal.ts';
import { ok, refuse } from '../../../shared/kernel/result.ts';
import type { Handled } from '../../_http/chain.ts';
import { isOnlyLinked } from '../../../shared/fhir/blobs.ts';
import { blobOf, linkedFile } from '../binary.ts';
import { answer, type Interaction } from '../context.ts';
import { drawnTypes, fileTypes } from '../magic.ts';
import { guardRead } from '../read.ts';
import { operationParameters } from './parameters.ts';

/**
 * Binary/{id}/$link: an address of the file on an origin of its own, for a minute or two, for an <img> or a download.
 * Giving it is the access: it is judged and recorded as reading the file is.
 */
export async function link(interaction: Interaction, id: string): Promise<Handled> {
  const parameters = operationParameters(interaction, []);
  if (!parameters.ok) return parameters;
  const { deps } = interaction;
  const resource = await deps.repository.read<Binary>(`Binary/${id}`);
  if (!resource || !(await guardRead(interaction, resource, 'fhir-read'))) return refuse(refusal('HTTP_NOT_FOUND'));
  const name = await blobOf(interaction, resource);
  if (!name) return refuse(refusal('HTTP_NOT_FOUND'));
  const type = resource.contentType ?? '';
  const { url, expiresAt } = await deps.links.link(name, isOnlyLinked(name) ? linkedFile : { contentType: fileTypes.includes(type) ? type : 'application/octet-stream', shown: drawnTypes.includes(type) });
  const found: Parameters = { resourceType: 'Parameters', parameter: [{ name: 'url', valueUrl: url }, { name: 'expires', valueInstant: expiresAt.toISOString() }] };
  return ok(answer(200, found));
}
