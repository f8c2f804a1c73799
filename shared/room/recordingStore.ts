/** What one recording of a call became. `bytes`: length of the file; `sha256`: of it, in hex. */
export type StoredRecording = { readonly bytes: number; readonly sha256: string };

/** How far a recording has come. `from`, `to`: instants of its beginning and of this word; `seconds`: what is written, pauses left out. */
export type RecordingSpan = { readonly from: string; readonly to: string; readonly seconds: number };

/** Milliseconds between two times that what was written is kept: so much is lost, with what is on its way, when the process dies. */
export const keepEveryMs = 2_000;

/** Bytes in the order of the file. Nothing of it is kept anywhere but in memory and, encrypted, in the store. */
export interface RecordingFile {
  write(bytes: Uint8Array): Promise<void>;
  /** What was written so far outlives this process from here on. Also the sign that it lives: to be given every `keepEveryMs`. */
  keep(span: RecordingSpan): Promise<void>;
  /** Makes the file readable under its name. */
  close(span: RecordingSpan): Promise<StoredRecording>;
  /** As if there had been none. */
  discard(): Promise<void>;
  /** The record knows of the file: what was kept beside it may go. */
  settle(): Promise<void>;
}

/** Where the media server puts recordings. It can write new ones there and nothing else. */
export interface RecordingStore {
  open(id: string): Promise<RecordingFile>;
}

/** A file as it stands when nobody writes it any more. `whole`: it was closed, only the record was not told. */
export type LeftRecording = StoredRecording & RecordingSpan & { readonly whole: boolean };

/** Recordings whose media server has gone, by what it kept in the store. Everything here may be done again. */
export interface UnfinishedRecordings {
  /** The ids of those that gave no sign since. */
  silentSince(since: Date): Promise<readonly string[]>;
  /** Makes a readable file of all that was kept; undefined: there is none. */
  finish(id: string): Promise<LeftRecording | undefined>;
  /** Leaves no file that nobody knows of, and nothing beside one. */
  forget(id: string, file: 'kept' | 'unwanted'): Promise<void>;
}

/** The name of a recording's bytes among the files of a deployment (`BlobName`). */
export const recordingName = (id: string): `recording-${string}` => `recording-${id}`;
