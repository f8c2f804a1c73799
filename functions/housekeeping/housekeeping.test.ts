import { beforeEach, describe, expect, it } from '@jest/globals';
import { act } from '../../shared/consultation/act.ts';
import type { ConsultationRequest } from '../../shared/consultation/contract.ts';
import { requestConsultation } from '../../shared/consultation/request.ts';
import { viewConsultation } from '../../shared/consultation/view.ts';
import { aWorld, type World } from '../../shared/consultation/world.test.support.ts';
import { keepHouse } from './handler.ts';

let world: World;
beforeEach(() => {
  world = aWorld();
});

const minute = 60_000;
const request = async (more: Partial<ConsultationRequest>) => {
  const made = await requestConsultation(world.context, world.ask('nurse'), {
    patientId: 'p-1', symptoms: 'Đau', vitals: {}, questions: ['Gì?'], specialty: 'cardiology', facilityId: 'bv-1', priority: 'routine', when: { kind: 'now' }, patientInformed: true, ...more,
  });
  if (!made.ok) throw new Error(made.error.code);
  return made.value.id;
};
const stateOf = async (id: string) => {
  const view = await viewConsultation(world.context, world.ask('nurse'), id);
  return view.ok ? view.value.state : view.error.code;
};

describe('housekeeping', () => {
  it('escalates what waited longer than its priority allows, once, and leaves the rest', async () => {
    const [stat, routine] = [await request({ priority: 'stat' }), await request({})];
    world.clock.advance(6 * minute);
    expect(await keepHouse(world.context, 'c')).toMatchObject({ escalated: 1 });
    expect([await stateOf(stat), await stateOf(routine)]).toEqual(['escalated', 'routed']);
    expect(world.repository.events.filter((e) => e.type === 'consultation-escalated')).toHaveLength(1);
    expect(await keepHouse(world.context, 'c')).toMatchObject({ escalated: 0, slotsMade: 0 });
    expect((await act(world.context, world.ask('specialist'), stat, { action: 'accept' })).ok).toBe(true);
  });
  it('points out once that nobody came to an appointment, and changes no state', async () => {
    const id = await request({ when: { kind: 'slot', slotId: 'slot-1' } });
    world.clock.advance(100 * minute);
    expect(await keepHouse(world.context, 'c')).toMatchObject({ hinted: 1 });
    expect(await keepHouse(world.context, 'c')).toMatchObject({ hinted: 0 });
    expect(await stateOf(id)).toBe('scheduled');
    expect(world.repository.events.filter((e) => e.type === 'no-show-suspected')).toHaveLength(1);
  });
  it('keeps two weeks of slots ahead and makes only what is missing', async () => {
    const first = await keepHouse(world.context, 'c');
    // Four specialists, two weeks of six days, thirty quarters of an hour a day.
    expect(first.slotsMade).toBe(4 * 12 * 30);
    world.clock.advance(24 * 60 * minute);
    expect((await keepHouse(world.context, 'c')).slotsMade).toBe(4 * 30);
  });
});
