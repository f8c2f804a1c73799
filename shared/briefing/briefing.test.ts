import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Bundle } from '@medplum/fhirtypes';
import { valueOf } from '../kernel/result.ts';
import { stayingOn } from './briefing.ts';
import { attendBriefing, cancelBriefing, signMinutes } from './change.ts';
import { joinBriefing } from './join.ts';
import { planBriefing } from './plan.ts';
import { listBriefings, viewBriefing } from './view.ts';
import { ask, aWorld, minutes, plan, untilStart } from './world.test.support.ts';

let world: Awaited<ReturnType<typeof aWorld>>;
beforeEach(async () => {
  world = await aWorld();
});
const planned = async () => valueOf(await planBriefing(world.context, ask('host'), plan)).id;

describe('a briefing', () => {
  it('lasts as long as its agenda, is led by who planned it, and is an Appointment without a patient', async () => {
    const view = valueOf(await planBriefing(world.context, ask('host', 'key-1'), plan));
    expect(view).toMatchObject({ state: 'planned', place: 'host', start: '2026-11-23T01:00:00.000Z', end: '2026-11-23T01:30:00.000Z', facilities: [{ id: 'bv-1' }, { id: 'tyt-1', name: 'Trạm Y tế xã Mẫu' }], people: [{ id: 'dr-3' }] });
    const stored = world.repository.all().find(({ resourceType }) => resourceType === 'Appointment');
    expect(JSON.stringify(stored)).not.toContain('Patient/');
    expect(stored).toMatchObject({ status: 'booked', description: 'Giao ban tuần', minutesDuration: 30 });
    // The same command again is the same briefing.
    expect(valueOf(await planBriefing(world.context, ask('host', 'key-1'), plan)).id).toBe(view.id);
  });

  it('is planned by coordinators and specialists, now or later, for those who exist', async () => {
    expect(await planBriefing(world.context, ask('nurse'), plan)).toMatchObject({ error: { code: 'HTTP_FORBIDDEN' } });
    expect(world.repository.audits.at(-1)).toMatchObject({ event: 'briefing-planned', outcome: 'refused' });
    expect(await planBriefing(world.context, ask('host'), { ...plan, start: '2026-11-22T07:00:00Z' })).toMatchObject({ error: { code: 'BRIEFING_IN_THE_PAST', at: '/start' } });
    expect(await planBriefing(world.context, ask('host'), { ...plan, facilities: ['tyt-1', 'nowhere'] })).toMatchObject({ error: { code: 'BRIEFING_FACILITY_UNKNOWN', at: '/facilities/1' } });
    expect(await planBriefing(world.context, ask('host'), { ...plan, people: ['nobody'] })).toMatchObject({ error: { code: 'BRIEFING_PERSON_UNKNOWN', at: '/people/0' } });
  });

  it('is on the list of those invited by facility or by name, and for everybody else there is none', async () => {
    const id = await planned();
    for (const name of ['host', 'nurse', 'doctor'] as const) expect(valueOf(await listBriefings(world.context, ask(name))).rows.map((row) => row.id)).toEqual([id]);
    expect(valueOf(await listBriefings(world.context, ask('stranger'))).rows).toEqual([]);
    expect(await viewBriefing(world.context, ask('stranger'), id)).toMatchObject({ error: { code: 'HTTP_NOT_FOUND' } });
    expect(world.repository.audits.at(-1)).toMatchObject({ event: 'briefing-read', outcome: 'refused', actor: { subject: 'stranger' } });
    expect(await viewBriefing(world.context, ask('patient'), id)).toMatchObject({ error: { code: 'HTTP_NOT_FOUND' } });
    expect(await listBriefings(world.context, ask('patient'))).toMatchObject({ error: { code: 'HTTP_FORBIDDEN' } });
  });

  it('lets the host manage and the others attend, by name and facility, from half an hour before', async () => {
    const id = await planned();
    valueOf(await joinBriefing(world.context, ask('nurse'), id));
    expect(world.passed.at(-1)).toMatchObject({ state: { kind: 'not-yet', opensAt: '2026-11-23T00:30:00.000Z' } });
    world.clock.advance(untilStart - 30 * minutes);
    valueOf(await joinBriefing(world.context, ask('nurse'), id));
    valueOf(await joinBriefing(world.context, ask('host'), id));
    expect(world.passed.slice(-2)).toMatchObject([{ state: { kind: 'open' }, role: 'attendee', name: 'Lò Thị Mẫu, Trạm Y tế xã Mẫu' }, { role: 'host' }]);
    expect(await joinBriefing(world.context, ask('stranger'), id)).toMatchObject({ error: { code: 'HTTP_NOT_FOUND' } });
    world.clock.advance(6 * 60 * minutes);
    valueOf(await joinBriefing(world.context, ask('nurse'), id));
    expect(world.passed.at(-1)).toMatchObject({ state: { kind: 'closed' } });
  });

  it('is cancelled by the host alone, with a reason that all see, and its room closes', async () => {
    const id = await planned();
    expect(await cancelBriefing(world.context, ask('nurse'), id, 'x')).toMatchObject({ error: { code: 'BRIEFING_NOT_YOURS' } });
    expect(valueOf(await cancelBriefing(world.context, ask('host'), id, 'Bão'))).toMatchObject({ state: 'cancelled', cancelled: 'Bão' });
    expect(world.repository.events.at(-1)).toMatchObject({ type: 'room-closed', data: { room: 'room-1' } });
    expect(await joinBriefing(world.context, ask('nurse'), id)).toMatchObject({ error: { code: 'BRIEFING_CANCELLED' } });
    expect(await cancelBriefing(world.context, ask('host'), id, 'lần nữa')).toMatchObject({ error: { code: 'BRIEFING_CANCELLED' } });
  });
});

describe('attendance', () => {
  it('is a stay that goes on while signs of life come, and another after an absence', () => {
    const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 1, minute));
    const signs = [0, 2, 4, 20, 22].reduce<ReturnType<typeof stayingOn>>((stays, minute) => stayingOn(stays, at(minute)), []);
    expect(signs.map(({ from, to }) => `${from.slice(14, 16)}-${to.slice(14, 16)}`)).toEqual(['00-04', '20-22']);
  });

  it('writes itself with the facility, for those who have a place, while the room is open', async () => {
    const id = await planned();
    expect(await attendBriefing(world.context, ask('nurse'), id)).toMatchObject({ error: { code: 'ROOM_CLOSED' } });
    world.clock.advance(untilStart);
    valueOf(await attendBriefing(world.context, ask('nurse'), id));
    world.clock.advance(2 * minutes);
    valueOf(await attendBriefing(world.context, ask('nurse'), id));
    valueOf(await attendBriefing(world.context, ask('host'), id));
    expect(await attendBriefing(world.context, ask('stranger'), id)).toMatchObject({ error: { code: 'HTTP_NOT_FOUND' } });
    expect(valueOf(await viewBriefing(world.context, ask('doctor'), id)).attendance).toEqual([
      { person: { id: 'nurse-1', name: 'Lò Thị Mẫu' }, facility: { id: 'tyt-1', name: 'Trạm Y tế xã Mẫu' }, stays: [{ from: '2026-11-23T01:00:00.000Z', to: '2026-11-23T01:02:00.000Z' }] },
      { person: { id: 'co-1', name: 'Phạm Thu Mẫu' }, facility: { id: 'bv-1', name: 'Bệnh viện Mẫu' }, stays: [{ from: '2026-11-23T01:02:00.000Z', to: '2026-11-23T01:02:00.000Z' }] },
    ]);
  });
});

describe('minutes', () => {
  const written = { items: [{ number: 1, text: 'Ba ca mới <2 tuần>.\nĐã phun thuốc.' }], decisions: 'Trạm báo cáo hằng ngày.' };

  it('are signed once by the host, with who was there; the document is genuine, and a changed one is not', async () => {
    const id = await planned();
    expect(await signMinutes(world.context, ask('host'), id, written)).toMatchObject({ error: { code: 'BRIEFING_TOO_EARLY' } });
    world.clock.advance(untilStart);
    valueOf(await attendBriefing(world.context, ask('nurse'), id));
    expect(await signMinutes(world.context, ask('nurse'), id, written)).toMatchObject({ error: { code: 'BRIEFING_NOT_YOURS' } });
    expect(await signMinutes(world.context, ask('host'), id, { ...written, items: [{ number: 3, text: 'x' }] })).toMatchObject({ error: { code: 'BRIEFING_ITEM_UNKNOWN', at: '/items/0/number' } });
    valueOf(await signMinutes(world.context, ask('host'), id, written));
    const view = valueOf(await viewBriefing(world.context, ask('nurse'), id));
    expect(view.minutes).toMatchObject({ ...written, valid: true, signedBy: { id: 'co-1', name: 'Phạm Thu Mẫu' } });
    const document = world.repository.all().find((resource): resource is Bundle & typeof resource => resource.resourceType === 'Bundle');
    expect(document?.entry?.map(({ resource }) => resource?.resourceType)).toEqual(['Composition', 'List', 'Practitioner', 'Organization']);
    expect(document?.entry?.[1]?.resource).toMatchObject({ entry: [{ item: { reference: 'Practitioner/nurse-1' } }] });
    const forged = JSON.parse(JSON.stringify(document).replace('hằng ngày', 'hằng tháng')) as Bundle;
    expect(await world.context.isGenuine(forged)).toBe(false);
    expect(await signMinutes(world.context, ask('host'), id, written)).toMatchObject({ error: { code: 'BRIEFING_MINUTES_SIGNED' } });
    expect(await cancelBriefing(world.context, ask('host'), id, 'x')).toMatchObject({ error: { code: 'BRIEFING_MINUTES_SIGNED' } });
  });
});
