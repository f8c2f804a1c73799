import type { ExportFiles } from './ports.ts';

export function fakeExportFiles(): ExportFiles & { readonly files: Map<string, Uint8Array> } {
  const files = new Map<string, Uint8Array>();
  return {
    files,
    put: async (job, file, bytes) => void files.set(`${job}/${file}`, bytes),
    get: async (job, file) => files.get(`${job}/${file}`),
    async remove(job, count) {
      for (let file = 0; file < count; file += 1) files.delete(`${job}/${file}`);
    },
  };
}
