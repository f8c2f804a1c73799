import { describe, expect, it } from '@jest/globals';
import type { Observation, Patient, Task } from '@medplum/fhirtypes';
import { fakeRepository } from '../fhir/fakeRepository.ts';
import type { Stored } from '../fhir/repository.ts';
import { fixedClock } from '../kernel/clock.ts';
import { countingIds } from '../kernel/ids.ts';
import { fakeExportFiles } from './exportFiles.fake.ts';
import { jobOf, taskOf, type ExportJob } from './job.ts';
import { keepExports } from './keepExports.ts';
import { choiceIn, mayExport, membersOf, type ExportOrder } from './order.ts';
import { stepsOf } from './read.ts';
import { runSlice, saveJob, type ExportDeps } from './runSlice.ts';

const base = 'https://lien-tuyen.example';
const patients = Array.from({ length: 25 }, (_, i): Patient & { id: string } => ({ resourceType: 'Patient', id: `p${i}` }));
const observations = patients.flatMap(({ id }) => ['a', 'b'].map((n): Observation & { id: string } => ({ resourceType: 'Observation', id: `${id}-${n}`, status: 'final', code: { text: n }, subject: { reference: `Patient/${id}` } })));

function world(change: Partial<ExportOrder> = {}) {
  const clock = fixedClock('2026-11-22T00:00:00Z');
  const repository = fakeRepository({ clock });
  const files = fakeExportFiles();
  const deps: ExportDeps = {
    repository, files, clock, newId: countingIds('e'), base, wait: async () => await Promise.resolve(),
    // Each page read takes three seconds, so that an export needs many slices.
    readable: async (_, resources) => {
      clock.advance(3_000);
      return await Promise.resolve(resources);
    },
  };
  repository.seed(...patients, ...observations);
  const order: ExportOrder = { level: 'group', request: 'x', patients: patients.map(({ id }) => `Patient/${id}`), types: ['Patient', 'Observation'], filters: [], principal: { subject: 's', name: 'n', roles: ['system'] }, ...change };
  clock.advance(1000);
  const job: ExportJob = { id: 'j', status: 'requested', order, transactionTime: clock.now().toISOString(), cursor: { step: 0 }, files: [], steps: stepsOf(order) };
  repository.seed(taskOf(job, base, clock.now().toISOString()));
  const current = async () => jobOf((await repository.read<Task>('Task/j')) as Stored<Task>, base);
  const lines = () => [...files.files.values()].flatMap((bytes) => Buffer.from(bytes).toString('utf8').split('\n').filter(Boolean)).map((line) => (JSON.parse(line) as { id: string }).id);
  return { deps, clock, repository, files, current, lines };
}

async function toTheEnd(deps: ExportDeps, most = 100): Promise<number> {
  for (let slices = 1; slices <= most; slices += 1) if ((await runSlice(deps, 'j')) !== 'more') return slices;
  throw new Error('it did not end');
}
const everything = [...patients, ...observations].map(({ id }) => id).toSorted();

describe('an export in slices', () => {
  it('brings everything once, over many slices, each of which asks for the next', async () => {
    const { deps, repository, lines, current } = world();
    const slices = await toTheEnd(deps);
    expect(slices).toBeGreaterThan(5);
    expect(lines().toSorted()).toEqual(everything);
    expect(repository.events.filter(({ type }) => type === 'export-slice')).toHaveLength(slices - 1);
    expect((await current())?.files.reduce((sum, { count }) => sum + count, 0)).toBe(everything.length);
  });
  it.each([0, 1, 2, 3, 5, 8])('that dies in slice %i at any point is gone on with from the last cursor, and still brings everything once', async (at) => {
    const { deps, lines } = world();
    for (let slice = 0; slice < at; slice += 1) await runSlice(deps, 'j');
    const dying = (name: 'readable' | 'put' | 'commit'): ExportDeps => ({
      ...deps,
      ...(name === 'readable' ? { readable: async () => await Promise.reject(new Error('killed')) } : {}),
      // After the bytes were written, before anything says so.
      ...(name === 'put' ? { files: { ...deps.files, put: async (...given) => { await deps.files.put(...given); throw new Error('killed'); } } } : {}),
      ...(name === 'commit' ? { repository: { ...deps.repository, commit: async () => await Promise.reject(new Error('killed')) } } : {}),
    });
    for (const name of ['readable', 'put', 'commit'] as const) await expect(runSlice(dying(name), 'j')).rejects.toThrow('killed');
    await toTheEnd(deps);
    expect(lines().toSorted()).toEqual(everything);
  });
  it('that is run twice at once is saved once', async () => {
    const { deps, lines } = world();
    for (let rounds = 0; rounds < 100; rounds += 1) if (!(await Promise.all([runSlice(deps, 'j'), runSlice(deps, 'j')])).includes('more')) break;
    expect(lines().toSorted()).toEqual(everything);
  });
  it('brings what was changed since as it was, and leaves out what came since', async () => {
    const { deps, repository, files, clock } = world();
    clock.advance(10_000);
    repository.seed({ ...(observations[0] as Observation & { id: string }), status: 'amended' }, { ...(observations[0] as Observation & { id: string }), id: 'new' });
    await toTheEnd(deps);
    const text = [...files.files.values()].map((bytes) => Buffer.from(bytes).toString('utf8')).join('');
    expect(text).not.toContain('amended');
    expect(text).not.toContain('"new"');
    expect(text).toContain('"p0-a"');
  });
  it('that was cancelled does nothing more', async () => {
    const { deps, repository, current } = world();
    await runSlice(deps, 'j');
    const task = (await repository.read<Task>('Task/j')) as Stored<Task>;
    await saveJob(deps, task, { ...((await current()) as ExportJob), status: 'cancelled' });
    expect(await runSlice(deps, 'j')).toBe('gone');
  });
  it('that nobody hears of is taken up again; its files go a day after it was done', async () => {
    const { deps, clock, current, files } = world();
    await runSlice(deps, 'j');
    expect(await keepExports(deps)).toEqual({ resumed: 0, removed: 0 });
    for (let i = 0; i < 60 && (await current())?.status !== 'completed'; i += 1) {
      clock.advance(3 * 60_000);
      await keepExports(deps);
    }
    expect([(await current())?.status, files.files.size > 0]).toEqual(['completed', true]);
    clock.advance(25 * 3_600_000);
    expect(await keepExports(deps)).toEqual({ resumed: 0, removed: 1 });
    expect(files.files.size).toBe(0);
  });
  it('hands out only what its caller may read', async () => {
    const { deps, lines } = world();
    await toTheEnd({ ...deps, readable: async (_, resources) => await Promise.resolve(resources.filter(({ id }) => id.startsWith('p1'))) });
    expect(lines().every((id) => id.startsWith('p1'))).toBe(true);
  });
});

describe('an order', () => {
  it.each([['system', 'system', true], ['system', 'patient', true], ['system', 'group', true], ['patient', 'patient', true], ['patient', 'system', false], ['patient', 'group', false], ['station', 'patient', false], ['specialist', 'group', false], ['auditor', 'system', false], ['research', 'system', false]] as const)('of %s for %s: %s', (role, level, may) => {
    expect(mayExport({ subject: 's', name: 'n', roles: [role], patient: 'Patient/p' }, level)).toBe(may);
  });
  it('is of the members who are patients and still belong', () => {
    expect(membersOf({ resourceType: 'Group', type: 'person', actual: true, member: [{ entity: { reference: 'Patient/a' } }, { entity: { reference: 'Patient/b' }, inactive: true }, { entity: { reference: 'Practitioner/c' } }, { entity: { reference: 'Patient/a' } }] })).toEqual(['Patient/a']);
  });
  it('takes several filters in one parameter or in several', () => {
    const choice = choiceIn(new URLSearchParams([['_type', 'Observation,Patient'], ['_typeFilter', 'Observation?status=final,amended,Patient?gender=female'], ['_typeFilter', 'Observation?code=x']]), 'system');
    expect(choice.ok && choice.value.filters).toEqual(['Observation?status=final,amended', 'Patient?gender=female', 'Observation?code=x']);
  });
});
