import type { Bundle } from '@medplum/fhirtypes';
import type { DocumentReceiver, DocumentSent } from './ports.ts';

/** Takes documents, after the answers that are given first. */
export function fakeDocumentReceiver(answers: DocumentSent[] = []): DocumentReceiver & { readonly received: { readonly address: string; readonly document: Bundle }[] } {
  const received: { address: string; document: Bundle }[] = [];
  return {
    received,
    async send({ address }, document) {
      const answer = answers.shift() ?? { kind: 'sent' };
      if (answer.kind === 'sent') received.push({ address, document });
      return answer;
    },
  };
}
