import type { Bundle } from '@medplum/fhirtypes';

/**
 * The signed documents in a file that somebody holds, as they came: a FHIR Bundle, what GET /api/consultations/{id}/documents
 * gave, or a PDF of ours with both inside. Undefined where there is none: a scan, a print to PDF, something else.
 */
export async function documentsIn(bytes: Uint8Array<ArrayBuffer>): Promise<readonly Bundle[] | undefined> {
  const isPdf = new TextDecoder('latin1').decode(bytes.subarray(0, 5)) === '%PDF-';
  const text = isPdf ? await attachedIn(bytes) : new TextDecoder().decode(bytes);
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as { readonly resourceType?: string; readonly documents?: unknown };
    const found: readonly unknown[] = Array.isArray(value.documents) ? value.documents : [value];
    return found.length > 0 && found.every(isBundle) ? found : undefined;
  } catch {
    return undefined;
  }
}

const isBundle = (value: unknown): value is Bundle => typeof value === 'object' && value !== null && 'resourceType' in value && value.resourceType === 'Bundle';

/**
 * The embedded file of a PDF that conclusionPdf wrote (ISO 32000-1, 7.11.4). Our own papers only, so that the page which
 * checks them needs no PDF library: one embedded file, deflated or plain, its length in its dictionary.
 */
async function attachedIn(bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  const text = new TextDecoder('latin1').decode(bytes);
  for (const { index } of text.matchAll(/\/Type \/EmbeddedFile/g)) {
    const start = text.indexOf('stream', index);
    const dictionary = text.slice(text.lastIndexOf('obj', index), start);
    const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1]);
    if (start < 0 || !Number.isFinite(length)) continue;
    const from = start + 'stream'.length + (text[start + 6] === '\r' ? 2 : 1);
    const data = bytes.slice(from, from + length);
    const plain = dictionary.includes('/FlateDecode') ? await inflated(data) : data;
    if (plain) return new TextDecoder().decode(plain);
  }
  return undefined;
}

async function inflated(data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer | undefined> {
  try {
    return await new Response(new Blob([data]).stream().pipeThrough(new DecompressionStream('deflate'))).arrayBuffer();
  } catch {
    return undefined;
  }
}
