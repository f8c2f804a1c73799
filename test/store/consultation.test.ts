import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { act } from '../../shared/consultation/act.ts';
import type { ConsultationAction, ConsultationRequest } from '../../shared/consultation/contract.ts';
import { listConsultations } from '../../shared/consultation/list.ts';
import { requestConsultation } from '../../shared/consultation/request.ts';
import { signConclusion } from '../../shared/consultation/sign.ts';
import { viewConsultation } from '../../shared/consultation/view.ts';
import { seeds, worldOn } from '../../shared/consultation/world.test.support.ts';
import { readDirectory } from '../../shared/booking/directory.ts';
import { findFreeSlots } from '../../shared/booking/freeSlots.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { valueOf } from '../../shared/kernel/result.ts';
import type { Metering } from '../../shared/store/connection.ts';
import { startEmbedded, type Database } from './support/databases.ts';
import { onDatabase } from './support/onDatabase.ts';

const aRequest = (more: Partial<ConsultationRequest> = {}): ConsultationRequest => ({
  patientId: 'p-1', symptoms: 'Đau ngực', vitals: { systolic: 150, diastolic: 95, heartRate: 88, oxygenSaturation: 97 }, photos: [{ binaryId: 'b-1' }],
  questions: ['Chuyển tuyến?'], specialty: 'cardiology', facilityId: 'bv-1', priority: 'routine', when: { kind: 'now' }, patientInformed: true, ...more,
});
const aConclusion = { answers: [{ number: 1, text: 'Không' }], diagnoses: [{ code: 'I10', display: 'Tăng huyết áp', main: true }], advice: 'Ăn nhạt' };

describe('consultations on the embedded database', () => {
  let database: Database;
  beforeAll(async () => {
    database = await startEmbedded();
  }, 60_000);
  afterAll(() => database.stop());

  async function aWorld(tenant: string) {
    const metered: Metering[] = [];
    const clock = fixedClock('2026-11-23T00:00:00.000Z');
    const repository = onDatabase(database, { meter: (m) => void metered.push(m) }).make(tenant, clock);
    const audit = { actor: { subject: 'seed', name: 'seed', role: 'system' }, action: 'create', outcome: 'success', event: 'seeded', entities: [], correlationId: 'seed' } as const;
    valueOf(await repository.commit({ writes: seeds().map((resource) => ({ kind: 'put', resource, precondition: { kind: 'absent' } })), audit }));
    const world = worldOn(repository, clock);
    /** What a step cost, in requests to the database. */
    const costOf = async (step: () => Promise<unknown>) => {
      metered.length = 0;
      await step();
      const units = (kind: 'readUnits' | 'writeUnits') => metered.reduce((sum, m) => sum + m[kind], 0);
      return { requests: metered.length, read: units('readUnits'), write: units('writeUnits') };
    };
    const does = async (who: Parameters<typeof world.ask>[0], id: string, action: ConsultationAction) => valueOf(await act(world.context, world.ask(who), id, action));
    return { ...world, repository, clock, costOf, does };
  }

  it('of 200 who want one slot at one moment exactly one has it; 199 are offered the next free ones', async () => {
    const { context, ask, repository } = await aWorld('race');
    const all = await Promise.all(Array.from({ length: 200 }, () => requestConsultation(context, ask('nurse'), aRequest({ vitals: {}, photos: [], when: { kind: 'slot', slotId: 'slot-1' } }))));
    expect(all.filter((r) => r.ok)).toHaveLength(1);
    const refused = all.flatMap((r) => (r.ok ? [] : [r.error]));
    expect(new Set(refused.map((e) => e.code))).toEqual(new Set(['BOOKING_SLOT_TAKEN']));
    for (const { help } of refused) expect(help).toMatchObject({ slots: [{ id: 'slot-2' }, { id: 'slot-3' }] });
    expect(valueOf(await repository.search('Task', 'patient=Patient/p-1')).resources).toHaveLength(1);
    expect(valueOf(await repository.search('Appointment', 'patient=Patient/p-1')).resources).toHaveLength(1);
  }, 300_000);

  it('whoever loses a slot pays a unit or two for it, not for a booking', async () => {
    const { context, ask, costOf } = await aWorld('losers');
    const book = (slotId: string) => requestConsultation(context, ask('nurse'), aRequest({ when: { kind: 'slot', slotId } }));
    const alone = await costOf(() => book('slot-2'));
    const racing = await costOf(() => Promise.all(Array.from({ length: 10 }, () => book('slot-1'))));
    const loser = { requests: (racing.requests - alone.requests) / 9, read: (racing.read - alone.read) / 9, write: (racing.write - alone.write) / 9 };
    if (process.env['SHOW_COSTS']) console.table({ alone, loser });
    expect(alone.write).toBeGreaterThan(40);
    // A turn asked for in vain costs one unit; it is asked for at most six times.
    expect(loser.write).toBeLessThanOrEqual(6);
    expect(loser.requests).toBeLessThanOrEqual(24);
  }, 60_000);

  it('goes the whole way and answers each time what a later reading answers', async () => {
    const { context, ask, does } = await aWorld('way');
    const { id } = valueOf(await requestConsultation(context, ask('nurse'), aRequest({ when: { kind: 'slot', slotId: 'slot-1' } })));
    await does('nurse', id, { action: 'wait' });
    await does('specialist', id, { action: 'call' });
    await does('nurse', id, { action: 'start-call' });
    const ended = await does('specialist', id, { action: 'end-call' });
    expect(await viewConsultation(context, ask('specialist'), id)).toEqual({ ok: true, value: ended });
    const signed = await signConclusion(context, ask('specialist'), id, aConclusion);
    expect(signed).toMatchObject({ value: { state: 'signed', conclusion: { signature: { valid: true } } } });
    expect(await viewConsultation(context, ask('specialist'), id)).toEqual(signed);
    const amended = await signConclusion(context, ask('specialist'), id, { ...aConclusion, advice: 'Đo mỗi ngày' }, 'bổ sung');
    expect(await viewConsultation(context, ask('specialist'), id)).toEqual(amended);
    expect(amended).toMatchObject({ value: { conclusion: { signature: { valid: true }, amendments: [{ reason: 'bổ sung' }] } } });
  }, 60_000);

  it('costs a handful of requests a step, however many consultations there are', async () => {
    const { context, ask, does, costOf } = await aWorld('cost');
    for (let i = 0; i < 25; i++) valueOf(await requestConsultation(context, ask('nurse'), aRequest({ photos: [] })));
    let id = '';
    const costs = {
      directory: await costOf(() => readDirectory(context.repository, context.base)),
      slots: await costOf(() => findFreeSlots(context.repository, { practitionerId: 'dr-1', from: context.clock.now(), limit: 30 })),
      request: await costOf(async () => (id = valueOf(await requestConsultation(context, ask('nurse'), aRequest({ when: { kind: 'slot', slotId: 'slot-1' } }))).id)),
      stationList: await costOf(() => listConsultations(context, ask('nurse'), 'station')),
      waitingList: await costOf(() => listConsultations(context, ask('specialist'), 'waiting')),
      inProgressList: await costOf(() => listConsultations(context, ask('specialist'), 'in-progress')),
      wait: await costOf(() => does('nurse', id, { action: 'wait' })),
      call: await costOf(() => does('specialist', id, { action: 'call' })),
      view: await costOf(() => viewConsultation(context, ask('specialist'), id)),
      sign: await costOf(() => signConclusion(context, ask('specialist'), id, aConclusion)),
    };
    if (process.env['SHOW_COSTS']) console.table(costs);
    expect(costs.view.requests).toBeLessThanOrEqual(4);
    for (const list of [costs.stationList, costs.waitingList, costs.inProgressList]) expect(list.requests).toBeLessThanOrEqual(9);
    expect(costs.request.requests).toBeLessThanOrEqual(12);
    for (const move of [costs.wait, costs.call, costs.sign]) expect(move.requests).toBeLessThanOrEqual(16);
  }, 60_000);
});
