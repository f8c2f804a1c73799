import { describe, expect, it } from '@jest/globals';
import type { FhirRepository, Write } from '../../../shared/fhir/repository.ts';
import { valueOf } from '../../../shared/kernel/result.ts';
import { aTask, anObservation, create, idsOf, unit, update } from './data.ts';

const reference = 'Observation/s1';
const changed = anObservation('s1', 'p1', '2026-11-22T00:00:00Z', { status: 'amended' });
const signed = (write: Write): Write => ({ ...write, signed: true });
const refused = { ok: false, error: { kind: 'precondition-failed', reference, signed: true } };

/** What a signed document has left in the record follows its own steps only. */
export function signedThings(make: () => FhirRepository): void {
  describe('what belongs to a signed document', () => {
    const withOne = async () => {
      const repository = make();
      valueOf(await repository.commit(unit([signed(create(anObservation('s1', 'p1', '2026-11-22T00:00:00Z')))])));
      return repository;
    };
    const isAsSigned = async (repository: FhirRepository) => expect(await repository.read(reference)).toMatchObject({ status: 'final', meta: { versionId: '1' } });

    it.each<[string, Write]>([
      ['replaced by its version', update(changed, '1')],
      ['replaced whatever stands there', { kind: 'put', resource: changed, precondition: { kind: 'any' } }],
      ['deleted by its version', { kind: 'delete', reference, precondition: { kind: 'version', versionId: '1' } }],
      ['deleted whatever stands there', { kind: 'delete', reference, precondition: { kind: 'any' } }],
    ])('is not %s, nor is anything written with it', async (_, write) => {
      const repository = await withOne();
      expect(await repository.commit(unit([write]))).toEqual(refused);
      expect(await repository.commit(unit([create(aTask('t1')), write]))).toEqual(refused);
      await isAsSigned(repository);
      expect([await repository.read('Task/t1'), await idsOf(repository, 'Task', 'patient=p1')]).toEqual([undefined, []]);
    });
    it('is not changed by a transaction of any size', async () => {
      const repository = await withOne();
      expect(await repository.commit(unit([...Array.from({ length: 110 }, (_, i) => create(aTask(`t${i}`))), update(changed, '1')]))).toEqual(refused);
      await isAsSigned(repository);
      expect(await repository.read('Task/t0')).toBeUndefined();
    });
    it('follows a step of a signed document, and stays what it is', async () => {
      const repository = await withOne();
      expect(valueOf(await repository.commit(unit([signed(update(changed, '1'))])))).toMatchObject([{ status: 'amended' }]);
      expect(await repository.commit(unit([update(changed, '2')]))).toEqual(refused);
      expect((await repository.commit(unit([signed({ kind: 'delete', reference, precondition: { kind: 'version', versionId: '2' } })]))).ok).toBe(true);
      expect(await repository.commit(unit([create(changed)]))).toEqual(refused);
    });
    it('may be something that stood there before', async () => {
      const repository = make();
      valueOf(await repository.commit(unit([create(aTask('t1'))])));
      valueOf(await repository.commit(unit([update(aTask('t1'), '1')])));
      valueOf(await repository.commit(unit([signed(update(aTask('t1', { status: 'completed' }), '2'))])));
      expect(await repository.commit(unit([update(aTask('t1'), '3')]))).toMatchObject({ error: { reference: 'Task/t1', signed: true } });
    });
    it('becomes so to those who looked before: of one who signs and many who change, none changes what was signed', async () => {
      const repository = make();
      valueOf(await repository.commit(unit([create(aTask('t1'))])));
      const change = (i: number) => repository.commit(unit([{ kind: 'put', resource: aTask('t1', { description: String(i) }), precondition: { kind: 'any' } }]));
      const sign = () => repository.commit(unit([signed({ kind: 'put', resource: aTask('t1', { status: 'completed' }), precondition: { kind: 'any' } })]));
      const results = await Promise.all([change(1), change(2), sign(), change(3), change(4)]);
      expect(results[2]?.ok).toBe(true);
      expect(await repository.read('Task/t1')).toMatchObject({ status: 'completed' });
    });
    it('answers a command that was carried out, before it says so', async () => {
      const repository = make();
      const idempotency = { key: 'key-12345678', subject: 'dr', bodyHash: 'h1', answer: { id: 't1' } };
      const write = create(aTask('t1'));
      valueOf(await repository.commit(unit([signed(write)], { idempotency })));
      expect(await repository.commit(unit([update(aTask('t1'), '1')], { idempotency }))).toEqual({ ok: false, error: { kind: 'repeated', answer: { id: 't1' } } });
    });
  });
}
