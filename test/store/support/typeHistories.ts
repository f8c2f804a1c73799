import { describe, expect, it } from '@jest/globals';
import type { Deletion, FhirRepository, HistoryPage, Stored, TypeHistoryQuery, Write } from '../../../shared/fhir/repository.ts';
import { fixedClock } from '../../../shared/kernel/clock.ts';
import { valueOf } from '../../../shared/kernel/result.ts';
import { aPatient, aTask, create, unit, update } from './data.ts';

const isDeletion = (version: Stored | Deletion): version is Deletion => 'deleted' in version;

/** What every repository tells of all versions of a type. `settle`: until what commits leave to the stream is done. */
export function typeHistories(make: (clock?: ReturnType<typeof fixedClock>) => FhirRepository, settle: () => Promise<void>): void {
  describe('the history of a type', () => {
    const told = (versions: HistoryPage['versions']) => versions.map((v) => (isDeletion(v) ? `${v.reference} deleted` : `${v.id} ${v.meta.versionId}`));
    const aHistory = async () => {
      const clock = fixedClock('2026-11-22T00:00:00Z');
      const repository = make(clock);
      const commit = async (...writes: Write[]) => {
        valueOf(await repository.commit(unit(writes)));
        clock.advance(60_000);
      };
      await commit(create(aPatient('p1')), create(aPatient('p2')), create(aTask('t1')));
      await commit(update(aPatient('p1', { gender: 'male' }), '1'));
      await commit({ kind: 'delete', reference: 'Patient/p2', precondition: { kind: 'any' } });
      await commit(create(aPatient('p3')));
      await settle();
      return repository;
    };
    const minute = (m: number) => new Date(Date.UTC(2026, 10, 22, 0, m));
    it('tells every version of its resources, newest first, and deletions as such', async () => {
      const repository = await aHistory();
      const all = valueOf(await repository.typeHistory('Patient', { count: 100 }));
      expect(all.next).toBeUndefined();
      expect(told(all.versions)).toEqual(['p3 1', 'Patient/p2 deleted', 'p1 2', 'p2 1', 'p1 1']);
      expect(all.versions[2]).toMatchObject({ resourceType: 'Patient', gender: 'male' });
      expect(told(valueOf(await repository.typeHistory('Slot', { count: 100 })).versions)).toEqual([]);
    });
    it('goes page by page, each version once', async () => {
      const repository = await aHistory();
      const seen: string[][] = [];
      let cursor: string | undefined;
      do {
        const page = valueOf(await repository.typeHistory('Patient', { count: 2, ...(cursor ? { cursor } : {}) }));
        seen.push(told(page.versions));
        cursor = page.next;
      } while (cursor !== undefined && seen.length < 10);
      expect(seen).toEqual([['p3 1', 'Patient/p2 deleted'], ['p1 2', 'p2 1'], ['p1 1']]);
    });
    it('tells what was made since a moment, or was current at one', async () => {
      const repository = await aHistory();
      const at = async (query: Partial<TypeHistoryQuery>) => told(valueOf(await repository.typeHistory('Patient', { count: 100, ...query })).versions);
      expect(await at({ since: minute(2) })).toEqual(['p3 1', 'Patient/p2 deleted']);
      expect(await at({ at: { from: minute(0), to: minute(0) } })).toEqual(['p2 1', 'p1 1']);
      expect(await at({ at: { from: minute(1), to: minute(2) } })).toEqual(['Patient/p2 deleted', 'p1 2', 'p2 1']);
    });
  });
}
