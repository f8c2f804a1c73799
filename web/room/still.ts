/** What of the Image Capture API is used (W3C MediaStream Image Capture); Safari and Firefox have none. */
type Capturer = new (track: MediaStreamTrack) => { takePhoto(): Promise<Blob> };

/** Longest wait for a camera that focuses and exposes. */
const PHOTO_WITHIN_MS = 8_000;

/**
 * A still of the camera at its highest resolution, whatever the call makes of its picture: the camera's own photo where
 * the browser can take one, else a frame of the track, opened as far as the camera goes. Undefined: none could be taken.
 */
export async function takeStill(track: MediaStreamTrack): Promise<Blob | undefined> {
  return (await photoOf(track)) ?? (await frameOf(track));
}

async function photoOf(track: MediaStreamTrack): Promise<Blob | undefined> {
  const { ImageCapture: Camera } = globalThis as { readonly ImageCapture?: Capturer };
  if (Camera === undefined) return undefined;
  try {
    return await Promise.race([new Camera(track).takePhoto(), new Promise<undefined>((done) => setTimeout(done, PHOTO_WITHIN_MS))]);
  } catch {
    return undefined;
  }
}

async function frameOf(track: MediaStreamTrack): Promise<Blob | undefined> {
  const before = track.getConstraints();
  const { width, height } = track.getCapabilities?.() ?? {};
  try {
    await track.applyConstraints({ ...before, width: { ideal: width?.max ?? 4096 }, height: { ideal: height?.max ?? 3072 } });
    return await drawn(track);
  } catch {
    return undefined;
  } finally {
    await track.applyConstraints(before).catch(() => undefined); // the call goes on with what it has
  }
}

async function drawn(track: MediaStreamTrack): Promise<Blob | undefined> {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  await video.play();
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  video.srcObject = null;
  return await new Promise((done) => canvas.toBlob((blob) => done(blob ?? undefined), 'image/jpeg', 0.92));
}
