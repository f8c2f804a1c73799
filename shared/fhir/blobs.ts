import { createHash } from 'node:crypto';

/** Bytes of files (photos, PDFs), beside the records: a Binary names them by the hash of their content. */
export interface BlobStore {
  /** Stores before the commit that refers to it; the same bytes give the same name. */
  put(bytes: Uint8Array, contentType: string): Promise<BlobName>;
  /** Undefined when nothing is there, and for a name that is only linked. Throws when the bytes are not the ones that were stored. */
  get(name: BlobName): Promise<Uint8Array | undefined>;
}

/** Addresses by which a browser fetches a file by itself, from an origin that is not ours: whatever a file is, it runs nowhere. */
export interface FileLinks {
  /** For whoever holds it, for `linkSeconds`. `shown`: may be drawn in place; otherwise it is saved. */
  link(name: BlobName, file: { readonly contentType: string; readonly shown: boolean }): Promise<FileLink>;
}

export type FileLink = { readonly url: string; readonly expiresAt: Date };

/** A browser asks at once; a poor link gets a second try. */
export const linkSeconds = 120;

/** "sha256-<hex>" of what was put; "recording-<id>" of what the media server wrote piece by piece, too large to be held at once. */
export type BlobName = ContentName | `recording-${string}`;
type ContentName = `sha256-${string}`;

/** Fetched by a link alone. */
export const isOnlyLinked = (name: BlobName): boolean => name.startsWith('recording-');

export const blobNameOf = (bytes: Uint8Array): ContentName => `sha256-${createHash('sha256').update(bytes).digest('hex')}`;

/** Where a Binary keeps the name of its bytes. */
export const blobExtension = (identifierBase: string): string => `${identifierBase}/StructureDefinition/blob`;

/** For tests. */
export function fakeBlobStore(): BlobStore & { readonly blobs: Map<BlobName, Uint8Array> } {
  const blobs = new Map<BlobName, Uint8Array>();
  return {
    blobs,
    async put(bytes) {
      const name = blobNameOf(bytes);
      blobs.set(name, bytes);
      return name;
    },
    get: async (name) => blobs.get(name),
  };
}

/** For tests. */
export const fakeFileLinks = (now: () => Date): FileLinks => ({
  link: async (name, { contentType, shown }) => ({ url: `https://files.example/${name}?${new URLSearchParams({ contentType, shown: String(shown) }).toString()}`, expiresAt: new Date(now().getTime() + linkSeconds * 1000) }),
});
