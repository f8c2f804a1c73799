import { describe, expect, it } from '@jest/globals';
import type { Encounter, ResourceType } from '@medplum/fhirtypes';
import type { FhirRepository, Stored, Visible } from '../../../shared/fhir/repository.ts';
import { fixedClock } from '../../../shared/kernel/clock.ts';
import { valueOf } from '../../../shared/kernel/result.ts';
import { anObservation, aPatient, create, idsOf as ids, unit, update } from './data.ts';

const anEncounter = (id: string, start?: string): Encounter & { id: string } => ({ resourceType: 'Encounter', id, status: 'finished', class: { code: 'VR' }, ...(start ? { period: { start, end: start } } : {}), subject: { reference: 'Patient/p1' } });

/** What a repository with lists of all types finds where nothing narrows the search: everything, in order, each once. */
export function wholeTypes(make: (clock?: ReturnType<typeof fixedClock>) => FhirRepository): void {
  describe('searching whole types', () => {
    /** All pages, and how many they were. */
    async function pagesOf(repository: FhirRepository, type: ResourceType, query: string, visible?: Visible): Promise<{ found: string[]; pages: number }> {
      const found: string[] = [];
      let cursor: string | undefined;
      let pages = 0;
      do {
        const page = valueOf(await repository.search(type, query, cursor, visible));
        found.push(...page.resources.map(({ id }) => id));
        cursor = page.next;
        pages++;
      } while (cursor !== undefined && pages < 100);
      return { found, pages };
    }
    const minute = (i: number) => `2026-11-01T00:${String(i).padStart(2, '0')}:00Z`;
    const observations = async () => {
      const repository = make();
      await repository.commit(unit(Array.from({ length: 40 }, (_, i) => create(anObservation(`o${i}`, `p${i % 5}`, minute(i))))));
      return repository;
    };
    const newestFirst = Array.from({ length: 40 }, (_, i) => `o${39 - i}`);

    it('walks the whole type page by page, the newest first, each once', async () => {
      const repository = await observations();
      for (const size of [1, 7, 39, 40, 41]) expect((await pagesOf(repository, 'Observation', `_count=${size}`)).found).toEqual(newestFirst);
      expect((await pagesOf(repository, 'Observation', 'category=vital-signs&_sort=-date&_count=9')).found).toEqual(newestFirst);
    });
    it('keeps to the dates asked for, and finds what stands anywhere in between', async () => {
      const repository = await observations();
      expect(await ids(repository, 'Observation', `date=ge${minute(5)}&date=lt${minute(9)}`)).toEqual(['o8', 'o7', 'o6', 'o5']);
      expect(await ids(repository, 'Observation', 'date=2026-11-02')).toEqual([]);
      expect(await ids(repository, 'Observation', `date=${minute(3)},${minute(30)}`)).toEqual(['o30', 'o3']);
    });
    it('puts what has no date last', async () => {
      const repository = make();
      await repository.commit(unit([create(anEncounter('none')), create(anEncounter('old', '2020-01-01')), create(anEncounter('new', '2026-01-01'))]));
      expect((await pagesOf(repository, 'Encounter', '_count=1')).found).toEqual(['new', 'old', 'none']);
      expect(await ids(repository, 'Encounter', 'date=gt2021')).toEqual(['new']);
    });
    it('sorts by anything, and by several things', async () => {
      const repository = make();
      const birthDates = ['1990-01-01', '1980-01-01', '2000-01-01', '1980-01-01'];
      await repository.commit(unit(birthDates.map((birthDate, i) => create(aPatient(`p${i}`, { birthDate })))));
      expect(await ids(repository, 'Patient', '_sort=birthdate,_id')).toEqual(['p1', 'p3', 'p0', 'p2']);
      expect((await pagesOf(repository, 'Patient', '_sort=-birthdate&_count=1')).found).toEqual(['p2', 'p0', 'p3', 'p1']);
      expect(await ids(repository, 'Patient', 'birthdate=lt1990')).toHaveLength(2);
    });
    it('sees every write at once, also where a change moves it', async () => {
      const clock = fixedClock('2026-11-22T00:00:00Z');
      const repository = make(clock);
      await repository.commit(unit([create(anObservation('o1', 'p1', minute(1))), create(anObservation('o2', 'p1', minute(2)))]));
      await repository.commit(unit([update(anObservation('o1', 'p1', minute(3)), '1')]));
      expect(await ids(repository, 'Observation', '_count=10')).toEqual(['o1', 'o2']);
      await repository.commit(unit([update(anObservation('o1', 'p1', minute(3), { status: 'amended' }), '2'), { kind: 'delete', reference: 'Observation/o2', precondition: { kind: 'any' } }]));
      expect(await ids(repository, 'Observation', 'status=amended,final')).toEqual(['o1']);
      await repository.commit(unit([create(aPatient('p1')), create(aPatient('p2'))]));
      clock.advance(1000);
      await repository.commit(unit([update(aPatient('p1', { gender: 'male' }), '1')]));
      expect(await ids(repository, 'Patient', '_sort=-_lastUpdated')).toEqual(['p1', 'p2']);
      expect(await ids(repository, 'Patient', '_sort=_lastUpdated')).toEqual(['p2', 'p1']);
      expect(await ids(repository, 'Patient', '_lastUpdated=gt2026-11-22T00:00:00Z')).toEqual(['p1']);
    });
    it('goes through chains whose inside is a whole type', async () => {
      const repository = make();
      await repository.commit(unit([create(aPatient('p1', { birthDate: '1970-05-05' })), create(aPatient('p2')), create(anObservation('o1', 'p1', minute(1))), create(anObservation('o2', 'p2', minute(2)))]));
      expect(await ids(repository, 'Observation', 'patient.birthdate=lt1980')).toEqual(['o1']);
      expect(await ids(repository, 'Patient', '_has:Observation:patient:date=ge2026&birthdate=gt1980')).toEqual(['p2']);
    });
    it('leaves out what may not be seen, from pages, chains and links', async () => {
      const repository = await observations();
      const own: Visible = async (resources) => resources.filter((r: Stored) => r.resourceType === 'Observation' && r.subject?.reference === 'Patient/p3');
      const p3 = newestFirst.filter((id) => Number(id.slice(1)) % 5 === 3);
      expect((await pagesOf(repository, 'Observation', '_count=3', own)).found).toEqual(p3);
      expect((await pagesOf(repository, 'Observation', '_sort=_id&_count=50', own)).found).toEqual(p3.toSorted());
      const nothing = valueOf(await repository.search('Observation', '_count=1', undefined, async () => []));
      expect([nothing.resources, nothing.next]).toEqual([[], undefined]);
    });
  });
}
