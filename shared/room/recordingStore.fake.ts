import { createHash } from 'node:crypto';
import { recordingName, type RecordingSpan, type RecordingStore } from './recordingStore.ts';

/** For tests. `files` has what was closed, by name; `kept` what outlives the process, and how far it goes. */
export function fakeRecordingStore(): RecordingStore & { readonly files: Map<string, Buffer>; readonly kept: Map<string, { readonly bytes: Buffer; readonly span: RecordingSpan }>; failing: boolean } {
  const store = {
    files: new Map<string, Buffer>(),
    kept: new Map<string, { readonly bytes: Buffer; readonly span: RecordingSpan }>(),
    failing: false,
    async open(id: string) {
      const parts: Buffer[] = [];
      return {
        async write(bytes: Uint8Array) {
          if (store.failing) throw new Error('the store does not answer');
          parts.push(Buffer.from(bytes));
        },
        async keep(span: RecordingSpan) {
          store.kept.set(recordingName(id), { bytes: Buffer.concat(parts), span });
        },
        async close() {
          const whole = Buffer.concat(parts);
          store.files.set(recordingName(id), whole);
          return { bytes: whole.length, sha256: createHash('sha256').update(whole).digest('hex') };
        },
        async discard() {
          parts.length = 0;
          store.kept.delete(recordingName(id));
        },
        async settle() {
          store.kept.delete(recordingName(id));
        },
      };
    },
  };
  return store;
}
