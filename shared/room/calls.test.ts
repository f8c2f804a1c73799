import { beforeEach, describe, expect, it } from '@jest/globals';
import { act } from '../consultation/act.ts';
import { requestConsultation } from '../consultation/request.ts';
import { rooms } from '../consultation/rooms.ts';
import { aWorld, type World } from '../consultation/world.test.support.ts';
import { countingIds } from '../kernel/ids.ts';
import { valueOf } from '../kernel/result.ts';
import { fakeKeySigner } from '../signing/keySigner.fake.ts';
import { readCalls, storeCallReport } from './calls.ts';
import type { RoomPass } from './contract.ts';
import { joinRoom, type RoomContext } from './join.ts';
import type { CallReport } from './quality.ts';

let world: World;
let context: RoomContext;
let id: string;
let pass: RoomPass;
beforeEach(async () => {
  world = aWorld();
  const { repository, clock } = world;
  context = {
    repository, clock, base: world.context.base, newId: countingIds('jti'), newSecret: countingIds('secret'),
    signer: await fakeKeySigner(), issuer: 'https://api.example', sfuUrl: 'wss://sfu.example/sfu', turn: { urls: [], secret: '' }, consultations: rooms(world.context),
    talk: { read: () => Promise.reject(new Error('not here')), write: () => Promise.reject(new Error('not here')) },
  };
  id = valueOf(await requestConsultation(world.context, world.ask('nurse'), {
    patientId: 'p-1', symptoms: 'Đau', vitals: {}, questions: ['Gì?'], specialty: 'cardiology', facilityId: 'bv-1', priority: 'routine', when: { kind: 'now' }, patientInformed: true,
  })).id;
  valueOf(await act(world.context, world.ask('specialist'), id, { action: 'call' }));
  pass = valueOf(await joinRoom(context, world.ask('nurse'), id));
});

const stay = 'jti-1';
const report = (change: Partial<CallReport> = {}): CallReport => ({
  pass: pass.token, from: '2026-11-23T00:00:00.000Z', over: false,
  reports: [{ slot: 0, report: { joinedMs: 210, firstAudioMs: 260, lostPercent: 1.5, roundTripMs: 80, step: 'sd' } }, { slot: 2, report: { lostPercent: 12, roundTripMs: 300, step: 'audio' } }],
  ...change,
});
const code = async (answer: ReturnType<typeof storeCallReport>) => {
  const got = await answer;
  return got.ok ? 'stored' : got.error.code;
};

describe('how a call went', () => {
  it('is stored with the visit as sampled values, with gaps where nothing was reported', async () => {
    expect(await code(storeCallReport(context, stay, report(), 'c'))).toBe('stored');
    const stored = world.stored('Observation', `call-${stay}`);
    expect(stored).toMatchObject({
      status: 'preliminary', subject: { reference: 'Patient/p-1' }, encounter: { reference: `Encounter/${id}` }, effectivePeriod: { start: '2026-11-23T00:00:00.000Z', end: '2026-11-23T00:00:30.000Z' },
      component: expect.arrayContaining([expect.objectContaining({ valueSampledData: { origin: { value: 0, unit: '%', system: 'http://unitsofmeasure.org', code: '%' }, period: 10_000, dimensions: 1, data: '1.5 E 12' } })]),
    });
  });
  it('is one entry a stay, written anew until it is over', async () => {
    await storeCallReport(context, stay, report(), 'c');
    await storeCallReport(context, stay, report({ over: true }), 'c');
    const { stays } = valueOf(await readCalls(context, world.ask('specialist'), id));
    expect(stays).toHaveLength(1);
    expect(stays[0]).toMatchObject({ over: true, role: 'station', joinedMs: 210, firstAudioMs: 260, series: { lost: [1.5, null, 12], step: [1, null, 3], frames: [null, null, null] } });
  });
  it('is taken with the pass of that stay alone, also when it has expired, but not after a day', async () => {
    expect(await code(storeCallReport(context, 'another', report(), 'c'))).toBe('ROOM_REPORT_REFUSED');
    expect(await code(storeCallReport(context, stay, report({ pass: `${pass.token.slice(0, -4)}${pass.token.endsWith('AAAA') ? 'BBBB' : 'AAAA'}` }), 'c'))).toBe('ROOM_REPORT_REFUSED');
    expect(await code(storeCallReport(context, stay, report({ pass: 'x'.repeat(40) }), 'c'))).toBe('ROOM_REPORT_REFUSED');
    world.clock.advance(3_600_000);
    expect(await code(storeCallReport(context, stay, report(), 'c'))).toBe('stored');
    world.clock.advance(24 * 3_600_000);
    expect(await code(storeCallReport(context, stay, report(), 'c'))).toBe('ROOM_REPORT_REFUSED');
  });
  it('is read by those who treat, not by the patient or a stranger, and each reading is written down', async () => {
    await storeCallReport(context, stay, report(), 'c');
    const read = async (who: Parameters<World['ask']>[0]) => {
      const got = await readCalls(context, world.ask(who), id);
      return got.ok ? 'read' : got.error.code;
    };
    expect([await read('nurse'), await read('specialist'), await read('patient'), await read('nurse2')]).toEqual(['read', 'read', 'ROOM_NOT_FOR_YOU', 'HTTP_NOT_FOUND']);
    expect(world.repository.audits.filter(({ event }) => event === 'call-quality-read').map(({ outcome }) => outcome)).toEqual(['success', 'success', 'refused']);
  });
});
