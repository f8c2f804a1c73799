import { readFile } from 'node:fs/promises';
import type { MinutesPdfInput } from '../../shared/record/minutesPdf.ts';

const face = async (file: string) => new Uint8Array(await readFile(new URL(`./${file}`, import.meta.url)));

let fonts: Promise<MinutesPdfInput['fonts']> | undefined;

/** Loads the PDF writer and the faces (assets.json) with the first paper asked for: no other request waits for them. */
export async function minutesOnPaper(input: Omit<MinutesPdfInput, 'fonts'>): Promise<Uint8Array> {
  const { minutesPdf } = await import('../../shared/record/minutesPdf.ts');
  fonts ??= Promise.all([face('BeVietnamPro-Regular.ttf'), face('BeVietnamPro-SemiBold.ttf')]).then(([regular, semibold]) => ({ regular, semibold }));
  return await minutesPdf({ ...input, fonts: await fonts });
}
