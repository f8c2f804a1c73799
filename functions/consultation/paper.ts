import { readFile } from 'node:fs/promises';
import type { ConclusionPdfInput } from '../../shared/record/conclusionPdf.ts';
import type { PrescriptionPdfInput } from '../../shared/record/prescriptionPdf.ts';

const face = async (file: string) => new Uint8Array(await readFile(new URL(`./${file}`, import.meta.url)));

let loaded: Promise<ConclusionPdfInput['fonts']> | undefined;

/** The faces (assets.json), with the first paper asked for. */
const fonts = () => (loaded ??= Promise.all([face('BeVietnamPro-Regular.ttf'), face('BeVietnamPro-SemiBold.ttf')]).then(([regular, semibold]) => ({ regular, semibold })));

/** Loads the PDF writer with the first paper asked for: no other request waits for it. */
export async function conclusionOnPaper(input: Omit<ConclusionPdfInput, 'fonts'>): Promise<Uint8Array> {
  const { conclusionPdf } = await import('../../shared/record/conclusionPdf.ts');
  return await conclusionPdf({ ...input, fonts: await fonts() });
}

export async function prescriptionOnPaper(input: Omit<PrescriptionPdfInput, 'fonts'>): Promise<Uint8Array> {
  const { prescriptionPdf } = await import('../../shared/record/prescriptionPdf.ts');
  return await prescriptionPdf({ ...input, fonts: await fonts() });
}
