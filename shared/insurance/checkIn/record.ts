import { createHash } from 'node:crypto';
import type { MessageHeader } from '@medplum/fhirtypes';
import type { GatewayReply } from '../ports.ts';
import type { Naming } from '../records.ts';
import type { Xml0 } from './fields.ts';
import type { Visit } from './message.ts';

/** What was told to the insurer about a visit, and its answer: one for each visit, under a fixed id. The values themselves stand in the records it points to. */
export function sentMessage(
  { encounter, patient, facility, response }: Visit, message: Xml0, reply: Exclude<GatewayReply, { readonly kind: 'unavailable' }>, { naming: { base }, at }: { naming: Naming; at: string },
): MessageHeader & { readonly id: string } {
  const url = (name: string) => `${base}/StructureDefinition/${name}`;
  const refused = reply.kind === 'refused' ? [{ url: url('gateway-result'), valueString: reply.code }, ...(reply.message ? [{ url: url('gateway-message'), valueString: reply.message }] : [])] : [];
  return {
    resourceType: 'MessageHeader',
    id: `check-in-${encounter.id}`.slice(0, 64),
    extension: [
      { url: url('sent-at'), valueDateTime: at },
      // Evidence of what was sent, without a second copy of it.
      { url: url('message-digest'), valueString: createHash('sha256').update(JSON.stringify(message)).digest('base64url') },
      ...(reply.kind === 'accepted' && reply.receivedAt ? [{ url: url('received-at'), valueDateTime: reply.receivedAt }] : []),
      ...refused,
    ],
    eventCoding: { system: `${base}/CodeSystem/insurer-message`, code: 'check-in' },
    source: { name: 'Liên Tuyến', endpoint: base },
    destination: [{ name: 'Cổng giám định bảo hiểm y tế', endpoint: 'https://egw.baohiemxahoi.gov.vn' }],
    sender: { reference: `Organization/${facility.id ?? ''}` },
    focus: [`Encounter/${encounter.id}`, `Patient/${patient.id}`, `CoverageEligibilityResponse/${response.id}`].map((reference) => ({ reference })),
    response: { identifier: reply.kind === 'accepted' ? reply.transactionId.replace(/[^A-Za-z0-9.-]/g, '-').slice(0, 64) : encounter.id, code: reply.kind === 'accepted' ? 'ok' : 'fatal-error' },
  };
}
