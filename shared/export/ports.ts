/** The files of exports, apart from the record's own files: they are deleted with the export. */
export interface ExportFiles {
  /** The same name again replaces: a slice that is repeated writes the same file. */
  put(job: string, file: number, bytes: Uint8Array): Promise<void>;
  get(job: string, file: number): Promise<Uint8Array | undefined>;
  remove(job: string, files: number): Promise<void>;
}
