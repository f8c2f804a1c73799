import { describe, expect, it } from '@jest/globals';
import type { Patient, Task } from '@medplum/fhirtypes';
import { fixedClock } from '../kernel/clock.ts';
import { valueOf } from '../kernel/result.ts';
import { fakeRepository } from './fakeRepository.ts';
import type { AuditFact } from './repository.ts';

const fact: AuditFact = {
  actor: { subject: 'nurse', name: 'Lò Thị Mẫu', role: 'station' },
  action: 'create',
  outcome: 'success',
  event: 'test',
  patient: 'Patient/p1',
  entities: ['Patient/p1'],
  correlationId: 'c-1',
};
const hoa: Patient & { id: string } = {
  resourceType: 'Patient',
  id: 'p1',
  identifier: [{ system: 'https://lien-tuyen.example/sid/citizen-id', value: '012185000011' }],
  name: [{ text: 'Đặng Thị Hoà', family: 'Đặng', given: ['Thị Hoà'] }],
  birthDate: '1985-03-14',
  telecom: [{ system: 'phone', value: '0900000101' }],
};
const asTask = (id: string, more: Partial<Task>): Task & { id: string } => ({ resourceType: 'Task', id, status: 'requested', intent: 'order', ...more });

describe('the repository in memory', () => {
  const make = () => fakeRepository({ clock: fixedClock('2026-11-22T00:00:00Z') });
  const found = async (repository: ReturnType<typeof make>, type: 'Patient' | 'Task' | 'AuditEvent', query: string) =>
    valueOf(await repository.search(type, query)).resources.map((r) => r.id);

  it.each(['name=hoa', 'name=Hòa', 'name=dang', 'family=đặng', 'birthdate=1985', 'birthdate=ge1985-03-14', 'phone=0900000101',
    'identifier=https://lien-tuyen.example/sid/citizen-id|012185000011', 'identifier=012185000011', '_id=p1', 'gender:missing=true', 'name:contains=hi%20h', 'name:exact=%C4%90%E1%BA%B7ng'])(
    'finds by %s', async (query) => {
      const repository = make();
      repository.seed(hoa);
      expect(await found(repository, 'Patient', query)).toEqual(['p1']);
    });
  it.each(['name:exact=hoa', 'birthdate=1986', 'identifier=other|012185000011', 'gender=male', 'name=oa', 'birthdate=gt1985-03-14'])('does not find by %s', async (query) => {
    const repository = make();
    repository.seed(hoa);
    expect(await found(repository, 'Patient', query)).toEqual([]);
  });
  it('refuses an unknown parameter by its name', async () => {
    expect(await make().search('Patient', 'nom=hoa')).toEqual({ ok: false, error: { kind: 'unknown-parameter', parameter: 'nom' } });
  });
  it('finds tasks by owner and status, sorted, with pages', async () => {
    const repository = make();
    for (const n of [1, 2, 3]) repository.seed(asTask(`t${n}`, { owner: { reference: 'Organization/o' }, authoredOn: `2026-11-0${n}T00:00:00Z` }));
    const first = valueOf(await repository.search('Task', 'owner=Organization/o&status=requested&_sort=-authored-on&_count=2'));
    expect(first.resources.map((r) => r.id)).toEqual(['t3', 't2']);
    const second = valueOf(await repository.search('Task', 'owner=Organization/o&status=requested&_sort=-authored-on&_count=2', first.next));
    expect([second.resources.map((r) => r.id), second.next]).toEqual([['t1'], undefined]);
  });
  it('follows chains, _has and _include', async () => {
    const repository = make();
    repository.seed(hoa, asTask('t1', { for: { reference: 'Patient/p1' } }));
    expect(await found(repository, 'Task', 'patient.name=hoa')).toEqual(['t1']);
    expect(await found(repository, 'Patient', '_has:Task:patient:status=requested')).toEqual(['p1']);
    const page = valueOf(await repository.search('Task', '_include=Task:patient'));
    expect(page.included.map((r) => r.id)).toEqual(['p1']);
  });
  it('writes nothing when one precondition fails', async () => {
    const repository = make();
    repository.seed(hoa);
    const refused = await repository.commit({
      writes: [{ kind: 'put', resource: asTask('t1', {}), precondition: { kind: 'absent' } }, { kind: 'put', resource: hoa, precondition: { kind: 'version', versionId: '7' } }],
      audit: fact,
    });
    expect(refused).toEqual({ ok: false, error: { kind: 'precondition-failed', reference: 'Patient/p1' } });
    expect(await repository.read('Task/t1')).toBeUndefined();
    expect(repository.audits).toEqual([]);
  });
  it('lets one owner hold a claim', async () => {
    const repository = make();
    const claim = (owner: string) => repository.commit({ writes: [], claims: [{ kind: 'claim', scope: 's', key: 'k', owner }], audit: fact });
    expect((await claim('a')).ok).toBe(true);
    expect(await claim('b')).toEqual({ ok: false, error: { kind: 'claim-taken', scope: 's', key: 'k', owner: 'a' } });
  });
  it('answers a repeated command from what was kept', async () => {
    const repository = make();
    const idempotency = { key: 'key-12345', subject: 'nurse', bodyHash: 'h', answer: { id: 1 } };
    await repository.commit({ writes: [], audit: fact, idempotency });
    expect(await repository.repeated('nurse', 'key-12345', 'h')).toEqual({ kind: 'repeated', answer: { id: 1 } });
    expect(await repository.repeated('nurse', 'key-12345', 'other')).toEqual({ kind: 'key-reused' });
  });
  it('makes accesses searchable as AuditEvents of the patient', async () => {
    const repository = make();
    await repository.recordAccess(fact);
    expect(await found(repository, 'AuditEvent', 'patient=Patient/p1&_sort=-date')).toEqual(['audit-1']);
  });
});
