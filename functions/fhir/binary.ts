import type { Binary } from '@medplum/fhirtypes';
import { blobExtension, isOnlyLinked, type BlobName } from '../../shared/fhir/blobs.ts';
import { localReference } from '../../shared/fhir/references.ts';
import type { Reference, Stored } from '../../shared/fhir/repository.ts';
import { refusal, type Refusal } from '../../shared/kernel/refusal.ts';
import { ok, refuse, type Result } from '../../shared/kernel/result.ts';
import type { Handled } from '../_http/chain.ts';
import { bundleLimit, parseResource } from './body.ts';
import { answer, factOf, versionHeaders, type Interaction } from './context.ts';
import { fileTypes, isFileOf, shownTypes } from './magic.ts';
import { guardRead } from './read.ts';
import { keptAnswer, repeatable } from './repeated.ts';
import { shownAfter } from './prefer.ts';
import { withoutMetadata } from './withoutMetadata.ts';
import { commitRefusal } from './write.ts';

type File = { readonly contentType: string; readonly bytes: Buffer; readonly patient?: Reference };

/**
 * A file, raw (the patient in X-Security-Context) or as a JSON Binary (securityContext). The bytes go to the blob store
 * before the commit that names them by their hash; a commit that fails leaves bytes that nobody can reach.
 */
export async function createBinary(interaction: Interaction): Promise<Handled> {
  const file = isJson(interaction) ? fileInJson(interaction) : rawFile(interaction);
  if (!file.ok) return file;
  const { contentType, bytes, patient } = file.value;
  const { deps, access } = interaction;
  if (!access.isSystem && !patient) return refuse(refusal('FHIR_BINARY_WITHOUT_PATIENT'));
  if (patient && !(await access.allowedOn('create', 'Binary', patient))) {
    await deps.repository.recordAccess(factOf(interaction, { action: 'create', event: 'fhir-create', outcome: 'refused', patient, entities: [] }));
    return refuse(refusal('HTTP_FORBIDDEN'));
  }
  const name = await deps.blobs.put(await withoutMetadata(contentType, bytes), contentType);
  const id = deps.newId();
  const resource: Binary & { id: string } = {
    resourceType: 'Binary',
    id,
    meta: { extension: [{ url: blobExtension(deps.identifierBase), valueString: name }] },
    contentType,
    ...(patient ? { securityContext: { reference: patient } } : {}),
  };
  const saved = await deps.repository.commit({
    writes: [{ kind: 'put', resource, precondition: { kind: 'absent' } }],
    audit: factOf(interaction, { action: 'create', event: 'fhir-create', entities: [`Binary/${id}`], ...(patient ? { patient } : {}) }),
    ...repeatable(interaction, ([made]) => keptAnswer(201, made)),
  });
  if (!saved.ok) return refuse(commitRefusal(saved.error));
  const [stored] = saved.value;
  return ok(answer(201, shownAfter(interaction, stored), { ...(stored ? versionHeaders(stored) : {}), location: `${deps.address}/Binary/${id}/_history/1` }));
}

const isJson = ({ headers }: Interaction): boolean => /json/.test(headers['content-type'] ?? '');

function rawFile({ request, headers }: Interaction): Result<File, Refusal> {
  const contentType = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (!fileTypes.includes(contentType)) return refuse(refusal('FHIR_MEDIA_TYPE_UNSUPPORTED'));
  if (request.body.length > bundleLimit) return refuse(refusal('HTTP_BODY_TOO_LARGE', { params: { limit: '4.5 MB' } }));
  if (!isFileOf(contentType, request.body)) return refuse(refusal('FHIR_BINARY_MISMATCH', { params: { type: contentType } }));
  const patient = patientIn(headers['x-security-context']);
  return patient ? ok({ contentType, bytes: request.body, patient }) : refuse(refusal('FHIR_BINARY_WITHOUT_PATIENT'));
}

/** RFC 6838 4.2, short enough for a header. */
const mediaType = /^[A-Za-z0-9][\w!#$&^.+-]{0,126}\/[A-Za-z0-9][\w!#$&^.+-]{0,126}(; ?[\w-]{1,40}=[\w.+-]{1,80})?$/;

/** JSON holds base64, so a file that fits raw still fits. Only files of known types are checked by their bytes. */
function fileInJson({ request }: Interaction): Result<File, Refusal> {
  const body = parseResource(request, 'Binary', bundleLimit * 1.4);
  if (!body.ok) return body;
  const { contentType = '', data = '', securityContext } = body.value as Partial<Binary>;
  if (typeof contentType !== 'string' || typeof data !== 'string' || !mediaType.test(contentType)) return refuse(refusal('FHIR_BODY_NOT_RESOURCE', { params: { type: 'Binary' }, at: 'Binary.contentType' }));
  const bytes = Buffer.from(data, 'base64');
  if (fileTypes.includes(contentType) && !isFileOf(contentType, bytes)) return refuse(refusal('FHIR_BINARY_MISMATCH', { params: { type: contentType } }));
  const patient = patientIn(securityContext?.reference);
  return ok({ contentType, bytes, ...(patient ? { patient } : {}) });
}

function patientIn(text: string | undefined): Reference | undefined {
  const reference = typeof text === 'string' ? localReference(text) : undefined;
  return reference?.startsWith('Patient/') ? reference : undefined;
}

/** A recording of a call, as the media server writes it. */
export const linkedFile = { contentType: 'video/webm', shown: true } as const;

export async function readBinary(interaction: Interaction, id: string): Promise<Handled> {
  const { deps, headers } = interaction;
  const resource = await deps.repository.read<Binary>(`Binary/${id}`);
  if (!resource || !(await guardRead(interaction, resource, 'fhir-read'))) return refuse(refusal('HTTP_NOT_FOUND'));
  const name = nameIn(resource, deps.identifierBase);
  if (name && isOnlyLinked(name) && !/json/.test(headers['accept'] ?? '')) return ok({ status: 307, headers: { location: (await deps.links.link(name, linkedFile)).url, ...versionHeaders(resource) } });
  const bytes = await bytesOf(interaction, resource);
  if (/json/.test(headers['accept'] ?? '') || !bytes) return ok(answer(200, { ...(bytes ? { data: Buffer.from(bytes).toString('base64') } : {}), ...resource }, versionHeaders(resource)));
  // A picture is shown, anything else is saved: nothing that was uploaded ever runs on our address.
  const safe = shownTypes.includes(resource.contentType ?? '');
  const disposition: Record<string, string> = safe ? {} : { 'content-disposition': 'attachment' };
  return ok({ status: 200, bytes, headers: { 'content-type': mediaType.test(resource.contentType ?? '') ? (resource.contentType ?? '') : 'application/octet-stream', 'content-security-policy': "default-src 'none'; sandbox", ...disposition, ...versionHeaders(resource) } });
}

/** The name of the stored bytes; those that stand in the resource itself (put there by the service client) are stored now. */
export async function blobOf({ deps }: Interaction, resource: Stored<Binary>): Promise<BlobName | undefined> {
  return nameIn(resource, deps.identifierBase) ?? (resource.data ? await deps.blobs.put(Buffer.from(resource.data, 'base64'), resource.contentType ?? '') : undefined);
}

const nameIn = (resource: Stored<Binary>, identifierBase: string): BlobName | undefined => resource.meta.extension?.find((e) => e.url === blobExtension(identifierBase))?.valueString as BlobName | undefined;

async function bytesOf({ deps }: Interaction, resource: Stored<Binary>): Promise<Uint8Array | undefined> {
  const name = nameIn(resource, deps.identifierBase);
  if (name) return await deps.blobs.get(name);
  return resource.data ? Buffer.from(resource.data, 'base64') : undefined;
}
