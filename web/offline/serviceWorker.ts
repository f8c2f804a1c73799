/**
 * The service worker, built into /service-worker.js: a file of its own that imports nothing. It keeps the client's
 * files, so that the client opens without a network. It never touches an answer of the API, of FHIR or of the issuer.
 */
type Extendable = Event & { readonly waitUntil: (work: Promise<unknown>) => void };
type Fetching = Extendable & { readonly request: Request; readonly respondWith: (answer: Promise<Response>) => void };
type Worker = {
  readonly addEventListener: ((name: 'install' | 'activate', heard: (event: Extendable) => void) => void) & ((name: 'fetch', heard: (event: Fetching) => void) => void);
  readonly skipWaiting: () => Promise<void>;
  readonly clients: { readonly claim: () => Promise<void> };
};

/** Put in by the build: the shell and the station's files, and one name for exactly these. */
declare const PRECACHE: { readonly version: string; readonly files: readonly string[] };

const worker = self as unknown as Worker;
const prefix = 'client-';
const current = prefix + PRECACHE.version;
const page = '/index.html';
/** A station's link may hang for a minute without failing; the kept page is good enough long before. */
const patienceMs = 3000;

worker.addEventListener('install', (event) => {
  event.waitUntil(keepFiles().then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(forgetOld().then(() => worker.clients.claim()));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate') {
    if (isPage(pathname)) event.respondWith(newestPage(request));
  } else if (pathname.startsWith('/assets/') || PRECACHE.files.includes(pathname)) {
    event.respondWith(keptFile(request, pathname));
  }
});

/** The rule of the server (cdk/web/singlePageFallback.ts), less the addresses that the server answers itself. */
function isPage(path: string): boolean {
  return !/\.[^/]*$/.test(path) && !/^\/(api|fhir|oidc|sfu)(\/|$)/.test(path);
}

async function keepFiles(): Promise<void> {
  const box = await caches.open(current);
  // Names under /assets/ carry a hash of their content; the browser's own copy of them is as good as the server's.
  await box.addAll(PRECACHE.files.map((path) => new Request(path, { cache: path.startsWith('/assets/') ? 'default' : 'reload', credentials: 'omit' })));
}

/** The version before stays too: a page that was opened with it may still ask for its parts. */
async function forgetOld(): Promise<void> {
  const ours = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== current);
  await Promise.all(ours.slice(0, -1).map((name) => caches.delete(name)));
}

/** The network's page while it answers soon; else the kept one, whose parts are kept with it. */
async function newestPage(request: Request): Promise<Response> {
  const kept = await (await caches.open(current)).match(page);
  const fresh = fetch(request);
  if (!kept) return fresh;
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(kept.clone()), patienceMs));
  return Promise.race([fresh.then((answer) => (answer.status >= 500 ? kept : answer)), late]).catch(() => kept);
}

/** Files under /assets/ never change, so a kept one is the right one; others of them are kept once they were used. */
async function keptFile(request: Request, path: string): Promise<Response> {
  const kept = (await (await caches.open(current)).match(path)) ?? (path.startsWith('/assets/') ? await caches.match(path) : undefined);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && path.startsWith('/assets/')) await (await caches.open(current)).put(path, answer.clone());
  return answer;
}
