import type { Bundle, MessageHeader } from '@medplum/fhirtypes';
import type { PrescriptionView } from './contract.ts';
import type { PrescriptionSigning } from './ports.ts';
import { answerOf } from './names.ts';
import { prescriptionIn, type PrescriptionContent } from './readDocument.ts';
import { sendingOf } from './answer.ts';

type Deps = { readonly base: string; readonly signing: Pick<PrescriptionSigning, 'check'> };

/** The prescriptions of a consultation as they are shown, oldest first; each signature is checked now, with what it replaces. */
export async function viewPrescriptions({ base, signing }: Deps, documents: readonly Bundle[], answers: readonly unknown[]): Promise<readonly PrescriptionView[]> {
  const read = documents.map((document) => ({ document, content: prescriptionIn(document, base) }));
  const chainOf = (one: PrescriptionContent): readonly Bundle[] => {
    const found = read.find(({ content }) => content.documentId === one.documentId);
    const before = read.find(({ content }) => content.documentId === one.replaces?.documentId);
    return [...(before && before !== found ? chainOf(before.content) : []), ...(found ? [found.document] : [])];
  };
  return await Promise.all(read.map(async ({ content }) => {
    const replacedBy = read.filter((other) => other.content.replaces?.documentId === content.documentId).map((other) => other.content.code);
    return { ...content, ...(replacedBy.length > 0 ? { replacedBy } : {}), signature: await signing.check(chainOf(content)), sending: sendingOf(answerIn(answers, content.documentId), base) };
  }));
}

const answerIn = (answers: readonly unknown[], documentId: string): MessageHeader | undefined =>
  answers.find((one): one is MessageHeader => isHeader(one) && `MessageHeader/${one.id}` === answerOf(documentId));

const isHeader = (value: unknown): value is MessageHeader => typeof value === 'object' && value !== null && 'resourceType' in value && value.resourceType === 'MessageHeader';
