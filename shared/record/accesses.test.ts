import { describe, expect, it } from '@jest/globals';
import { fakeRepository } from '../fhir/fakeRepository.ts';
import type { AuditFact } from '../fhir/repository.ts';
import { actorOf, type Principal } from '../identity/policy.ts';
import { relationsToPatient } from '../identity/relations.ts';
import { fixedClock } from '../kernel/clock.ts';
import { valueOf } from '../kernel/result.ts';
import { readAccesses } from './accesses.ts';
import { aPatient, aTask, auditor, base, nurse, patientHerself, specialist, stranger } from './fixtures.ts';

function setting() {
  const clock = fixedClock('2026-11-22T03:00:00Z');
  const repository = fakeRepository({ clock });
  repository.seed(aPatient(), aTask(), { resourceType: 'Organization', id: 'station-1', name: 'Trạm Y tế xã Mường Mẫu' });
  const happened = async (principal: Principal, fact: Partial<AuditFact> = {}) => {
    clock.advance(60_000);
    await repository.recordAccess({ actor: actorOf(principal), action: 'read', outcome: 'success', event: 'chart-read', patient: 'Patient/p1', entities: ['Patient/p1'], correlationId: 'c0', ...fact });
  };
  const deps = { repository, base, relations: async (principal: Principal, patient: Parameters<typeof relationsToPatient>[2]) => await relationsToPatient(repository, principal, patient, clock) };
  const accessesOf = async (principal: Principal, more: { limit?: number; page?: string; language?: 'vi' | 'en' } = {}) =>
    await readAccesses(deps, { principal, correlationId: 'c1' }, { patientId: 'p1', limit: 30, language: 'vi', ...more });
  return { repository, happened, accessesOf };
}

describe('who has read the record', () => {
  it('is told to the patient, newest first, with name, role, place and words', async () => {
    const { happened, accessesOf } = setting();
    await happened(nurse);
    await happened(specialist, { action: 'execute', event: 'consultation-signed', entities: ['Task/t1'] });
    expect(valueOf(await accessesOf(patientHerself)).accesses).toEqual([
      expect.objectContaining({ who: specialist.name, action: 'sign', what: 'Ký kết luận hội chẩn', role: 'bác sĩ chuyên khoa', self: false }),
      expect.objectContaining({ who: nurse.name, action: 'read', what: 'Xem tóm tắt hồ sơ', organization: 'Trạm Y tế xã Mường Mẫu' }),
    ]);
  });
  it('calls the patient herself "you", in her language', async () => {
    const { happened, accessesOf } = setting();
    await happened(patientHerself);
    expect(valueOf(await accessesOf(patientHerself)).accesses[0]).toMatchObject({ who: 'Bạn', self: true });
    expect(valueOf(await accessesOf(patientHerself, { language: 'en' })).accesses).toContainEqual(expect.objectContaining({ who: 'You', what: 'Looked at the summary of the record' }));
  });
  it('shows attempts that were refused', async () => {
    const { happened, accessesOf } = setting();
    await happened(stranger, { outcome: 'refused' });
    expect(valueOf(await accessesOf(patientHerself)).accesses[0]).toMatchObject({ action: 'refused', who: stranger.name });
  });
  it('has words for a reading that has none of its own, by the kind of item', async () => {
    const { happened, accessesOf } = setting();
    await happened(nurse, { event: 'some-new-event', action: 'search', entities: ['Observation/o1', 'AllergyIntolerance/a1'] });
    expect(valueOf(await accessesOf(patientHerself)).accesses[0]).toMatchObject({ what: 'chỉ số sức khỏe, dị ứng', action: 'search' });
  });
  it('says that it was a recording of a call, for it is a file unlike others', async () => {
    const { happened, accessesOf } = setting();
    await happened(specialist, { event: 'fhir-read', entities: ['Binary/recording-r1'] });
    expect(valueOf(await accessesOf(patientHerself)).accesses[0]).toMatchObject({ who: specialist.name, what: 'bản ghi cuộc gọi', action: 'read' });
  });
  it('is refused to staff, however they stand to the patient, and audited', async () => {
    const { repository, accessesOf } = setting();
    for (const principal of [nurse, specialist]) expect(await accessesOf(principal)).toMatchObject({ ok: false, error: { code: 'HTTP_FORBIDDEN' } });
    expect(await accessesOf(stranger)).toMatchObject({ ok: false, error: { code: 'HTTP_NOT_FOUND' } });
    expect(repository.audits.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'refused']);
  });
  it('is open to an auditor', async () => {
    expect((await setting().accessesOf(auditor)).ok).toBe(true);
  });
  it('comes in pages of the size asked, with the way to the next', async () => {
    const { happened, accessesOf } = setting();
    for (let i = 0; i < 7; i += 1) await happened(nurse, { reason: `n${i}` });
    const first = valueOf(await accessesOf(auditor, { limit: 4 }));
    expect(first.accesses.map(({ why }) => why)).toEqual(['n6', 'n5', 'n4', 'n3']);
    expect(first.next).toBeDefined();
  });
  it('is itself recorded', async () => {
    const { accessesOf } = setting();
    await accessesOf(patientHerself);
    expect(valueOf(await accessesOf(patientHerself)).accesses[0]).toMatchObject({ self: true, what: 'Xem danh sách người đã đọc hồ sơ' });
  });
});
