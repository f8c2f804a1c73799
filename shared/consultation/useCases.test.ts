import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Task } from '@medplum/fhirtypes';
import { valueOf } from '../kernel/result.ts';
import { act } from './act.ts';
import type { ConsultationAction, ConsultationRequest } from './contract.ts';
import { listConsultations } from './list.ts';
import { requestConsultation } from './request.ts';
import { viewConsultation } from './view.ts';
import { aWorld, type World } from './world.test.support.ts';

let world: World;
beforeEach(() => {
  world = aWorld();
});

const aRequest = (more: Partial<ConsultationRequest> = {}): ConsultationRequest => ({
  patientId: 'p-1', symptoms: 'Đau ngực khi gắng sức', vitals: { systolic: 150, diastolic: 95, heartRate: 88, oxygenSaturation: 97 },
  photos: [{ binaryId: 'b-1', caption: 'Điện tim' }], questions: ['Có cần chuyển tuyến không?', 'Dùng thuốc gì?'], specialty: 'cardiology',
  facilityId: 'bv-1', priority: 'routine', when: { kind: 'now' }, patientInformed: true, ...more,
});

const requested = async (more: Partial<ConsultationRequest> = {}) => {
  const made = await requestConsultation(world.context, world.ask('nurse'), aRequest(more));
  if (!made.ok) throw new Error(made.error.code);
  return made.value;
};
const does = async (who: Parameters<World['ask']>[0], id: string, action: ConsultationAction) => {
  const done = await act(world.context, world.ask(who), id, action);
  if (!done.ok) throw new Error(`${action.action}: ${done.error.code}`);
  return done.value;
};

describe('a request', () => {
  it('is stored with everything in one commit and answers what a later reading answers', async () => {
    const view = await requested({ when: { kind: 'slot', slotId: 'slot-1' }, practitionerId: 'dr-1' });
    expect(view).toMatchObject({ state: 'scheduled', specialist: { id: 'dr-1' }, appointment: { slotId: 'slot-1' }, vitals: { systolic: 150, oxygenSaturation: 97 }, photos: [{ binaryId: 'b-1', caption: 'Điện tim' }] });
    expect(await viewConsultation(world.context, world.ask('nurse'), view.id)).toEqual({ ok: true, value: view });
    expect(world.repository.audits.filter((a) => a.event === 'consultation-requested')).toHaveLength(1);
    expect(world.repository.events.map((e) => e.type)).toEqual(['consultation-requested', 'consultation-booked']);
  });
  it('with a dangerous value is refused unless it is an emergency, and says which value', async () => {
    const made = await requestConsultation(world.context, world.ask('nurse'), aRequest({ vitals: { oxygenSaturation: 85 } }));
    expect(made).toMatchObject({ error: { code: 'CONSULTATION_RED_FLAG', at: '/priority', help: { flags: [{ vital: 'oxygenSaturation', value: 85, limit: 92 }] } } });
    expect(await requested({ vitals: { oxygenSaturation: 85 }, priority: 'stat' })).toMatchObject({ state: 'routed', priority: 'stat' });
  });
  it('with a dangerous value waits for no appointment, neither when it is sent nor afterwards, until a specialist has it', async () => {
    const dangerous = { vitals: { oxygenSaturation: 85 }, priority: 'stat' } as const;
    const later = await requestConsultation(world.context, world.ask('nurse'), aRequest({ ...dangerous, when: { kind: 'slot', slotId: 'slot-1' } }));
    expect(later).toMatchObject({ error: { code: 'CONSULTATION_RED_FLAG', at: '/when', help: { flags: [{ vital: 'oxygenSaturation' }], when: ['now', 'written'] } } });
    expect(world.stored('Slot', 'slot-1')).toMatchObject({ status: 'free' });
    expect(await requested({ ...dangerous, when: { kind: 'written' } })).toMatchObject({ state: 'routed' });
    const { id, actions } = await requested(dangerous);
    expect(actions).not.toContain('book');
    expect(await act(world.context, world.ask('nurse'), id, { action: 'book', slotId: 'slot-1' })).toMatchObject({ error: { code: 'CONSULTATION_RED_FLAG', at: '/slotId' } });
    await does('specialist', id, { action: 'accept' });
    expect(await does('nurse', id, { action: 'book', slotId: 'slot-1' })).toMatchObject({ state: 'scheduled' });
  });
  it('an emergency without a dangerous value may have an appointment', async () => {
    expect(await requested({ priority: 'stat', when: { kind: 'slot', slotId: 'slot-1' } })).toMatchObject({ state: 'scheduled' });
  });
  it('names what it can not find and stores nothing', async () => {
    const before = world.repository.all().length;
    const code = async (more: Partial<ConsultationRequest>) => {
      const made = await requestConsultation(world.context, world.ask('nurse'), aRequest(more));
      return made.ok ? 'ok' : `${made.error.code} ${made.error.at}`;
    };
    expect(await code({ patientId: 'nobody' })).toBe('CONSULTATION_PATIENT_UNKNOWN /patientId');
    expect(await code({ facilityId: 'nowhere' })).toBe('CONSULTATION_FACILITY_UNKNOWN /facilityId');
    expect(await code({ practitionerId: 'dr-3' })).toBe('CONSULTATION_SPECIALIST_UNKNOWN /practitionerId');
    expect(await code({ photos: [{ binaryId: 'gone' }] })).toBe('CONSULTATION_PHOTO_UNKNOWN /photos/0');
    expect(await code({ when: { kind: 'slot', slotId: 'slot-past' } })).toBe('BOOKING_SLOT_IN_PAST /when/slotId');
    expect(world.repository.all()).toHaveLength(before);
  });
  it('by another station for a patient it never met is refused as if there were no such patient', async () => {
    const made = await requestConsultation(world.context, world.ask('nurse2'), aRequest());
    expect(made).toEqual(await requestConsultation(world.context, world.ask('nurse2'), aRequest({ patientId: 'nobody' })));
    expect(world.repository.audits.at(-1)).toMatchObject({ outcome: 'refused', patient: 'Patient/p-1' });
  });
  it('by a specialist is forbidden and the attempt is written down', async () => {
    const made = await requestConsultation(world.context, world.ask('specialist'), aRequest());
    expect(made).toMatchObject({ error: { code: 'HTTP_FORBIDDEN' } });
    expect(world.repository.audits.at(-1)).toMatchObject({ outcome: 'refused' });
  });
  it('of 200 for one slot exactly one wins, and the others are offered the next free ones', async () => {
    const all = await Promise.all(Array.from({ length: 200 }, () => requestConsultation(world.context, world.ask('nurse'), aRequest({ when: { kind: 'slot', slotId: 'slot-1' } }))));
    expect(all.filter((r) => r.ok)).toHaveLength(1);
    const lost = all.flatMap((r) => (r.ok ? [] : [r.error]));
    expect(new Set(lost.map((e) => e.code))).toEqual(new Set(['BOOKING_SLOT_TAKEN']));
    for (const { help } of lost) expect(help).toMatchObject({ slots: [{ id: 'slot-2' }, { id: 'slot-3' }] });
    expect(world.repository.all().filter((r) => r.resourceType === 'Task')).toHaveLength(1);
  });
});

describe('the way of a consultation', () => {
  it('goes from the waiting room to the call, with the encounter and the appointment following', async () => {
    const { id } = await requested({ when: { kind: 'slot', slotId: 'slot-1' } });
    await does('nurse', id, { action: 'wait' });
    await does('specialist', id, { action: 'call' });
    const view = await does('nurse', id, { action: 'start-call' });
    expect(view).toMatchObject({ state: 'in-call', version: '4' });
    expect(world.stored('Encounter', id)).toMatchObject({ status: 'in-progress', class: { code: 'VR' } });
    const ended = await does('specialist', id, { action: 'end-call' });
    expect(ended.actions).toContain('sign');
    expect(world.repository.events.at(-1)).toMatchObject({ type: 'room-closed' });
    expect(world.repository.all().find((r) => r.resourceType === 'Appointment')).toMatchObject({ status: 'fulfilled' });
  });
  it('the call that both sides begin begins once: the second is answered with the call as it stands', async () => {
    const { id } = await requested();
    await does('specialist', id, { action: 'call' });
    const both = await Promise.all((['nurse', 'specialist'] as const).map((who) => does(who, id, { action: 'start-call' })));
    expect(both.map(({ state, version }) => [state, version])).toEqual([['in-call', '3'], ['in-call', '3']]);
    const kept = () => world.repository.all().filter((r) => r.resourceType !== 'AuditEvent').map((r) => `${r.resourceType}/${r.id} ${r.meta.versionId}`);
    const [before, events] = [kept(), world.repository.events.length];
    const ask = { ...world.ask('nurse'), command: { key: 'key-again', subject: 'nurse', bodyHash: 'h' } };
    const again = valueOf(await act(world.context, ask, id, { action: 'start-call' }));
    expect(await viewConsultation(world.context, world.ask('nurse'), id)).toEqual({ ok: true, value: again });
    expect([kept(), world.repository.events.length]).toEqual([before, events]);
    expect(await world.repository.repeated('nurse', 'key-again', 'h')).toEqual({ kind: 'repeated', answer: again });
    expect(again.history.map((h) => h.state)).toEqual(['submitted', 'routed', 'called', 'in-call']);
    expect(again.actions).not.toContain('start-call');
  });
  it('a cancelled booking gives the slot back', async () => {
    const { id } = await requested({ when: { kind: 'slot', slotId: 'slot-1' } });
    expect(world.stored('Slot', 'slot-1')).toMatchObject({ status: 'busy' });
    await does('nurse', id, { action: 'cancel', reason: 'người bệnh đã khỏi' });
    expect(world.stored('Slot', 'slot-1')).toMatchObject({ status: 'free' });
    expect(world.repository.all().find((r) => r.resourceType === 'Appointment')).toMatchObject({ status: 'cancelled' });
  });
  it('booking another time swaps the slots in one step', async () => {
    const { id } = await requested({ when: { kind: 'slot', slotId: 'slot-1' } });
    const moved = await does('nurse', id, { action: 'book', slotId: 'slot-2' });
    expect(moved.appointment).toMatchObject({ slotId: 'slot-2' });
    expect([world.stored('Slot', 'slot-1'), world.stored('Slot', 'slot-2')]).toMatchObject([{ status: 'free' }, { status: 'busy' }]);
    expect(await act(world.context, world.ask('nurse'), id, { action: 'book', slotId: 'slot-2' })).toMatchObject({ error: { code: 'BOOKING_ALREADY_BOOKED' } });
  });
  it('a question back and its answer are kept as messages in order', async () => {
    const { id } = await requested();
    await does('specialist', id, { action: 'ask-more', text: 'Có điện tim không?' });
    world.clock.advance(60_000);
    const view = await does('nurse', id, { action: 'answer-more', text: 'Đã gửi' });
    expect(view.messages.map((m) => m.text)).toEqual(['Có điện tim không?', 'Đã gửi']);
    expect(await viewConsultation(world.context, world.ask('specialist'), id)).toMatchObject({ value: { messages: view.messages } });
  });
  it('two specialists who take one case at once: one has it, the other is told', async () => {
    const { id } = await requested();
    const both = await Promise.all((['specialist', 'specialist4'] as const).map((who) => act(world.context, world.ask(who), id, { action: 'accept' })));
    expect(both.map((r) => (r.ok ? 'ok' : r.error.code)).toSorted()).toEqual(['CONSULTATION_TAKEN', 'ok']);
  });
  it('repeated with its key it happens once and answers the same', async () => {
    const { id } = await requested();
    const ask = { ...world.ask('specialist'), command: { key: 'key-12345', subject: 'specialist', bodyHash: 'h' } };
    const first = await act(world.context, ask, id, { action: 'accept' });
    expect(await world.repository.repeated('specialist', 'key-12345', 'h')).toEqual({ kind: 'repeated', answer: first.ok && first.value });
  });
  it('a specialist of another specialty is told of a case what everybody is told of none, whatever is tried', async () => {
    const { id } = await requested();
    for (const action of [{ action: 'accept' }, { action: 'decline', reason: 'x' }] as const) {
      const [there, nowhere] = [await act(world.context, world.ask('specialist2'), id, action), await act(world.context, world.ask('specialist2'), 'no-such-case', action)];
      expect(there).toEqual(nowhere);
      expect(there).toMatchObject({ error: { code: 'HTTP_NOT_FOUND' } });
    }
    await does('specialist', id, { action: 'accept' });
    expect(await act(world.context, world.ask('specialist2'), id, { action: 'accept' })).toMatchObject({ error: { code: 'HTTP_NOT_FOUND' } });
    expect(world.repository.audits).toContainEqual(expect.objectContaining({ outcome: 'refused', actor: expect.objectContaining({ subject: 'specialist2' }) }));
  });
  it('redirected to another specialty it is theirs and no longer the first one\'s', async () => {
    const { id } = await requested();
    await does('specialist', id, { action: 'redirect', specialty: 'dermatology', facilityId: 'bv-1', reason: 'tổn thương da' });
    const mine = await listConsultations(world.context, world.ask('specialist2'), 'waiting');
    expect(mine).toMatchObject({ value: { rows: [{ id, specialty: 'dermatology' }] } });
    expect(await listConsultations(world.context, world.ask('specialist'), 'waiting')).toMatchObject({ value: { rows: [] } });
    expect(world.stored('ServiceRequest', id)).toMatchObject({ performerType: { coding: [{ code: 'dermatology' }] } });
  });
});

describe('strangers', () => {
  it('another station, another facility and another patient learn nothing, and the attempt is written down', async () => {
    const { id } = await requested();
    for (const who of ['nurse2', 'specialist3', 'patient2'] as const) {
      expect(await viewConsultation(world.context, world.ask(who), id)).toEqual(await viewConsultation(world.context, world.ask(who), 'no-such-id'));
      expect(await act(world.context, world.ask(who), id, { action: 'accept' })).toMatchObject({ error: { code: 'HTTP_NOT_FOUND' } });
      expect(world.repository.audits.at(-1)).toMatchObject({ outcome: 'refused', entities: [`Task/${id}`], actor: { subject: who } });
    }
  });
  it('a move of the other side is refused and written down', async () => {
    const { id } = await requested();
    expect(await act(world.context, world.ask('nurse'), id, { action: 'accept' })).toMatchObject({ error: { code: 'CONSULTATION_NOT_YOURS' } });
    expect(world.repository.audits.at(-1)).toMatchObject({ outcome: 'refused', event: 'consultation-accept' });
  });
  it('the patient may read the own consultation and change nothing', async () => {
    const { id } = await requested();
    expect(await viewConsultation(world.context, world.ask('patient'), id)).toMatchObject({ value: { id, actions: [] } });
  });
});

describe('lists', () => {
  it('are ordered urgent first, then by the longest wait, and every case is in one of the four', async () => {
    const first = await requested();
    world.clock.advance(60_000);
    const urgent = await requested({ priority: 'urgent' });
    const stat = await requested({ priority: 'stat' });
    const taken = await requested();
    await does('specialist', taken.id, { action: 'accept' });
    await does('specialist', taken.id, { action: 'call' });
    const ids = async (list: Parameters<typeof listConsultations>[2], who: Parameters<World['ask']>[0] = 'specialist') => {
      const found = await listConsultations(world.context, world.ask(who), list);
      return found.ok ? found.value.rows.map((r) => r.id) : [found.error.code];
    };
    expect(await ids('urgent')).toEqual([stat.id, urgent.id]);
    expect(await ids('waiting')).toEqual([first.id]);
    expect(await ids('in-progress')).toEqual([taken.id]);
    expect(await ids('follow-up')).toEqual([]);
    expect(await ids('station', 'nurse')).toEqual([stat.id, urgent.id, first.id, taken.id]);
    expect(await ids('station', 'nurse2')).toEqual([]);
    expect(await ids('patient', 'patient')).toHaveLength(4);
    expect(await ids('patient', 'nurse')).toEqual(['HTTP_FORBIDDEN']);
  });
  it('show what is asked without a further read: a Task alone makes a row', async () => {
    const { id } = await requested();
    const task = world.stored('Task', id) as Task;
    expect(task).toMatchObject({ description: 'Có cần chuyển tuyến không?', owner: { reference: 'Organization/bv-1' }, requester: { display: 'Trạm Y tế xã Mẫu' } });
  });
});
