/** Tells when the network says that it is back, and whether anybody can see the pictures. The answer ends it. */
export function watchPage({ onOnline, onHidden }: { readonly onOnline: () => void; readonly onHidden: (hidden: boolean) => void }): () => void {
  // A picture that floats over other pages is looked at although this page is not.
  const look = () => onHidden(document.hidden && document.pictureInPictureElement === null);
  const page = globalThis.document as Document | undefined;
  globalThis.addEventListener?.('online', onOnline);
  for (const event of events) page?.addEventListener(event, look);
  return () => {
    globalThis.removeEventListener?.('online', onOnline);
    for (const event of events) page?.removeEventListener(event, look);
  };
}

const events = ['visibilitychange', 'leavepictureinpicture'] as const;
