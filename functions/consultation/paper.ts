import { readFile } from 'node:fs/promises';
import type { ConclusionPdfInput } from '../../shared/record/conclusionPdf.ts';

const face = async (file: string) => new Uint8Array(await readFile(new URL(`./${file}`, import.meta.url)));

let fonts: Promise<ConclusionPdfInput['fonts']> | undefined;

/** Loads the PDF writer and the faces (assets.json) with the first paper asked for: no other request waits for them. */
export async function conclusionOnPaper(input: Omit<ConclusionPdfInput, 'fonts'>): Promise<Uint8Array> {
  const { conclusionPdf } = await import('../../shared/record/conclusionPdf.ts');
  fonts ??= Promise.all([face('BeVietnamPro-Regular.ttf'), face('BeVietnamPro-SemiBold.ttf')]).then(([regular, semibold]) => ({ regular, semibold }));
  return await conclusionPdf({ ...input, fonts: await fonts });
}
