import { expect, it } from '@jest/globals';
import type { Task } from '@medplum/fhirtypes';
import { limitsAt } from '../../shared/consultation/limits.ts';
import { act } from '../../shared/consultation/act.ts';
import { requestConsultation } from '../../shared/consultation/request.ts';
import { aWorld } from '../../shared/consultation/world.test.support.ts';
import { ok } from '../../shared/kernel/result.ts';
import { fakeMeasures } from '../../shared/overview/measureStore.fake.ts';
import { callsTo } from '../_http/call.test.support.ts';
import { httpFunction } from '../_http/chain.ts';
import { openGate } from '../_http/limits.ts';
import { measureOf } from '../events/measures.ts';
import { overviewEndpoints } from './handler.ts';

const viewer = { subject: 'viewer', name: 'Vũ Văn Thử', roles: ['viewer'] } as const;

it('what was asked and taken through the product is what the viewer reads; nobody else reads it, and each try is on record', async () => {
  const world = aWorld();
  const measures = fakeMeasures();
  const { repository, clock } = world;
  const call = callsTo(httpFunction({
    endpoints: overviewEndpoints({ repository, clock, measures, stated: (day) => limitsAt(day).untaken }), gate: openGate,
    authenticate: (token) => Promise.resolve(ok(token === 'viewer' ? viewer : world.ask(token as Parameters<typeof world.ask>[0]).principal)),
  }));
  const ids: string[] = [];
  for (let i = 0; i < 6; i++) {
    const made = await requestConsultation(world.context, world.ask('nurse'), {
      patientId: 'p-1', symptoms: 'Đau', vitals: {}, questions: ['Gì?'], specialty: 'cardiology', facilityId: 'bv-1', priority: 'urgent', when: { kind: 'now' }, patientInformed: true,
    });
    if (!made.ok) throw new Error(made.error.code);
    ids.push(made.value.id);
  }
  // Two are taken after ten minutes, three after forty, one by nobody.
  clock.advance(10 * 60_000);
  for (const id of ids.slice(0, 2)) await act(world.context, world.ask('specialist'), id, { action: 'accept' });
  clock.advance(30 * 60_000);
  for (const id of ids.slice(2, 5)) await act(world.context, world.ask('specialist'), id, { action: 'accept' });
  for (const id of ids) {
    const task = await repository.read<Task>(`Task/${id}`);
    const measure = task && measureOf(task, world.context.base);
    // As the stream may: the newest, an older one after it, and again.
    if (measure) for (const version of [3, 2, 3]) await measures.put(version === 2 ? { ...measure, id, taken: 999 } as typeof measure : measure, version);
  }
  const month = clock.now().toISOString().slice(0, 7);
  const query = { from: [month], to: [month] };
  const read = await call('overview', { token: 'viewer', query });
  expect(read).toMatchObject({ status: 200, body: { stated: { stat: 5, urgent: 30, routine: 1440 }, total: { requests: 6, concluded: 0, waitMedian: 40, inTime: 33 }, facilities: [{ id: 'bv-1', requests: 6 }], specialties: [{ specialty: 'cardiology', requests: 6 }] } });
  expect(JSON.stringify(read.body)).not.toMatch(/p-1|Vàng|dr-1/);
  for (const token of ['nurse', 'specialist', 'patient']) expect(await call('overview', { token, query })).toMatchObject({ status: 403, body: { code: 'HTTP_FORBIDDEN' } });
  expect(repository.audits.filter(({ event }) => event === 'overview-read').map(({ outcome, actor }) => `${actor.role} ${outcome}`)).toEqual(['viewer success', 'station refused', 'specialist refused', 'patient refused']);
  expect(await call('overview', { token: 'viewer', query: { from: ['2026-01'], to: ['2027-01'] } })).toMatchObject({ status: 400, body: { code: 'HTTP_QUERY_INVALID' } });
});
