import { describe, expect, it } from '@jest/globals';
import type { Task } from '@medplum/fhirtypes';
import type { FhirRepository, Reference, Stored, Write } from '../../../shared/fhir/repository.ts';
import { valueOf } from '../../../shared/kernel/result.ts';
import { aFact, aPatient, aTask, create, unit, update } from './data.ts';

const patience = 120_000;
const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const references = (count: number): Reference[] => numbers(count).map((i) => `Task/t${i}` as const);
const tasks = (count: number, description: string): ReturnType<typeof aTask>[] => numbers(count).map((i) => aTask(`t${i}`, { description }));
const replacing = (count: number, description: string): Write[] => tasks(count, description).map((resource) => ({ kind: 'put', resource, precondition: { kind: 'any' } }));
const said = (found: readonly (Stored | undefined)[]): Set<string | undefined> => new Set(found.map((r) => (r as Task | undefined)?.description));

/** More than the database takes in one transaction is all or nothing all the same. */
export function largeTransactions(make: () => FhirRepository): void {
  const filled = async (count: number) => {
    const repository = make();
    valueOf(await repository.commit(unit(tasks(count, 'old').map(create))));
    return repository;
  };
  const saidIn = async (repository: FhirRepository, count: number) => said(await repository.readMany(references(count)));

  describe('a transaction of any size', () => {
    it('writes 500 resources at once, found at once', async () => {
      const repository = await filled(500);
      expect(await saidIn(repository, 500)).toEqual(new Set(['old']));
      expect(valueOf(await repository.search('Task', 'patient=p1&_count=1000')).resources).toHaveLength(500);
      const written = valueOf(await repository.commit(unit(tasks(500, 'new').map((task) => update(task, '1')))));
      expect(new Set(written.map((r) => r.meta.versionId))).toEqual(new Set(['2']));
      expect(await saidIn(repository, 500)).toEqual(new Set(['new']));
      expect((await repository.history('Task/t77')).map((v) => ('description' in v ? v.description : ''))).toEqual(['new', 'old']);
    }, patience);

    it('writes nothing when one of its conditions fails: a version, a claim, a key used before', async () => {
      const repository = await filled(120);
      const claims = numbers(120).map((i) => ({ kind: 'claim', scope: 'number', key: String(i), owner: `Patient/p${i}` }) as const);
      const idempotency = { key: 'key-12345678', subject: 'importer', bodyHash: 'h1', answer: { done: true } };
      const people = numbers(120).map((i) => create(aPatient(`p${i}`)));
      valueOf(await repository.commit(unit([create(aPatient('holder'))], { claims: [{ kind: 'claim', scope: 'number', key: '77', owner: 'Patient/holder' }] })));
      const nothing = async () => {
        expect((await repository.readMany(numbers(120).map((i) => `Patient/p${i}` as const))).filter(Boolean)).toEqual([]);
        expect(valueOf(await repository.search('Patient', 'identifier=012185000005')).resources).toEqual([]);
        expect(await saidIn(repository, 120)).toEqual(new Set(['old']));
      };
      expect(await repository.commit(unit([...people, update(aTask('t5'), '9')], { claims, idempotency }))).toEqual({ ok: false, error: { kind: 'precondition-failed', reference: 'Task/t5' } });
      await nothing();
      expect(await repository.commit(unit(people, { claims, idempotency }))).toEqual({ ok: false, error: { kind: 'claim-taken', scope: 'number', key: '77', owner: 'Patient/holder' } });
      await nothing();
      valueOf(await repository.commit(unit(people, { claims: claims.filter(({ key }) => key !== '77'), idempotency })));
      expect(await repository.commit(unit(replacing(120, 'new'), { idempotency }))).toEqual({ ok: false, error: { kind: 'repeated', answer: { done: true } } });
      expect(await repository.commit(unit([create(aTask('other'))], { claims: [{ kind: 'claim', scope: 'number', key: '5', owner: 'Patient/x' }] }))).toMatchObject({ error: { owner: 'Patient/p5' } });
      expect(await saidIn(repository, 120)).toEqual(new Set(['old']));
    }, patience);

    it('deletes and releases as well', async () => {
      const repository = await filled(130);
      const claim = (kind: 'claim' | 'release') => numbers(2).map((i) => ({ kind, scope: 's', key: String(i), owner: 'Task/t0' }) as const);
      valueOf(await repository.commit(unit(replacing(130, 'new'), { claims: claim('claim') })));
      valueOf(await repository.commit(unit(references(130).map((reference) => ({ kind: 'delete', reference, precondition: { kind: 'any' } })), { claims: claim('release') })));
      expect((await repository.readMany(references(130))).filter(Boolean)).toEqual([]);
      expect(valueOf(await repository.search('Task', 'patient=p1')).resources).toEqual([]);
      expect((await repository.commit(unit([create(aTask('t0'))], { claims: [{ kind: 'claim', scope: 's', key: '0', owner: 'Task/t9' }] }))).ok).toBe(true);
    }, patience);

    it('lets one of two win that follow the same versions', async () => {
      const repository = await filled(150);
      const follow = (who: string) => repository.commit(unit(tasks(150, who).map((task) => update(task, '1'))));
      const results = await Promise.all([follow('one'), follow('other')]);
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      expect(results.find(({ ok }) => !ok)).toMatchObject({ error: { kind: 'precondition-failed' } });
      expect(await saidIn(repository, 150)).toEqual(new Set([results[0]?.ok ? 'one' : 'other']));
    }, patience);

    it('does two that replace the same resources one after the other, in opposite orders too', async () => {
      const repository = await filled(150);
      const replace = (who: string, turn: (writes: Write[]) => Write[]) => repository.commit(unit(turn(replacing(150, who))));
      const results = await Promise.all([replace('one', (w) => w), replace('other', (w) => w.toReversed())]);
      expect(results.map(({ ok }) => ok)).toEqual([true, true]);
      const found = await repository.readMany(references(150));
      expect([said(found).size, new Set(found.map((r) => r?.meta.versionId))]).toEqual([1, new Set(['3'])]);
    }, patience);

    it('loses no small commit that comes at the same time, and is lost by none', async () => {
      const repository = await filled(150);
      const small = (i: number) => repository.commit(unit([{ kind: 'put', resource: aTask(`t${i}`, { description: `small ${i}` }), precondition: { kind: 'any' } }, create(aTask(`beside-${i}`))]));
      const [large, ...smalls] = await Promise.all([repository.commit(unit(replacing(150, 'large'))), ...[3, 70, 149].map(small)]);
      expect([large.ok, ...smalls.map(({ ok }) => ok)]).toEqual([true, true, true, true]);
      const found = await repository.readMany(references(150));
      expect(found.filter((r) => r?.meta.versionId === '3').map((r) => r?.id)).toEqual(['t3', 't70', 't149']);
      expect((await repository.readMany(['Task/beside-3', 'Task/beside-70', 'Task/beside-149'])).every(Boolean)).toBe(true);
    }, patience);

    it('is seen by a reader as a whole or not at all, and not gone again', async () => {
      const repository = await filled(200);
      let done = false;
      const seen: string[] = [];
      const reader = async () => {
        while (!done) {
          const [read, found] = [await saidIn(repository, 200), valueOf(await repository.search('Task', 'patient=p1&_count=1000')).resources];
          seen.push([...read].join(), [...said(found)].join());
          expect(found).toHaveLength(200);
        }
      };
      const reading = reader();
      valueOf(await repository.commit(unit(replacing(200, 'new'))));
      done = true;
      await reading;
      seen.push([...(await saidIn(repository, 200))].join());
      expect(seen.filter((s) => s !== 'old' && s !== 'new')).toEqual([]);
      expect(seen.lastIndexOf('old')).toBeLessThan(seen.indexOf('new'));
    }, patience);

    it('carries bodies that fill an item', async () => {
      const repository = make();
      // Digits that do not repeat, so that they do not compress to nothing.
      let seed = 1;
      const noise = (length: number) => Array.from({ length }, () => ((seed = (seed * 48_271) % 2_147_483_647) % 36).toString(36)).join('');
      const big = (text: string) => numbers(14).map((i): Write => ({ kind: 'put', resource: aTask(`t${i}`, { description: text }), precondition: { kind: 'any' } }));
      const [first, second] = [noise(450_000), noise(450_000)];
      valueOf(await repository.commit(unit(big(first))));
      expect(await saidIn(repository, 14)).toEqual(new Set([first]));
      valueOf(await repository.commit(unit(big(second), { audit: aFact() })));
      expect(await saidIn(repository, 14)).toEqual(new Set([second]));
    }, patience);
  });
}
