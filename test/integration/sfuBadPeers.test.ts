import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { received, until, type Received } from '../support/browser.ts';
import { openByHand } from '../support/byHand.ts';
import type { ByHand } from '../support/byHand.ts';
import { hearsAndSees, inState, keepsSeeing, openCallWorld, view } from '../support/callWorld.ts';
import type { CallWorld } from '../support/callWorld.ts';

/** Peers with a good pass that behave badly, in a real SFU beside real calls. Waits are short here; sfu/times.ts has the usual ones. */
let world: CallWorld;
const CONNECT_SECONDS = 4;
const SEAT_SECONDS = 4;

beforeAll(async () => {
  world = await openCallWorld({ port: 7840, mediaPort: 24_640, env: { SFU_CONNECT_SECONDS: String(CONNECT_SECONDS), SFU_SEAT_SECONDS: String(SEAT_SECONDS) } });
}, 1_500_000);
afterEach(() => world.leaveAll());
afterAll(() => world?.close());

async function aCall(room = world.newRoom()): Promise<{ room: string; nurse: Page; specialist: Page }> {
  const [nurse, specialist] = [await world.enter(room, 'station'), await world.enter(room, 'specialist')];
  await Promise.all([hearsAndSees(nurse), hearsAndSees(specialist)]);
  return { room, nurse, specialist };
}

const goesOn = (...pages: Page[]) => Promise.all(pages.flatMap((page) => [keepsSeeing(page), inState(page, 'in-call')]));
const tilesOf = async (page: Page) => (await view(page)).tiles.length;

/** Joins as somebody who can receive, and sets nothing up. */
async function joinByHand(room: string, { deaf = false, sub = 'by-hand' } = {}): Promise<ByHand> {
  const peer = await openByHand(world.sfuUrl, { deaf });
  const { token } = await world.office.pass({ sub, room, role: 'station' });
  peer.say('join', { token, rtpCapabilities: peer.heard[0]?.['rtpCapabilities'] });
  await until('joined', async () => peer.heard, (heard) => heard.some(({ type }) => type === 'answer'));
  return peer;
}

describe('a peer that never sets its media up', () => {
  it('loses its seat when it was offered streams, and the room goes on', async () => {
    const { room, nurse, specialist } = await aCall();
    const from = Date.now();
    const peer = await joinByHand(room);
    await until('seated', () => tilesOf(nurse), (tiles) => tiles === 2);
    const { reason, at } = await peer.closed;
    console.log('offered, never answered: gone after ms', at - from);
    expect(reason).toBe('ROOM_SILENT');
    await until('its seat is given up', () => tilesOf(nurse), (tiles) => tiles === 1);
    await goesOn(nurse, specialist);
  }, 240_000);

  it('is gone with its line when it does not answer pings either', async () => {
    const { nurse, specialist } = await aCall();
    // Alone in its room: nothing is offered to it, so it owes no answer, and only its line says that it is gone.
    const deaf = await joinByHand(world.newRoom(), { deaf: true });
    await deaf.closed;
    await until('one room left', async () => (await world.sfu.health()).rooms, (rooms) => rooms === 1);
    await goesOn(nurse, specialist);
  }, 240_000);

  it('keeps its seat while it waits alone, and is heard and seen in the same stay once somebody comes', async () => {
    const room = world.newRoom();
    const ofRoom = () => world.sfu.log().split('\n').filter((line) => line.includes(`"room":"${room}"`)).join();
    const nurse = await world.enter(room, 'station', { devices: false });
    await inState(nurse, 'waiting');
    await until('its ways are closed', async () => ofRoom(), (log) => log.includes('"seatEnds":false'));
    expect((await view(nurse)).state?.kind).toBe('waiting');
    const specialist = await world.enter(room, 'specialist');
    await hearsAndSees(nurse);
    expect(ofRoom()).toContain('SFU_WOKEN');
    expect((await view(specialist)).tiles).toMatchObject([{ presence: 'present' }]);
  }, 240_000);

  it('is given other ways when it asks after its own were closed', async () => {
    const room = world.newRoom();
    const peer = await joinByHand(room, { sub: 'late' });
    const before = peer.heard.length;
    await until('its ways are closed', async () => world.sfu.log().split('\n').some((line) => line.includes(`"room":"${room}"`) && line.includes('"seatEnds":false')), (closed) => closed);
    peer.say('restartIce', { direction: 'send' });
    const said = await until('refused', async () => peer.heard.slice(before), (heard) => heard.some(({ type }) => type === 'refusal'));
    expect(said.map(({ type }) => type).filter((type) => type === 'moved' || type === 'refusal')).toEqual(['moved', 'refusal']);
    peer.socket.close();
  }, 60_000);
});

describe('a flood of messages', () => {
  it('of 10,000 a second is cut off each time, and sound and picture go on in its room and in others', async () => {
    const own = await aCall();
    const other = await aCall();
    const pages = [own.nurse, own.specialist, other.nurse, other.specialist];
    const before = await Promise.all(pages.map(received));
    const flood = { on: true, sent: 0, cutOff: 0 };
    const flooding = (async () => {
      while (flood.on) {
        const peer = await joinByHand(own.room, { sub: 'flood' });
        const timer = setInterval(() => {
          for (let n = 0; n < 100; n += 1, flood.sent += 1) peer.say('raiseHand', { on: n % 2 === 0 });
        }, 10);
        await peer.closed;
        clearInterval(timer);
        flood.cutOff += 1;
      }
    })();
    const goOn = (now: readonly Received[]) => now.every(({ frames, audioEnergy }, n) => frames > (before[n]?.frames ?? 0) + 15 && audioEnergy > (before[n]?.audioEnergy ?? 0));
    const during = await until('cut off twice, and everybody hears and sees meanwhile', async () => await Promise.all(pages.map(received)), (now) => flood.cutOff > 1 && goOn(now), 120_000);
    flood.on = false;
    await flooding;
    console.log('beside a flood', { sent: flood.sent, cutOff: flood.cutOff, frames: during.map(({ frames }, n) => frames - (before[n]?.frames ?? 0)) });
    await goesOn(...pages);
  }, 300_000);
});

describe('a message that is none', () => {
  const deep = '['.repeat(20_000) + ']'.repeat(20_000);
  const bad: readonly (readonly [string, string | Buffer, number])[] = [
    ['too large', 'x'.repeat(70_000), 1009],
    ['no JSON', '{"id":9', 4000],
    ['binary', Buffer.from([1, 2, 3]), 4000],
    ['of no kind that exists', '{"id":9,"type":"become-specialist"}', 4000],
    ['with a wrong field', '{"id":9,"type":"raiseHand","on":"yes"}', 4000],
    ['with endless depth', `{"id":9,"type":"quality","report":${deep}}`, 4000],
    ['with a negative id', '{"id":-1,"type":"leave"}', 4000],
    ['a second join', '{"id":9,"type":"join","token":"xxxxxxxxxxxxxxxxxxxxxxxx"}', 0],
  ];

  it('costs its sender the socket, whatever is wrong with it, and the room nothing', async () => {
    const { room, nurse, specialist } = await aCall();
    for (const [what, frame, expected] of bad) {
      const peer = await joinByHand(room, { sub: 'misspells' });
      peer.send(frame);
      if (expected === 0) {
        await until(what, async () => peer.heard, (heard) => heard.some(({ code }) => code === 'ROOM_MESSAGE_INVALID'));
        peer.socket.close();
      } else expect([what, (await peer.closed).code]).toEqual([what, expected]);
    }
    await until('its seat is given up', () => tilesOf(nurse), (tiles) => tiles === 1);
    await goesOn(nurse, specialist);
  }, 240_000);

  it('about streams and people that are not its own is refused, and changes nothing', async () => {
    const { room, nurse, specialist } = await aCall();
    const peer = await joinByHand(room, { sub: 'meddles' });
    const offers = peer.heard.flatMap(({ answer }) => (answer as { offers?: { producerId: string }[] } | undefined)?.offers ?? []);
    const [theirs] = offers;
    expect(theirs).toBeDefined();
    peer.say('pauseProducer', { producerId: theirs?.producerId });
    peer.say('closeProducer', { producerId: theirs?.producerId });
    peer.say('resumeConsumer', { consumerId: 'nobody' });
    peer.say('mutePerson', { peer: 'nobody' });
    const codes = await until('all refused', async () => peer.heard.filter(({ type }) => type === 'refusal').map(({ code }) => code), (refused) => refused.length >= 4);
    expect(new Set(codes)).toEqual(new Set(['ROOM_NO_SUCH_PERSON', 'ROOM_NO_SUCH_STREAM']));
    await goesOn(nurse, specialist);
    peer.socket.close();
  }, 240_000);
});
