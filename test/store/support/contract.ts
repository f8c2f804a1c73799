import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Patient, ResourceType } from '@medplum/fhirtypes';
import { matchKeysFor } from '../../../shared/fhir/matchKeys.ts';
import { mostAlike, type Deletion, type FhirRepository, type HistoryPage, type Reference, type Stored, type TypeHistoryQuery, type Write } from '../../../shared/fhir/repository.ts';
import { fixedClock } from '../../../shared/kernel/clock.ts';
import { valueOf } from '../../../shared/kernel/result.ts';
import { aFact, anObservation, aPatient, aSlot, aTask, base, create, unit, update } from './data.ts';
import { largeTransactions } from './largeTransactions.ts';

type Clock = ReturnType<typeof fixedClock>;
export type Subject = {
  make(tenant: string, clock: Clock): FhirRepository;
  /** Until what commits leave to the stream is done. */
  settle(): Promise<void>;
  stop(): Promise<void>;
};

const patience = 60_000;
const isDeletion = (version: Stored | Deletion): version is Deletion => 'deleted' in version;

/** What every FhirRepository must do, whichever database is behind it. Each test has a tenant of its own. */
export function repositoryContract(name: string, start: () => Promise<Subject>): void {
  describe(`the repository on ${name}`, () => {
    let subject: Subject;
    let n = 0;
    beforeAll(async () => {
      subject = await start();
    }, patience);
    afterAll(async () => {
      await subject.stop();
    }, patience);
    const make = (clock = fixedClock('2026-11-22T00:00:00Z')) => subject.make(`t${++n}`, clock);
    const ids = async (repository: FhirRepository, type: ResourceType, query: string) => valueOf(await repository.search(type, query)).resources.map((r) => r.id);

    describe('reading and writing', () => {
      it('reads what was created, with version 1 and the time of the commit', async () => {
        const repository = make();
        const [stored] = valueOf(await repository.commit(unit([create(aPatient('p1'))])));
        expect(stored?.meta).toEqual({ versionId: '1', lastUpdated: '2026-11-22T00:00:00.000Z' });
        expect(await repository.read('Patient/p1')).toEqual({ ...aPatient('p1'), meta: stored?.meta });
        expect(await repository.read('Patient/p2')).toBeUndefined();
      });
      it('keeps every version', async () => {
        const repository = make();
        await repository.commit(unit([create(aPatient('p1'))]));
        await repository.commit(unit([update(aPatient('p1', { gender: 'male' }), '1')]));
        await repository.commit(unit([{ kind: 'delete', reference: 'Patient/p1', precondition: { kind: 'version', versionId: '2' } }]));
        expect(await repository.read('Patient/p1')).toBeUndefined();
        expect(await repository.readVersion('Patient/p1', '1')).toMatchObject({ gender: 'female' });
        expect(await repository.readVersion('Patient/p1', '3')).toBe('deleted');
        expect(await repository.readVersion('Patient/p1', '4')).toBeUndefined();
        expect((await repository.history('Patient/p1')).map((v) => ('deleted' in v ? 'deleted' : v.meta.versionId))).toEqual(['deleted', '2', '1']);
        const [again] = valueOf(await repository.commit(unit([create(aPatient('p1'))])));
        expect(again?.meta.versionId).toBe('4');
      });
      it('reads many in the order asked, with holes', async () => {
        const repository = make();
        await repository.commit(unit([create(aPatient('p1')), create(aTask('t1'))]));
        expect((await repository.readMany(['Task/t1', 'Patient/none', 'Patient/p1', 'Task/t1'])).map((r) => r?.id)).toEqual(['t1', undefined, 'p1', 't1']);
      });
      it('replaces whatever is there when no precondition is asked', async () => {
        const repository = make();
        const put = (gender: Patient['gender']) => repository.commit(unit([{ kind: 'put', resource: aPatient('p1', { gender }), precondition: { kind: 'any' } }]));
        await put('male');
        const [second] = valueOf(await put('female'));
        expect([second?.meta.versionId, (await repository.history('Patient/p1')).length]).toEqual(['2', 2]);
      });
      it('keeps tenants apart', async () => {
        const [one, other] = [make(), make()];
        await one.commit(unit([create(aPatient('p1'))]));
        expect(await other.read('Patient/p1')).toBeUndefined();
        expect(await ids(other, 'Patient', 'birthdate=1985-03-14')).toEqual([]);
      });
    });

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
        await subject.settle();
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

    describe('refusing', () => {
      it.each([
        ['absent, and there', create(aPatient('p1'))],
        ['an older version', update(aPatient('p1'), '7')],
        ['a version of nothing', update(aPatient('p2'), '1')],
      ])('writes nothing when a precondition fails: %s', async (_, write) => {
        const repository = make();
        await repository.commit(unit([create(aPatient('p1'))]));
        const reference = `Patient/${write.kind === 'put' ? write.resource.id : ''}`;
        const refused = await repository.commit(unit([create(aTask('t1')), write], { audit: aFact({ patient: 'Patient/p1' }) }));
        expect(refused).toEqual({ ok: false, error: { kind: 'precondition-failed', reference } });
        expect(await repository.read('Task/t1')).toBeUndefined();
        expect(await ids(repository, 'Task', 'patient=Patient/p1')).toEqual([]);
        expect(await ids(repository, 'AuditEvent', 'patient=Patient/p1')).toEqual([]);
      });
      it('lets one owner hold a claim, tells who, and frees it', async () => {
        const repository = make();
        const claim = (kind: 'claim' | 'release', owner: string) => repository.commit(unit([create(aTask(`t-${kind}-${owner}`))], { claims: [{ kind, scope: 'citizen-id', key: '012185000011', owner }] }));
        expect((await claim('claim', 'Patient/a')).ok).toBe(true);
        expect(await claim('claim', 'Patient/b')).toEqual({ ok: false, error: { kind: 'claim-taken', scope: 'citizen-id', key: '012185000011', owner: 'Patient/a' } });
        expect(await repository.read('Task/t-claim-Patient/b')).toBeUndefined();
        expect((await claim('release', 'Patient/b')).ok).toBe(false);
        expect((await claim('release', 'Patient/a')).ok).toBe(true);
        expect((await claim('claim', 'Patient/b')).ok).toBe(true);
      });
      it('lets one of many commit that rely on nothing being there, again after it has gone', async () => {
        const repository = make();
        const condition = new URLSearchParams({ identifier: `${base}/sid/citizen-id|012185000001` });
        let n = 0;
        const createUnless = async (asked = condition) => {
          const watched = await repository.watch('Patient', asked);
          if (valueOf(await repository.search('Patient', asked)).resources.length > 0) return 'there';
          const done = await repository.commit(unit([create(aPatient('p1', { id: `new-${n++}` }))], { watches: [watched] }));
          return done.ok ? 'made' : done.error.kind;
        };
        const narrower = new URLSearchParams({ identifier: '012185000001', gender: 'female' });
        const outcomes = await Promise.all([createUnless(), createUnless(narrower), ...Array.from({ length: 6 }, () => createUnless())]);
        expect(outcomes.filter((o) => o === 'made')).toHaveLength(1);
        expect(new Set(outcomes)).toEqual(new Set(['made', ...outcomes.filter((o) => o === 'there' || o === 'contention')]));
        expect(await createUnless()).toBe('there');
        const [made] = valueOf(await repository.search('Patient', condition)).resources;
        valueOf(await repository.commit(unit([{ kind: 'delete', reference: `Patient/${made?.id}`, precondition: { kind: 'any' } }])));
        expect(await createUnless()).toBe('made');
      });
      it('does a command once and answers its repetition the same, for a day', async () => {
        const clock = fixedClock('2026-11-22T00:00:00Z');
        const repository = make(clock);
        const idempotency = { key: 'key-12345678', subject: 'nurse', bodyHash: 'h1', answer: { id: 't1' } };
        expect(await repository.repeated('nurse', idempotency.key, 'h1')).toBeUndefined();
        expect((await repository.commit(unit([create(aTask('t1'))], { idempotency }))).ok).toBe(true);
        expect(await repository.repeated('nurse', idempotency.key, 'h1')).toEqual({ kind: 'repeated', answer: { id: 't1' } });
        expect(await repository.commit(unit([create(aTask('t2'))], { idempotency }))).toEqual({ ok: false, error: { kind: 'repeated', answer: { id: 't1' } } });
        expect(await repository.commit(unit([create(aTask('t1'))], { idempotency }))).toEqual({ ok: false, error: { kind: 'repeated', answer: { id: 't1' } } });
        expect(await repository.commit(unit([create(aTask('t2'))], { idempotency: { ...idempotency, bodyHash: 'h2' } }))).toEqual({ ok: false, error: { kind: 'key-reused' } });
        expect(await repository.read('Task/t2')).toBeUndefined();
        expect(await repository.repeated('other', idempotency.key, 'h1')).toBeUndefined();
        clock.advance(25 * 3_600_000);
        expect(await repository.repeated('nurse', idempotency.key, 'h1')).toBeUndefined();
        expect((await repository.commit(unit([create(aTask('t2'))], { idempotency }))).ok).toBe(true);
      });
    });

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

    it('finds those who may be the same person by the keys of name and birth date, as they are now', async () => {
      const repository = make();
      await repository.commit(unit([create(aPatient('p1')), create(aPatient('p2', { birthDate: '1985' })), create(aPatient('p3', { birthDate: '1960-01-01' })), create(aPatient('p4', { name: [{ text: 'Mẫu Hòa Thị Đặng' }] }))]));
      const alike = async (name: string, birthDate: string) => (await repository.alike(matchKeysFor({ name, birthDate }))).patients.map(({ id }) => id).toSorted();
      expect(await alike('dang hoa mau', '1985-03-14')).toEqual(['p1', 'p2', 'p4']);
      await repository.commit(unit([update(aPatient('p1', { name: [{ text: 'Vũ Văn Khác' }] }), '1')]));
      expect(await alike('Đặng Thị Hoà Mẫu', '1985')).toEqual(['p2', 'p4']);
      await Promise.all(Array.from({ length: mostAlike }, (_, i) => repository.commit(unit([create(aPatient(`m${i}`))]))));
      expect((await repository.alike(matchKeysFor({ name: 'Đặng Hoà Mẫu', birthDate: '1985' }))).complete).toBe(false);
    }, patience);

    it('makes an audit entry of every commit and every access, found by the patient', async () => {
      const clock = fixedClock('2026-11-22T00:00:00Z');
      const repository = make(clock);
      await repository.commit(unit([create(aPatient('p1'))], { audit: aFact({ patient: 'Patient/p1', entities: ['Patient/p1'] }) }));
      clock.advance(1000);
      await repository.recordAccess(aFact({ action: 'read', event: 'chart-read', patient: 'Patient/p1' }));
      await subject.settle();
      const found = valueOf(await repository.search('AuditEvent', 'patient=Patient/p1&_sort=-date')).resources;
      expect(found.map((r) => (r.resourceType === 'AuditEvent' ? r.action : ''))).toEqual(['R', 'C']);
    });

    it('gives one of 200 concurrent writers the slot, and tells all others that it changed', async () => {
      const repository = make();
      await repository.commit(unit([create(aSlot('s1'))]));
      const results = await Promise.all(
        Array.from({ length: 200 }, (_, i) => repository.commit(unit([update(aSlot('s1', { status: 'busy', comment: String(i) }), '1'), create(aTask(`t${i}`))]))),
      );
      const refusals = results.flatMap((r) => (r.ok ? [] : [r.error]));
      expect(refusals).toEqual(Array.from({ length: 199 }, () => ({ kind: 'precondition-failed', reference: 'Slot/s1' satisfies Reference })));
      const tasks = await repository.readMany(Array.from({ length: 200 }, (_, i) => `Task/t${i}` as const));
      expect(tasks.filter((t) => t !== undefined)).toHaveLength(1);
    }, patience);

    largeTransactions(make);
  });
}
