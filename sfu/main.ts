import { v7 as newId } from 'uuid';
import { systemClock } from '../shared/kernel/clock.ts';
import { reportsTo } from './chronicle.ts';
import { readEnvironment } from './environment.ts';
import { placementsOf, recordingStoreOf } from './deps.ts';
import { borrower } from './hosts/borrow.ts';
import { hostGate, makeHostKey } from './hosts/hostKey.ts';
import { Lender } from './hosts/lender.ts';
import { log } from './log.ts';
import { passGate, remoteKeys } from './pass.ts';
import { Presence, taskProtection } from './presence.ts';
import { ledgerAt } from './recording/ledger.ts';
import { SfuServer } from './server.ts';
import { WorkerPool } from './workers.ts';

const environment = readEnvironment();
const pool = new WorkerPool({
  workers: environment.SFU_WORKERS,
  firstPort: environment.SFU_MEDIA_PORT,
  listenAddress: environment.SFU_MEDIA_LISTEN_ADDRESS,
  announcedAddress: environment.SFU_ANNOUNCED_ADDRESS,
  workerBin: environment.MEDIASOUP_WORKER_BIN,
  peopleAWorker: environment.SFU_PEOPLE_A_WORKER,
  pipes: { address: new URL(environment.SFU_PRIVATE_ADDRESS).hostname, firstPort: environment.SFU_PIPE_FIRST_PORT, lastPort: environment.SFU_PIPE_LAST_PORT },
});
await pool.start();

const placements = placementsOf(environment);
const key = await makeHostKey(environment.SFU_HOST_ID, systemClock);
const between = placements && { id: environment.SFU_HOST_ID, placements, clock: systemClock };
const lender = between && new Lender({ pool, gate: hostGate(between), hasRoom: () => presence?.hasRoom === true });
const presence: Presence | undefined = placements && new Presence({
  id: environment.SFU_HOST_ID,
  key: key.published,
  address: environment.SFU_PRIVATE_ADDRESS,
  most: environment.SFU_ROOMS_A_WORKER * environment.SFU_WORKERS,
  placements,
  clock: systemClock,
  rooms: () => server.rooms + (lender?.legs ?? 0),
  onDrain: () => lender?.end(),
  protect: taskProtection(environment.ECS_AGENT_URI),
});
const store = recordingStoreOf(environment);
const studio = store && { store, ledger: ledgerAt(environment.KEYS_URL), clock: systemClock };
const limits = { seatKeptMs: environment.SFU_SEAT_SECONDS * 1_000, connectWithinMs: environment.SFU_CONNECT_SECONDS * 1_000, allHeardUpTo: environment.SFU_ALL_HEARD_UP_TO };
const server: SfuServer = new SfuServer({ gate: passGate(remoteKeys(environment.KEYS_URL), systemClock), pool, clock: systemClock, newId, limits, send: reportsTo(environment.KEYS_URL), ...(presence ? { presence } : {}), ...(lender ? { lender } : {}), ...(between ? { borrow: borrower({ ...between, key }) } : {}), ...(environment.SFU_ORIGIN ? { origin: environment.SFU_ORIGIN } : {}), ...(studio ? { studio } : {}) });
await server.listen(environment.SFU_PORT, environment.SFU_LISTEN_ADDRESS);
await presence?.start();
log.info('SFU_READY', { port: environment.SFU_PORT, mediaPort: environment.SFU_MEDIA_PORT, workers: environment.SFU_WORKERS });

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    log.info('SFU_STOPPING', { signal });
    void leave().finally(() => process.exit(0));
  });
}

/** A host among others lets its rooms end first; then whoever is left is told to come back, to another. */
async function leave(): Promise<void> {
  await presence?.drain(environment.SFU_DRAIN_SECONDS * 1000);
  await presence?.leave();
  setTimeout(() => process.exit(1), 5_000).unref();
  await server.stop();
}
