import type { Plugin, Rollup } from 'vite';

/** What the station's people need to go on without a network; other rooms' files are kept once they were used. */
const rooms = ['/main.tsx', '/station/pages.tsx'];
const fonts = /be-vietnam-pro-(latin|vietnamese)-\d+-normal-.*\.woff2$/;

/** Fills in the service worker's list of files after everything else of the build is known. */
export function precache(): Plugin {
  return {
    name: 'precache',
    apply: 'build',
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        const worker = bundle['service-worker.js'];
        if (worker?.type !== 'chunk') throw new Error('the service worker was not built');
        const assets = Object.values(bundle).map((file) => file.fileName).filter((name) => fonts.test(name));
        const files = ['/index.html', '/icon.svg', ...[...chunksOf(bundle), ...assets].map((name) => `/${name}`).toSorted()];
        const version = await digestOf(files.join() + pageOf(bundle) + worker.code);
        worker.code = worker.code.replaceAll('PRECACHE.version', JSON.stringify(version)).replaceAll('PRECACHE.files', JSON.stringify(files));
        if (worker.imports.length > 0 || worker.code.includes('PRECACHE')) throw new Error('the service worker must stand alone and know its files');
      },
    },
  };
}

/** The rooms' chunks, what they import at once, and their style sheets. */
function chunksOf(bundle: Rollup.OutputBundle): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (name: string): void => {
    const chunk = bundle[name];
    if (found.has(name) || chunk?.type !== 'chunk') return;
    found.add(name);
    for (const style of chunk.viteMetadata?.importedCss ?? []) found.add(style);
    chunk.imports.forEach(add);
  };
  for (const file of Object.values(bundle)) {
    if (file.type === 'chunk' && file.moduleIds.some((id) => rooms.some((room) => id.endsWith(`/web${room}`)))) add(file.fileName);
  }
  return found;
}

const pageOf = (bundle: Rollup.OutputBundle): string => {
  const page = bundle['index.html'];
  return page?.type === 'asset' ? String(page.source) : '';
};

async function digestOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest).slice(0, 6), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
