import { randomUUID } from 'node:crypto';

/** Encryption that the answer names again, as S3 does. */
export type Asked = { readonly contentType: string; readonly headers: Readonly<Record<string, string>> };
type Upload = Asked & { readonly file: string; readonly key: string; readonly parts: Map<number, Buffer> };

/** Uploads in parts that have begun and are not complete yet: in memory, so that a stop forgets them as S3's own rule would. */
export class Uploads {
  readonly #open = new Map<string, Upload>();

  begin(file: string, key: string, asked: Asked): string {
    const id = randomUUID();
    this.#open.set(id, { ...asked, file, key, parts: new Map() });
    return id;
  }

  /** False where there is no such upload of this file. */
  part(id: string, file: string, number: number, bytes: Buffer): boolean {
    const upload = this.#open.get(id);
    if (upload?.file !== file) return false;
    upload.parts.set(number, bytes);
    return true;
  }

  /** The whole, in the order of the parts. */
  complete(id: string, file: string): (Asked & { readonly body: Buffer }) | undefined {
    const upload = this.#open.get(id);
    if (upload?.file !== file) return undefined;
    this.#open.delete(id);
    const { contentType, headers, parts } = upload;
    return { contentType, headers, body: Buffer.concat([...parts].toSorted(([a], [b]) => a - b).map(([, bytes]) => bytes)) };
  }

  /** Begun and neither completed nor aborted, by their keys. */
  under(prefix: string): readonly { readonly id: string; readonly key: string }[] {
    return [...this.#open].filter(([, { key }]) => key.startsWith(prefix)).map(([id, { key }]) => ({ id, key }));
  }

  /** The parts so far, in their order; undefined where there is no such upload of this file. */
  parts(id: string, file: string): readonly (readonly [number, Buffer])[] | undefined {
    const upload = this.#open.get(id);
    return upload?.file === file ? [...upload.parts].toSorted(([a], [b]) => a - b) : undefined;
  }

  abort(id: string): void {
    this.#open.delete(id);
  }
}
