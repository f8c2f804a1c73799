/** The size that fits into `most` x `most`, never larger than it is. */
export function fit(width: number, height: number, most: number): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, most / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * A picture small enough for a poor link: at most 1600 px, JPEG 0.8. Drawing it anew leaves behind everything the
 * camera wrote beside it (place, time, device). Undefined when the file is no picture the browser can read.
 */
export const downscale = async (file: Blob, most = 1600): Promise<Blob | undefined> => (await redrawn(file, most, 0.8))?.blob;

export type Sharp = { readonly blob: Blob; readonly width: number; readonly height: number };

/** What the API takes in one piece, with room for its encoding. */
const MOST_BYTES = 4_000_000;

/** For looking closely: as many pixels as the camera gave, up to 4096, unless the file would be too large to send. Drawn anew for the same reason. */
export async function sharpened(file: Blob): Promise<Sharp | undefined> {
  for (const [most, quality] of [[4096, 0.9], [4096, 0.8], [3072, 0.8], [2048, 0.8]] as const) {
    const sharp = await redrawn(file, most, quality);
    if (sharp === undefined || sharp.blob.size <= MOST_BYTES) return sharp;
  }
  return undefined;
}

async function redrawn(file: Blob, most: number, quality: number): Promise<Sharp | undefined> {
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const { width, height } = fit(bitmap.width, bitmap.height, most);
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, width, height);
    bitmap.close();
    return await new Promise((done) => canvas.toBlob((blob) => done(blob ? { blob, width, height } : undefined), 'image/jpeg', quality));
  } catch {
    return undefined;
  }
}
