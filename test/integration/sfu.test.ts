import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { generateKeyPair } from 'jose';
import type { BrowserContext } from 'playwright-core';
import { WebSocket as Socket } from 'ws';
import { mostWaiting } from '../../sfu/server.ts';
import type { RoomClaims } from '../../shared/room/contract.ts';
import type { CallClient } from '../../web/room/callClient.ts';
import { received, until } from '../support/browser.ts';
import { hearsAndSees, inState, joinFrom, keepsSeeing, openCallWorld, view } from '../support/callWorld.ts';
import type { CallWindow as Window, CallWorld } from '../support/callWorld.ts';
import type { Deviation } from '../support/sfu.ts';

/** Real calls: a real SFU process, real browsers, real DTLS. The worker is built when there is none yet. */
let world: CallWorld;

beforeAll(async () => {
  world = await openCallWorld({ port: 7800, mediaPort: 24_400, onOpen: keepSockets });
}, 1_500_000);
afterEach(() => world.leaveAll());
afterAll(() => world?.close());

/** The page's WebSockets, so that a test can break one as a network does: without a word. */
const keepSockets = async (context: BrowserContext) => void (await context.addInitScript(() => {
  const all: WebSocket[] = ((globalThis as { sockets?: WebSocket[] }).sockets = []);
  globalThis.WebSocket = class extends WebSocket {
    constructor(url: string | URL) {
      super(url);
      all.push(this);
    }
  };
}));

const newRoom = () => world.newRoom();
const enter: CallWorld['enter'] = (...who) => world.enter(...who);

/** What the SFU answers to a join that is spoken by hand. */
function joinByHand(token: string): Promise<{ code: string; closedWith: string }> {
  return new Promise((resolve, reject) => {
    const socket = new Socket(world.sfuUrl);
    let code = '';
    socket.on('open', () => socket.send(JSON.stringify({ id: 1, type: 'join', token })));
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as { type: string; code?: string };
      code = message.code ?? code;
      if (message.type === 'answer') socket.close(1000, 'joined');
    });
    socket.on('close', (_, reason) => resolve({ code, closedWith: reason.toString() }));
    socket.on('error', reject);
  });
}

const token = async (room: string, deviation?: Deviation, claims: Partial<RoomClaims> = {}) => (await world.office.pass({ sub: 'by-hand', room, role: 'station', ...claims }, deviation)).token;

describe('a call', () => {
  it('carries sound and picture both ways, and a third person joins', async () => {
    const room = newRoom();
    const nurse = await enter(room, 'station');
    await inState(nurse, 'waiting');
    const specialist = await enter(room, 'specialist');
    await Promise.all([hearsAndSees(nurse), hearsAndSees(specialist)]);
    await Promise.all([inState(nurse, 'in-call'), inState(specialist, 'in-call')]);

    const relative = await enter(room, 'relative');
    await Promise.all([hearsAndSees(nurse, 2), hearsAndSees(specialist, 2), hearsAndSees(relative, 2)]);
    const { tiles, times } = await view(relative);
    expect(tiles.map(({ role, presence }) => `${role} ${presence}`).toSorted()).toEqual(['specialist present', 'station present']);
    const specialistTimes = (await view(specialist)).times;
    console.log('join figures in ms', { specialist: specialistTimes, relative: times });
  }, 180_000);

  it('connects over TCP where UDP does not get through', async () => {
    const room = newRoom();
    const nurse = await enter(room, 'station');
    const specialist = await enter(room, 'specialist', { withoutUdp: true });
    await Promise.all([hearsAndSees(nurse), hearsAndSees(specialist)]);
    console.log('join figures over TCP in ms', (await view(specialist)).times);
  }, 180_000);

  it('keeps whoever came by a link in the lobby until the staff is there', async () => {
    const room = newRoom();
    const relative = await enter(room, 'relative');
    await until('lobby', () => view(relative), ({ state }) => state?.kind === 'waiting' && state.why === 'lobby');
    const nurse = await enter(room, 'station');
    await Promise.all([hearsAndSees(relative), hearsAndSees(nurse)]);
  }, 180_000);

  it('lets an observer see and hear, but not speak', async () => {
    const room = newRoom();
    const nurse = await enter(room, 'station');
    const observer = await enter(room, 'observer', { speak: false });
    await hearsAndSees(observer);
    const { tiles } = await view(nurse);
    expect(tiles).toMatchObject([{ role: 'observer', sound: false, image: false }]);
  }, 180_000);

  it('says who is muted, and yields the picture to audio-only and takes it back', async () => {
    const room = newRoom();
    const [nurse, specialist] = [await enter(room, 'station'), await enter(room, 'specialist')];
    await hearsAndSees(nurse);
    await specialist.evaluate(() => (globalThis as Window).callPage.call()?.setMicrophone(false));
    await until('muted', () => view(nurse), ({ tiles }) => tiles[0]?.microphone === false);

    await nurse.evaluate(() => (globalThis as Window).callPage.call()?.setLimit('audio'));
    await inState(nurse, 'audio-only');
    await until('no picture of the nurse', () => view(specialist), ({ tiles }) => tiles[0]?.picture === 'off');
    let still = await received(nurse);
    // What was on its way may still come; then nothing does.
    await until('no frame comes', async () => {
      const before = (still = await received(nurse));
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      return (await received(nurse)).frames - before.frames;
    }, (frames) => frames < 3);
    await nurse.evaluate(() => (globalThis as Window).callPage.call()?.setLimit('automatic'));
    await until('frames again', () => received(nurse), ({ frames }) => frames > still.frames + 5);
  }, 180_000);
});

describe('what breaks', () => {
  it('a reloaded page is back in the room, in one seat', async () => {
    const room = newRoom();
    const [nurse, specialist] = [await enter(room, 'station'), await enter(room, 'specialist')];
    await hearsAndSees(nurse);
    await specialist.reload();
    await joinFrom(specialist);
    await Promise.all([hearsAndSees(specialist), until('one seat', () => view(nurse), ({ tiles }) => tiles.length === 1 && tiles[0]?.presence === 'present' && tiles[0].image)]);
    await keepsSeeing(nurse);
  }, 180_000);

  it('a broken line is resumed in the same stay: what was said meanwhile arrives, and the media never stopped', async () => {
    const room = newRoom();
    const [nurse, specialist] = [await enter(room, 'station'), await enter(room, 'specialist')];
    await Promise.all([hearsAndSees(nurse), hearsAndSees(specialist)]);
    const stay = (await view(specialist)).tiles[0]?.peer;
    await nurse.evaluate(() => {
      (globalThis as unknown as { sockets: { close: () => void }[] }).sockets.at(-1)?.close();
      void (globalThis as Window).callPage.call()?.setMicrophone(false);
    });
    const { tiles } = await until('muted, on the new socket', () => view(specialist), ({ tiles: [other] }) => other?.microphone === false && other.presence === 'present');
    expect(tiles).toMatchObject([{ peer: stay, camera: true }]);
    await Promise.all([keepsSeeing(nurse), inState(nurse, 'in-call')]);
    expect(world.sfu.log()).toContain('SFU_RESUMED');
  }, 180_000);

  it('a stay is not gone on with by whoever does not know its secret', async () => {
    const said: string[] = [];
    await new Promise<void>((resolve) => {
      const socket = new Socket(world.sfuUrl);
      socket.on('open', () => socket.send(JSON.stringify({ id: 0, type: 'resume', stay: 'a-guess', seen: 0 })));
      socket.on('message', (data: Buffer) => {
        const { type, code = '' } = JSON.parse(data.toString()) as { type: string; code?: string };
        said.push(`${type} ${code}`);
        if (type === 'refusal') socket.close();
      });
      socket.on('close', () => resolve());
    });
    expect(said).toEqual(['hello ', 'refusal ROOM_STAY_OVER']);
  });

  it('a second window of the same person replaces the first', async () => {
    const room = newRoom();
    const nurse = await enter(room, 'station');
    await inState(nurse, 'waiting');
    await nurse.evaluate(async () => {
      const first = (globalThis as Window).callPage.call();
      await (globalThis as Window).callPage.enter(await (globalThis as Window).nextPass(), false);
      (globalThis as unknown as { first: unknown }).first = first;
    });
    await until('replaced', () => nurse.evaluate(() => (globalThis as unknown as { first: CallClient }).first.view.state), (state) => state.kind === 'ended' && state.reason === 'replaced');
    await inState(nurse, 'waiting');
  }, 180_000);

  it('when the worker is killed everybody is back by themselves, and what was muted stays muted', async () => {
    const room = newRoom();
    const [nurse, specialist] = [await enter(room, 'station'), await enter(room, 'specialist')];
    await Promise.all([hearsAndSees(nurse), hearsAndSees(specialist)]);
    await specialist.evaluate(() => (globalThis as Window).callPage.call()?.setMicrophone(false));
    const stays = [(await view(nurse)).tiles[0]?.peer, (await view(specialist)).tiles[0]?.peer];
    const [worker] = (await world.sfu.health()).workers;
    const killedAt = Date.now();
    process.kill(worker ?? 0, 'SIGKILL');
    await until('moved', async () => world.sfu.log(), (log) => log.split('SFU_MOVED').length > 2);
    await Promise.all([nurse, specialist].map((page) => until('picture', () => received(page), ({ videos }) => videos >= 1)));
    console.log('worker killed, everybody back after ms', Date.now() - killedAt);
    const { tiles } = await until('still muted', () => view(nurse), ({ tiles: [other] }) => other?.sound === true && other.image && other.camera);
    expect(tiles).toMatchObject([{ microphone: false, camera: true }]);
    expect((await view(specialist)).microphone).toBe(false);
    expect([tiles[0]?.peer, (await view(specialist)).tiles[0]?.peer]).toEqual(stays);
  }, 180_000);

  it('a media path that goes dead for seconds is found again in the same stay', async () => {
    const room = newRoom();
    const [nurse, specialist] = [await enter(room, 'station'), await enter(room, 'specialist')];
    await Promise.all([hearsAndSees(nurse), hearsAndSees(specialist)]);
    const stay = (await view(nurse)).tiles[0]?.peer;
    const [worker] = (await world.sfu.health()).workers;
    process.kill(worker ?? 0, 'SIGSTOP');
    await inState(nurse, 'reconnecting', 40_000).finally(() => process.kill(worker ?? 0, 'SIGCONT'));
    const backAt = Date.now();
    await Promise.all([keepsSeeing(nurse), keepsSeeing(specialist), inState(nurse, 'in-call'), inState(specialist, 'in-call')]);
    console.log('media path dead, back after ms', Date.now() - backAt);
    expect((await view(nurse)).tiles[0]?.peer).toBe(stay);
  }, 180_000);

  it('when the SFU restarts everybody is back by themselves', async () => {
    const room = newRoom();
    const [nurse, specialist] = [await enter(room, 'station'), await enter(room, 'specialist')];
    await Promise.all([hearsAndSees(nurse), hearsAndSees(specialist)]);
    expect(await world.sfu.stop()).toBe(0);
    await inState(nurse, 'reconnecting');
    const startedAt = Date.now();
    world.sfu = await world.startSfu();
    await Promise.all([hearsAndSees(nurse), hearsAndSees(specialist)]);
    console.log('SFU started again, everybody back after ms', Date.now() - startedAt);
  }, 180_000);
});

describe('who may not', () => {
  it.each([
    ['forged', async () => token('r', { key: (await generateKeyPair('ES256')).privateKey }), 'ROOM_PASS_INVALID'],
    ['for another service', () => token('r', { audience: 'api' }), 'ROOM_PASS_INVALID'],
    ['expired', () => token('r', { lifeSeconds: -60 }), 'ROOM_PASS_EXPIRED'],
    ['no token at all', () => Promise.resolve('x'.repeat(40)), 'ROOM_PASS_INVALID'],
  ])('join with a pass that is %s', async (_, make, code) => {
    await expect(joinByHand(await make())).resolves.toEqual({ code, closedWith: code });
  });

  it('join twice with one pass', async () => {
    const pass = await token(newRoom());
    await expect(joinByHand(pass)).resolves.toEqual({ code: '', closedWith: 'joined' });
    await expect(joinByHand(pass)).resolves.toMatchObject({ code: 'ROOM_PASS_USED' });
  });

  it('stay in or come into a closed room', async () => {
    const room = newRoom();
    const nurse = await enter(room, 'station', { devices: false });
    await inState(nurse, 'waiting');
    const close = (authorization: string) => fetch(`${world.sfuOrigin}/rooms/${room}/close`, { method: 'POST', headers: { authorization } });
    expect((await close('Bearer nonsense')).status).toBe(401);
    expect((await close(`Bearer ${await world.office.order('another-room')}`)).status).toBe(401);
    expect((await view(nurse)).state?.kind).toBe('waiting');
    expect((await close(`Bearer ${await world.office.order(room)}`)).status).toBe(204);
    await until('closed', () => view(nurse), ({ state }) => state?.kind === 'ended' && state.reason === 'closed');
    await expect(joinByHand(await token(room))).resolves.toEqual({ code: 'ROOM_CLOSED', closedWith: 'ROOM_CLOSED' });
  }, 30_000);

  it('flood, overfill or misspell: only their own socket is closed', async () => {
    const room = newRoom();
    const nurse = await enter(room, 'station', { devices: false });
    const misbehave = (act: (socket: Socket) => void) => new Promise<number>((resolve) => {
      const socket = new Socket(world.sfuUrl);
      socket.on('open', () => act(socket));
      socket.on('error', () => undefined);
      socket.on('close', (code) => resolve(code));
    });
    await misbehave((socket) => {
      for (let n = 0; n < 10_000; n += 1) socket.send('{"id":1,"type":"leave"}');
    });
    expect(await misbehave((socket) => socket.send('x'.repeat(70_000)))).toBe(1009);
    expect(await misbehave((socket) => socket.send('{"id":1,"type":"become-specialist"}'))).toBe(4000);
    expect(await misbehave((socket) => socket.send(Buffer.from([1, 2, 3])))).toBe(4000);
    expect((await view(nurse)).state?.kind).toBe('waiting');
    expect((await world.sfu.health()).sockets).toBe(1);
  }, 30_000);

  it('keep the door busy: the one that has waited longest without a pass goes, and the rooms go on', async () => {
    const nurse = await enter(newRoom(), 'station', { devices: false });
    // In the room first: at the door it would be the one that has waited longest.
    await inState(nurse, 'waiting');
    const closed: number[] = [];
    const waiting = Array.from({ length: mostWaiting + 1 }, (_, n) => {
      const socket = new Socket(world.sfuUrl);
      socket.on('close', () => closed.push(n));
      socket.on('error', () => undefined);
      return socket;
    });
    await until('the oldest sent away', async () => closed.length, (count) => count === 1, 20_000);
    expect((await view(nurse)).state?.kind).toBe('waiting');
    for (const socket of waiting) socket.close();
    await until('all gone', async () => (await world.sfu.health()).sockets, (count) => count === 1, 20_000);
  }, 180_000);
});
