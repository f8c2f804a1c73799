import { defineConfig } from 'vite';
import { fileURLToPath } from 'node:url';
import { precache } from './offline/precache.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Everything is served from our own origin and nothing is inline, so that the page runs under a strict
 * Content-Security-Policy. `--mode preview` also builds the page of named states (`/preview`).
 */
export default defineConfig({
  root: here('.'),
  publicDir: here('public'),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [precache()],
  build: {
    rolldownOptions: {
      input: { main: here('index.html'), 'service-worker': here('offline/serviceWorker.ts') },
      // A service worker's address stays the same, at the top: it rules the addresses below its own.
      output: { entryFileNames: (chunk) => (chunk.name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js') },
    },
    outDir: here('dist'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    strictPort: true,
    proxy: Object.fromEntries(
      ['/api', '/fhir', '/oidc', '/sfu'].map((path) => [path, { target: process.env['BASE_URL'] ?? 'http://127.0.0.1:8080', ws: path === '/sfu' }]),
    ),
  },
});
