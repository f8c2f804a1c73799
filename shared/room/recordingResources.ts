import { createHash } from 'node:crypto';
import type { Binary, Consent, DocumentReference } from '@medplum/fhirtypes';
import { blobExtension } from '../fhir/blobs.ts';
import type { RoomClaims } from './contract.ts';
import type { CallRecording } from './quality.ts';
import type { RecordingReport } from './recording.ts';
import { recordingName, type LeftRecording } from './recordingStore.ts';

type WithId<T> = T & { readonly id: string };
export type Answered = Omit<RecordingReport['answers'][number], 'pass'> & { readonly claims: RoomClaims };
export type RecordingPlace = { readonly id: string; readonly consultationId: string; readonly patientId: string; readonly base: string };

export const recordingReference = (id: string): `DocumentReference/${string}` => `DocumentReference/recording-${id}`;

const person = ({ sub, name }: RoomClaims) => ({ ...(/^(Practitioner|Patient|RelatedPerson)\/[A-Za-z0-9.-]{1,64}$/.test(sub) ? { reference: sub } : {}), display: name });

/** One person's answer (R4 6.2), under an id of its own: a withdrawal is a further version. Who came by a link has no reference, only the name they were invited by. */
export function consentToRecording({ id, patientId, base }: RecordingPlace, { claims, choice, at }: Answered, state: RecordingReport['state']): WithId<Consent> {
  return {
    resourceType: 'Consent',
    id: `recording-${createHash('sha256').update(`${id} ${claims.sub}`).digest('hex').slice(0, 40)}`,
    status: choice === 'permit' ? 'active' : state === 'refused' ? 'rejected' : 'inactive',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
    category: [{ coding: [{ system: `${base}/CodeSystem/consent-category`, code: 'call-recording' }] }],
    patient: { reference: `Patient/${patientId}` },
    dateTime: at,
    performer: [person(claims)],
    policyRule: { text: 'Luật 91/2025/QH15' },
    provision: {
      type: choice,
      actor: [{ role: { coding: [{ system: `${base}/CodeSystem/room-role`, code: claims.role }] }, reference: person(claims) }],
      ...(state === 'refused' ? {} : { data: [{ meaning: 'instance', reference: { reference: recordingReference(id) } }] }),
    },
  };
}

/** The recording in the record: from the moment it may begin, so that one whose end never came is seen too. */
export function recordingDocument({ id, consultationId, patientId, base }: RecordingPlace, asker: Answered, { file, state }: RecordingReport): WithId<DocumentReference> {
  const isLost = state === 'over' && file === undefined;
  return {
    resourceType: 'DocumentReference',
    id: `recording-${id}`,
    status: isLost ? 'entered-in-error' : 'current',
    docStatus: isLost ? 'entered-in-error' : file ? 'final' : 'preliminary',
    type: { coding: [{ system: `${base}/CodeSystem/document-type`, code: documentType }] },
    subject: { reference: `Patient/${patientId}` },
    date: file?.to ?? asker.at,
    author: [person(asker.claims)],
    content: [{
      attachment: {
        contentType: 'video/webm', creation: asker.at,
        // A recording of hours would not fit into an answer of the API: it is fetched by Binary/{id}/$link.
        ...(file ? { url: `Binary/recording-${id}`, size: file.bytes, title: 'Bản ghi cuộc gọi' } : { title: 'Bản ghi cuộc gọi (chưa có tệp)' }),
      },
      ...(file ? { extension: [{ url: `${base}/StructureDefinition/sha256`, valueString: file.sha256 }, { url: `${base}/StructureDefinition/seconds`, valueDecimal: file.seconds }] } : {}),
    }],
    context: { encounter: [{ reference: `Encounter/${consultationId}` }], ...(file ? { period: { start: file.from, end: file.to } } : {}) },
  };
}

const documentType = 'call-recording';

/**
 * The entry of a recording whose media server died: with the file that was saved of it, and in words what is missing;
 * or, when nothing was saved, as one that was lost.
 */
export function leftDocument<Entry extends DocumentReference>(entry: Entry, { id, base }: Pick<RecordingPlace, 'id' | 'base'>, left: LeftRecording | undefined): Entry {
  if (left === undefined) return { ...entry, status: 'entered-in-error', docStatus: 'entered-in-error', description: 'Máy chủ ghi dừng đột ngột trước khi giữ được phần nào. Không có bản ghi.' };
  const [first] = entry.content;
  const extension = [
    { url: `${base}/StructureDefinition/sha256`, valueString: left.sha256 },
    { url: `${base}/StructureDefinition/seconds`, valueDecimal: left.seconds },
    ...(left.whole ? [] : [{ url: `${base}/StructureDefinition/broke-off`, valueBoolean: true }]),
  ];
  return {
    ...entry, docStatus: 'final', date: left.to,
    ...(left.whole ? {} : { description: `Bản ghi đứt đoạn: máy chủ ghi dừng đột ngột. Có từ ${momentOf(left.from)} đến ${momentOf(left.to)} (giờ Việt Nam); phần sau đó không được ghi.` }),
    content: [{ ...first, attachment: { ...first?.attachment, url: `Binary/recording-${id}`, size: left.bytes, title: left.whole ? 'Bản ghi cuộc gọi' : 'Bản ghi cuộc gọi (đứt đoạn)' }, extension }],
    context: { ...entry.context, period: { start: left.from, end: left.to } },
  };
}

/** "09:05:12 ngày 22/11/2026" in Viet Nam (UTC+7, no summer time). */
function momentOf(iso: string): string {
  const [year, month, day, hour, minute, second] = new Date(Date.parse(iso) + 7 * 3_600_000).toISOString().split(/[-T:.]/);
  return `${hour}:${minute}:${second} ngày ${day}/${month}/${year}`;
}

export const recordingType = (base: string): string => `${base}/CodeSystem/document-type|${documentType}`;

/** The recording as it was written; undefined for one that was lost, or another document. */
export function recordingIn({ id, status, type, date, author, content, context }: DocumentReference): CallRecording | undefined {
  const isRecording = type?.coding?.some(({ code }) => code === documentType);
  if (!isRecording || id === undefined || status !== 'current') return undefined;
  const [first] = content;
  const { creation, url, size } = first?.attachment ?? {};
  const told = { id, at: creation ?? date ?? '', by: author?.[0]?.display ?? '' };
  const binaryId = url?.split('/')[1];
  if (binaryId === undefined) return { ...told, state: 'going-on' };
  const said = (name: string) => first?.extension?.find((part) => part.url.endsWith(`/${name}`));
  const brokeOffAt = said('broke-off')?.valueBoolean ? context?.period?.end : undefined;
  return { ...told, state: 'there', binaryId, bytes: size ?? 0, seconds: said('seconds')?.valueDecimal ?? 0, ...(brokeOffAt ? { brokeOffAt } : {}) };
}

export const recordingBinary = ({ id, patientId, base }: Pick<RecordingPlace, 'id' | 'patientId' | 'base'>): WithId<Binary> => ({
  resourceType: 'Binary',
  id: `recording-${id}`,
  meta: { extension: [{ url: blobExtension(base), valueString: recordingName(id) }] },
  contentType: 'video/webm',
  securityContext: { reference: `Patient/${patientId}` },
});
