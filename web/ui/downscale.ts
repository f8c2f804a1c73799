/** The size that fits into `most` x `most`, never larger than it is. */
export function fit(width: number, height: number, most: number): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, most / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * A picture small enough for a poor link: at most 1600 px, JPEG 0.8. Drawing it anew leaves behind everything the
 * camera wrote beside it (place, time, device). Undefined when the file is no picture the browser can read.
 */
export async function downscale(file: Blob, most = 1600): Promise<Blob | undefined> {
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const { width, height } = fit(bitmap.width, bitmap.height, most);
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, width, height);
    bitmap.close();
    return await new Promise((done) => canvas.toBlob((blob) => done(blob ?? undefined), 'image/jpeg', 0.8));
  } catch {
    return undefined;
  }
}
