import type { Extension, MessageHeader } from '@medplum/fhirtypes';
import type { Sending } from './contract.ts';
import { answerOf } from './names.ts';
import type { PrescriptionReply } from './ports.ts';

const url = (base: string, name: 'sent-at' | 'gateway-error' | 'gateway-checksum'): string => `${base}/StructureDefinition/${name}`;
const mostErrors = 20;

/** What the national system said of a prescription: one for each, under a fixed id. What was sent stands in the signed document. */
export function storedAnswer(sent: { readonly documentId: string; readonly patientId: string; readonly facilityId: string }, reply: Exclude<PrescriptionReply, { kind: 'unavailable' }>, { base, at }: { readonly base: string; readonly at: string }): MessageHeader & { readonly id: string } {
  const errors = reply.kind === 'refused' ? reply.errors.slice(0, mostErrors) : [];
  return {
    resourceType: 'MessageHeader',
    id: answerOf(sent.documentId).slice('MessageHeader/'.length),
    extension: [
      { url: url(base, 'sent-at'), valueDateTime: at },
      ...(reply.kind === 'accepted' && reply.checksum ? [{ url: url(base, 'gateway-checksum'), valueString: reply.checksum.slice(0, 200) }] : []),
      ...errors.map(({ field, message, code }): Extension => ({
        url: url(base, 'gateway-error'),
        extension: [{ url: 'field', valueString: field.slice(0, 100) || '-' }, { url: 'code', valueString: code.slice(0, 100) || '-' }, { url: 'message', valueString: message.slice(0, 500) || '-' }],
      })),
    ],
    eventCoding: { system: `${base}/CodeSystem/national-message`, code: 'prescription' },
    source: { name: 'Liên Tuyến', endpoint: base },
    destination: [{ name: 'Hệ thống đơn thuốc quốc gia', endpoint: 'https://api.donthuocquocgia.vn' }],
    sender: { reference: `Organization/${sent.facilityId}` },
    focus: [`Bundle/${sent.documentId}`, `Patient/${sent.patientId}`].map((reference) => ({ reference })),
    response: { identifier: sent.documentId, code: reply.kind === 'accepted' ? 'ok' : 'fatal-error' },
  };
}

/** Inverse of storedAnswer; without one it is still on its way. */
export function sendingOf(answer: MessageHeader | undefined, base: string): Sending {
  if (!answer) return { state: 'waiting' };
  const at = answer.extension?.find((e) => e.url === url(base, 'sent-at'))?.valueDateTime ?? '';
  if (answer.response?.code === 'ok') return { state: 'sent', at };
  const errors = (answer.extension ?? []).filter((e) => e.url === url(base, 'gateway-error')).map(({ extension = [] }) => ({ field: said(extension, 'field'), message: said(extension, 'message') }));
  return { state: 'refused', at, errors };
}

const said = (parts: readonly Extension[], name: string): string => parts.find((part) => part.url === name)?.valueString ?? '';
