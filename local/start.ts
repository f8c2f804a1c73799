/**
 * `npm start`: the whole product on this machine, from the template that `cdk synth` writes.
 *
 *   PORT=8080             port of the one origin, http://localhost:8080
 *   DATA_DIR=.local/data  records, files, keys and logs; delete it to begin anew
 *   SCENES=no             nobody has asked anybody yet: without the consultations that a newcomer finds
 *   STAFF_IDLE_MINUTES=   after how long without a touch the screen locks; 480 here, 15 in a deployment
 *   DYNAMODB_ENDPOINT=    another database than the embedded one
 *
 * Logs of the functions: DATA_DIR/logs/functions.log. Ctrl-C stops everything that was started.
 */
import { resolve } from 'node:path';
import { startProduct, type Product } from './product/startProduct.ts';
import { whoTable } from './product/whoTable.ts';
import { playScenes } from './scenes/playScenes.ts';

const from = performance.now();
const port = Number(process.env['PORT'] ?? 8080);
const dataDir = resolve(process.env['DATA_DIR'] ?? '.local/data');

process.chdir(resolve(import.meta.dirname, '..'));
console.log('Liên Tuyến is starting');

// While it starts, and for the impatient, ending at once: what was started goes with this process.
let running: Product | undefined;
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping || !running) process.exit(130);
    stopping = true;
    console.log('Stopping');
    void running.stop().finally(() => process.exit(0));
  });
}

try {
  const product = await startProduct({ port, dataDir, log: console.log });
  running = product;
  if (process.env['SCENES'] !== 'no') await playScenes(product, console.log);
  console.log(`Ready: ${product.baseUrl}   (${((performance.now() - from) / 1000).toFixed(1)} s)`);
  console.log(whoTable(product));
  void product.video.then((video) => {
    console.log(video === 'running' ? 'Video is ready.' : `No video: ${video.reason}`);
  });
} catch (error) {
  console.error(`Could not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
