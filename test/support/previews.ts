import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../local/product/freePort.ts';
import { webServer } from '../../local/web/serveWeb.ts';

const root = join(import.meta.dirname, '../..');

/** Builds the client with its page of named states and serves it, headers left out: nothing behind it is asked. */
export async function servePreviews(): Promise<{ readonly origin: string; readonly stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'previews-'));
  await promisify(execFile)(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--config', 'web/vite.config.ts', '--mode', 'preview', '--logLevel', 'warn', '--outDir', folder], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: 'production' },
  });
  const handle = webServer(folder, {});
  const server = createServer((request, response) => void handle(request, response));
  const port = await freePort();
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
