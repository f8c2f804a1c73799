import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { until } from '../support/browser.ts';
import { ask, hearsAndSees, inState, openCallWorld, view } from '../support/callWorld.ts';
import type { CallWindow, CallWorld } from '../support/callWorld.ts';

/** A room over two workers (one person each), and what a manager may do in it. */
let world: CallWorld;

beforeAll(async () => {
  world = await openCallWorld({ port: 7808, mediaPort: 24_408, workers: 2, peopleAWorker: 1 });
}, 1_500_000);
afterEach(() => world.leaveAll());
afterAll(() => world?.close());

describe('a room over two workers', () => {
  it('carries sound and picture through the pipe, and the death of one worker ends one stay alone', async () => {
    const room = world.newRoom();
    const nurse = await world.enter(room, 'station');
    const specialist = await world.enter(room, 'specialist');
    await Promise.all([hearsAndSees(nurse, 1, 40_000), hearsAndSees(specialist, 1, 40_000)]);
    const self = (await view(specialist)).tiles[0]?.peer;
    const { workers } = await world.sfu.health();
    process.kill(workers[1] ?? 0, 'SIGKILL');
    await until('specialist back', () => view(nurse), ({ tiles }) => tiles.length === 1 && tiles[0]?.presence === 'present' && tiles[0].image, 40_000);
    // One of the two was on the worker that stayed: its seat is the same as before.
    const after = (await view(specialist)).tiles[0]?.peer;
    expect(after).toBe(self);
  }, 180_000);
});

describe('a manager', () => {
  it('lets people in by hand, mutes, and sends out; others may not', async () => {
    const room = world.newRoom();
    const nurse = await world.enter(room, 'station');
    await inState(nurse, 'waiting');
    expect(await ask(nurse, 'lobby', { mode: 'by-hand' })).toBe('done');
    const relative = await world.enter(room, 'relative');
    const waiting = await until('somebody in the lobby', () => nurse.evaluate(() => (globalThis as CallWindow).callPage.view()?.lobby.map(({ peer }) => peer) ?? []), (lobby) => lobby.length === 1);
    const peer = waiting[0] ?? '';
    expect((await view(relative)).tiles).toEqual([]);
    expect(await ask(relative, 'admit', { peer })).toBe('ROOM_MAY_NOT_MANAGE');
    expect(await ask(nurse, 'admit', { peer })).toBe('done');
    await hearsAndSees(nurse, 1, 40_000);
    expect(await ask(relative, 'raiseHand', { on: true })).toBe('done');
    expect(await ask(nurse, 'mutePerson', { peer })).toBe('done');
    await until('muted on both sides', async () => [(await view(relative)).microphone, (await view(nurse)).tiles[0]?.microphone, (await view(nurse)).tiles[0]?.hand], (seen) => JSON.stringify(seen) === '[false,false,1]');
    expect(await ask(relative, 'point', { at: { x: 0.5, y: 0.5 } })).toBe('ROOM_NO_SUCH_STREAM');
    expect(await ask(relative, 'sendOut', { peer })).toBe('ROOM_MAY_NOT_MANAGE');
    expect(await ask(nurse, 'sendOut', { peer })).toBe('done');
    await until('sent out', () => view(relative), ({ state }) => state?.kind === 'ended' && state.reason === 'sent-out');
  }, 180_000);
});

describe('what stands before all', () => {
  const stage = (page: Page) => page.evaluate(() => {
    const view = (globalThis as CallWindow).callPage.view();
    return { shared: view?.shared && `${view.shared.kind} ${view.shared.own ? 'own' : view.shared.person.role} ${view.shared.kind === 'photo' ? view.shared.photo : ''}`, asked: view?.photoAskedBy !== undefined, pointers: view?.pointers.size };
  });

  // This world seats two: one a worker.
  it('is one thing at a time; a photo is named and not sent, also to who comes later', async () => {
    const room = world.newRoom();
    const doctor = await world.enter(room, 'specialist');
    await inState(doctor, 'waiting', 30_000);
    expect(await ask(doctor, 'show', { photo: 'photo-1' })).toBe('done');
    const nurse = await world.enter(room, 'station');
    await until('the photo stands', () => stage(nurse), ({ shared }) => shared === 'photo specialist photo-1', 30_000);
    expect(await ask(nurse, 'show', { photo: 'photo-2' })).toBe('ROOM_MEDIA_REFUSED');
    expect(await ask(nurse, 'point', { at: { x: 0.2, y: 0.9 } })).toBe('done');
    await until('pointed at', () => stage(doctor), ({ pointers }) => pointers === 1);
    expect(await ask(doctor, 'show', { photo: null })).toBe('done');
    await until('the stage is free, and nobody points', () => stage(doctor), ({ shared, pointers }) => shared === undefined && pointers === 0);
    expect(await ask(nurse, 'point', { at: { x: 0.2, y: 0.9 } })).toBe('ROOM_NO_SUCH_STREAM');
  }, 180_000);

  it('may be a sharp photo that a manager asks for, and only of a station', async () => {
    const room = world.newRoom();
    const doctor = await world.enter(room, 'specialist');
    const patient = await world.enter(room, 'patient');
    await Promise.all([inState(doctor, 'in-call', 30_000), inState(patient, 'in-call', 30_000)]);
    expect(await ask(doctor, 'askPhoto', {})).toBe('ROOM_NO_SUCH_PERSON');
    expect(await ask(patient, 'askPhoto', {})).toBe('ROOM_MAY_NOT_MANAGE');
  }, 180_000);
});
