/** What one recording of a call became. `bytes`: length of the file; `sha256`: of it, in hex. */
export type StoredRecording = { readonly bytes: number; readonly sha256: string };

/** Bytes in the order of the file. Nothing of it is kept anywhere but in memory and, encrypted, in the store. */
export interface RecordingFile {
  write(bytes: Uint8Array): Promise<void>;
  /** Makes the file readable under its name. */
  close(): Promise<StoredRecording>;
  /** As if there had been none. */
  discard(): Promise<void>;
}

/** Where the media server puts recordings. It can write new ones there and nothing else. */
export interface RecordingStore {
  open(id: string): Promise<RecordingFile>;
}

/** The name of a recording's bytes among the files of a deployment (`BlobName`). */
export const recordingName = (id: string): `recording-${string}` => `recording-${id}`;
