/** Lets the client open without a network. Only what was built for use: a developer's server changes by the minute. */
export function registerWorker(): void {
  if (import.meta.env.MODE !== 'production' || !location.protocol.startsWith('http') || !('serviceWorker' in navigator)) return;
  // After the first page is there: the station's slow link is for that page first.
  const register = () => void navigator.serviceWorker.register('/service-worker.js', { updateViaCache: 'none' }).catch(() => undefined);
  if (document.readyState === 'complete') register();
  else addEventListener('load', register, { once: true });
}
