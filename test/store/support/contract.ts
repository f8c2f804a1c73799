import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Patient } from '@medplum/fhirtypes';
import { jsonText, parseJson } from '../../../shared/fhir/decimals.ts';
import { matchKeysFor } from '../../../shared/fhir/matchKeys.ts';
import { mostAlike, type FhirRepository, type Reference } from '../../../shared/fhir/repository.ts';
import { fixedClock } from '../../../shared/kernel/clock.ts';
import { valueOf } from '../../../shared/kernel/result.ts';
import { aFact, anObservation, aPatient, aSlot, aTask, base, create, idsOf as ids, unit, update } from './data.ts';
import { largeTransactions } from './largeTransactions.ts';
import { searches } from './searches.ts';
import { signedThings } from './signedThings.ts';
import { typeHistories } from './typeHistories.ts';

type Clock = ReturnType<typeof fixedClock>;
export type Subject = {
  make(tenant: string, clock: Clock): FhirRepository;
  /** Until what commits leave to the stream is done. */
  settle(): Promise<void>;
  stop(): Promise<void>;
};

const patience = 60_000;

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

    describe('reading and writing', () => {
      it('reads what was created, with version 1 and the time of the commit', async () => {
        const repository = make();
        const [stored] = valueOf(await repository.commit(unit([create(aPatient('p1'))])));
        expect(stored?.meta).toEqual({ versionId: '1', lastUpdated: '2026-11-22T00:00:00.000Z' });
        expect(await repository.read('Patient/p1')).toEqual({ ...aPatient('p1'), meta: stored?.meta });
        expect(await repository.read('Patient/p2')).toBeUndefined();
      });
      it('keeps how a decimal was written', async () => {
        const repository = make();
        const text = '{"resourceType":"Observation","id":"o1","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/p1"},"valueQuantity":{"value":1.00}}';
        const observation = parseJson(text) as ReturnType<typeof anObservation>;
        const stored = [...valueOf(await repository.commit(unit([create(observation), create(aPatient('p1'))]))).slice(0, 1), await repository.read('Observation/o1'), ...valueOf(await repository.search('Observation', 'patient=p1')).resources];
        await subject.settle();
        stored.push(...valueOf(await repository.search('Observation', 'patient=p1')).resources, ...(await repository.history('Observation/o1')) as typeof stored);
        expect(stored.map((resource) => jsonText(resource).includes('"value":1.00}'))).toEqual([true, true, true, true, true]);
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

    typeHistories(make, () => subject.settle());

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

    signedThings(make);
    searches(make);

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
