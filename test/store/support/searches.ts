import { describe, expect, it } from '@jest/globals';
import { valueOf } from '../../../shared/kernel/result.ts';
import type { FhirRepository } from '../../../shared/fhir/repository.ts';
import { anObservation, aPatient, aSlot, aTask, base, create, idsOf as ids, unit, update } from './data.ts';

/** What every repository finds, in which order, and what it refuses to look for. */
export function searches(make: () => FhirRepository): void {
  describe('searching', () => {
    const people = async () => {
      const repository = make();
      await repository.commit(unit([create(aPatient('p1')), create(aPatient('p2', { name: [{ text: 'Vàng A Thử', family: 'Vàng', given: ['A Thử'] }], gender: 'male' })), create(aPatient('p3', { birthDate: '1990-01-01' }))]));
      return repository;
    };
    it.each([
      [`identifier=${base}/sid/citizen-id|012185000001`, ['p1']],
      ['identifier=012185000001,012185000003', ['p1', 'p3']],
      ['identifier=other|012185000001', []],
      ['phone=0900000002', ['p2']],
      ['birthdate=1985-03-14', ['p1', 'p2']],
      ['birthdate=1985-03-14&name=hoa', ['p1']],
      ['name=hoa', ['p1', 'p3']],
      ['name=Hòa&gender=female&birthdate=1990-01-01', ['p3']],
      ['name=dang', ['p1', 'p3']],
      ['name=thi%20hoa', ['p1', 'p3']],
      ['family:exact=Dang&birthdate=1985-03-14', []],
      ['_id=p1,p3,none', ['p1', 'p3']],
      ['_id=p1&gender:not=female', []],
      ['organization=Organization/tyt-muong-mau&name:contains=OA', ['p1', 'p3']],
      ['_id=p1,p2&name:missing=true', []],
    ])('finds people by %s', async (query, expected) => {
      expect((await ids(await people(), 'Patient', query)).toSorted()).toEqual(expected);
    });
    it('sees a change at once: the new value is found, the old one is not', async () => {
      const repository = await people();
      await repository.commit(unit([update(aPatient('p1', { birthDate: '1985-03-15', telecom: [] }), '1')]));
      expect(await ids(repository, 'Patient', 'birthdate=1985-03-15')).toEqual(['p1']);
      expect(await ids(repository, 'Patient', 'birthdate=1985-03-14')).toEqual(['p2']);
      expect(await ids(repository, 'Patient', 'phone=0900000001')).toEqual([]);
      await repository.commit(unit([update(aPatient('p1'), '2')]));
      expect(await ids(repository, 'Patient', 'phone=0900000001')).toEqual(['p1']);
    });
    it('finds the newest of a record first, page by page, each once', async () => {
      const repository = make();
      const day = (i: number) => `2026-11-${String(i).padStart(2, '0')}T00:00:00Z`;
      await repository.commit(unit(Array.from({ length: 12 }, (_, i) => create(anObservation(`o${i + 1}`, 'p1', day(i + 1))))));
      await repository.commit(unit([create(anObservation('other', 'p2', day(20)))]));
      const query = 'patient=Patient/p1&category=vital-signs&_sort=-date&_count=5';
      const seen: (string | undefined)[] = [];
      let cursor: string | undefined;
      let pages = 0;
      do {
        const page = valueOf(await repository.search('Observation', query, cursor));
        seen.push(...page.resources.map((r) => r.id));
        cursor = page.next;
        pages++;
      } while (cursor !== undefined && pages < 10);
      expect([pages, seen]).toEqual([3, Array.from({ length: 12 }, (_, i) => `o${12 - i}`)]);
      expect(await ids(repository, 'Observation', 'patient=p1&date=ge2026-11-10&_sort=date')).toEqual(['o10', 'o11', 'o12']);
      expect(await ids(repository, 'Observation', 'subject=Patient/p1&date=2026-11-03T00:00:00Z')).toEqual(['o3']);
      expect(await ids(repository, 'Observation', 'encounter=Encounter/e1&date=lt2026-11-02&_sort=date')).toEqual(['o1']);
      expect(await ids(repository, 'Observation', 'patient=p1&code-value-quantity=8867-4$gt70&_sort=-date&_count=1')).toEqual(['o12']);
    });
    it('moves a resource in the record when its date, patient or existence changes', async () => {
      const repository = make();
      await repository.commit(unit([create(anObservation('o1', 'p1', '2026-11-01')), create(anObservation('o2', 'p1', '2026-11-02'))]));
      await repository.commit(unit([update(anObservation('o1', 'p1', '2026-11-03'), '1')]));
      expect(await ids(repository, 'Observation', 'patient=p1')).toEqual(['o1', 'o2']);
      await repository.commit(unit([update(anObservation('o1', 'p2', '2026-11-03'), '2'), { kind: 'delete', reference: 'Observation/o2', precondition: { kind: 'any' } }]));
      expect([await ids(repository, 'Observation', 'patient=p1'), await ids(repository, 'Observation', 'patient=p2')]).toEqual([[], ['o1']]);
    });
    it('lists work by owner and status, and free slots by their start', async () => {
      const repository = make();
      await repository.commit(unit([create(aTask('t1')), create(aTask('t2', { authoredOn: '2026-11-02T00:00:00Z' })), create(aTask('t3', { status: 'completed' }))]));
      await repository.commit(unit([1, 2, 3].map((i) => create(aSlot(`s${i}`, { start: `2026-11-2${i}T01:00:00Z`, end: `2026-11-2${i}T02:00:00Z`, status: i === 2 ? 'busy' : 'free' })))));
      expect(await ids(repository, 'Task', 'owner=Organization/bv-trung-uong-mau&status=requested&_sort=authored-on')).toEqual(['t1', 't2']);
      expect(await ids(repository, 'Task', 'requester=Organization/tyt-muong-mau&_sort=-authored-on,_id')).toEqual(['t2', 't1', 't3']);
      expect(await ids(repository, 'Task', 'patient=Patient/p1&status:not=completed')).toEqual(['t2', 't1']);
      expect(await ids(repository, 'Slot', 'schedule=Schedule/schedule-dr&status=free&_sort=start')).toEqual(['s1', 's3']);
      expect(await ids(repository, 'Slot', 'schedule=Schedule/schedule-dr&status=free&start=ge2026-11-22T00:00:00Z&_sort=start')).toEqual(['s3']);
    });
    it('follows chains, _has, _include and _revinclude', async () => {
      const repository = make();
      await repository.commit(unit([create(aPatient('p1')), create(aTask('t1')), create(anObservation('o1', 'p1', '2026-11-01'))]));
      expect(await ids(repository, 'Task', 'patient.identifier=012185000001')).toEqual(['t1']);
      expect(await ids(repository, 'Patient', '_has:Task:patient:owner=Organization/bv-trung-uong-mau')).toEqual(['p1']);
      const page = valueOf(await repository.search('Patient', '_id=p1&_revinclude=Observation:patient&_revinclude=Task:patient'));
      expect(page.included.map((r) => r.id).toSorted()).toEqual(['o1', 't1']);
      expect(valueOf(await repository.search('Task', 'patient=p1&_include=Task:patient')).included.map((r) => r.id)).toEqual(['p1']);
    });
    it('follows includes from what was included when they iterate, and all references by the wildcard', async () => {
      const repository = make();
      const station = { resourceType: 'Organization', id: 'tyt-muong-mau', name: 'Trạm', partOf: { reference: 'Organization/tinh-mau' } } as const;
      await repository.commit(unit([create(station), create({ resourceType: 'Organization', id: 'tinh-mau', name: 'Tỉnh' }), create(aPatient('p1')), create(aTask('t1')), create(anObservation('o1', 'p1', '2026-11-01'))]));
      const included = async (query: string) => valueOf(await repository.search('Task', `patient=p1&${query}`)).included.map((r) => r.id).toSorted();
      expect(await included('_include=Task:patient&_include=Patient:organization')).toEqual(['p1']);
      expect(await included('_include=Task:patient&_include:iterate=Patient:organization')).toEqual(['p1', 'tyt-muong-mau']);
      expect(await included('_include=Task:patient&_include:iterate=Patient:organization&_include:iterate=Organization:partof')).toEqual(['p1', 'tinh-mau', 'tyt-muong-mau']);
      expect(await included('_include=Task:patient&_revinclude:iterate=Observation:patient')).toEqual(['o1', 'p1']);
      for (const all of ['*', 'Task:*']) expect(await included(`_include=${all}`)).toEqual(['p1', 'tyt-muong-mau']);
    });
    it('lists directory types whole', async () => {
      const repository = make();
      await repository.commit(unit(['o1', 'o2', 'o3'].map((id) => create({ resourceType: 'Organization', id, name: `Trạm ${id}`, active: true }))));
      expect((await ids(repository, 'Organization', 'active=true&_sort=name')).toSorted()).toEqual(['o1', 'o2', 'o3']);
      expect(await ids(repository, 'Organization', 'name=tram%20o2')).toEqual(['o2']);
    });
    it('refuses what it does not know, by name', async () => {
      const repository = make();
      const refused = async (query: string) => {
        const result = await repository.search('Patient', query);
        return result.ok ? undefined : result.error;
      };
      expect(await refused('birthdate=1985-03-14&nom=x')).toEqual({ kind: 'unknown-parameter', parameter: 'nom' });
      expect(await refused('birthdate:exact=1985-03-14')).toEqual({ kind: 'unknown-parameter', parameter: 'birthdate:exact' });
      expect(await refused('birthdate=14/03/1985')).toEqual({ kind: 'invalid-value', parameter: 'birthdate', reason: 'not a date' });
    });
  });
}
