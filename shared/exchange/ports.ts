import type { Bundle, Endpoint } from '@medplum/fhirtypes';

/** `why` is a permanent word or an HTTP status: nothing of the other side's answer. */
export type DocumentSent = { readonly kind: 'sent' } | { readonly kind: 'failed'; readonly why: string };

/** Another organisation's FHIR server, as its Endpoint describes it. */
export interface DocumentReceiver {
  /** The same document again changes nothing there: it is sent under the condition that none with its identifier is there. */
  send(endpoint: Endpoint, document: Bundle): Promise<DocumentSent>;
}
