import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as newId } from 'uuid';
import type { Page } from 'playwright-core';
import { startTurn, turnserverPath, turnUrlsAt } from '../../local/product/turn.ts';
import { fixedClock, systemClock, type Clock } from '../../shared/kernel/clock.ts';
import { turnServers } from '../../shared/room/turn.ts';
import { until } from '../support/browser.ts';
import { hearsAndSees, keepsSeeing, openCallWorld, view } from '../support/callWorld.ts';
import type { CallWorld } from '../support/callWorld.ts';

/** A real coturn with the API's own credentials, and a browser that may use nothing else. */
const port = 7850;
const secret = 'the-key-of-api-and-relay';
const program = turnserverPath();
let world: CallWorld;
let turn: ReturnType<typeof startTurn> | undefined;
let log = '';

beforeAll(async () => {
  if (program === undefined) return console.warn('NOT RUN through a TURN relay: no coturn here (Debian: apt-get install coturn).');
  turn = startTurn(program, { port, secret, relaysTo: '127.0.0.1', log: (text) => (log += text) });
  world = await openCallWorld({ port: 7824, mediaPort: 24_424 });
}, 1_500_000);
afterEach(() => world?.leaveAll());
afterAll(async () => {
  await world?.close();
  await turn?.stop();
});

const relays = (transport: 'udp' | 'tcp', clock: Clock = systemClock, key = secret) =>
  turnServers({ urls: turnUrlsAt('127.0.0.1', port).filter((url) => url.endsWith(transport)), secret: key }, { clock, newId });

/** What the connections of a page run over: the kind of candidate and how the relay is reached. */
const ways = (page: Page): Promise<string[]> => page.evaluate(async () => {
  const found = new Set<string>();
  for (const connection of (globalThis as unknown as { receivedConnections: RTCPeerConnection[] }).receivedConnections) {
    const stats = new Map((await connection.getStats()).entries() as Iterable<[string, Record<string, unknown>]>);
    for (const one of stats.values()) {
      if (one['type'] !== 'candidate-pair' || one['state'] !== 'succeeded') continue;
      const local = stats.get(String(one['localCandidateId']));
      found.add(`${String(local?.['candidateType'])} ${String(local?.['relayProtocol'])}`);
    }
  }
  return [...found];
});

describe('a call through a relay', () => {
  it.each(['udp', 'tcp'] as const)('has sound and picture both ways over %s, with credentials of the API', async (transport) => {
    if (program === undefined) return;
    const room = world.newRoom();
    const nurse = await world.enter(room, 'station', { relays: relays(transport) });
    const specialist = await world.enter(room, 'specialist');
    await Promise.all([hearsAndSees(nurse, 1, 40_000), hearsAndSees(specialist, 1, 40_000)]);
    await Promise.all([keepsSeeing(nurse), keepsSeeing(specialist)]);
    expect(await ways(nurse)).toEqual([`relay ${transport}`]);
    expect(await ways(specialist)).not.toContain(`relay ${transport}`);
    console.log(`join figures through TURN over ${transport} in ms`, (await view(nurse)).times);
  }, 180_000);

  it('is refused to expired credentials and to those of another key', async () => {
    if (program === undefined) return;
    for (const refused of [relays('tcp', fixedClock('2020-01-01T00:00:00Z')), relays('tcp', systemClock, 'another-key')]) {
      const before = log.length;
      const nurse = await world.enter(world.newRoom(), 'station', { relays: refused });
      await until('refused by the relay', async () => log.slice(before), (text) => /401|Unauthorized|credentials are incorrect|cannot find credentials/i.test(text), 20_000);
      expect(await ways(nurse)).toEqual([]);
    }
  }, 180_000);
});
