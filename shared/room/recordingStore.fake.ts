import { createHash } from 'node:crypto';
import { recordingName, type RecordingStore } from './recordingStore.ts';

/** For tests. `files` has what was closed, by name. */
export function fakeRecordingStore(): RecordingStore & { readonly files: Map<string, Buffer>; failing: boolean } {
  const store = {
    files: new Map<string, Buffer>(),
    failing: false,
    async open(id: string) {
      const parts: Buffer[] = [];
      return {
        async write(bytes: Uint8Array) {
          if (store.failing) throw new Error('the store does not answer');
          parts.push(Buffer.from(bytes));
        },
        async close() {
          const whole = Buffer.concat(parts);
          store.files.set(recordingName(id), whole);
          return { bytes: whole.length, sha256: createHash('sha256').update(whole).digest('hex') };
        },
        async discard() {
          parts.length = 0;
        },
      };
    },
  };
  return store;
}
