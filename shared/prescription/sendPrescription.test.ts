import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Bundle, MessageHeader } from '@medplum/fhirtypes';
import { fakeRepository, type FakeRepository } from '../fhir/fakeRepository.ts';
import { dueWork } from '../fhir/pendingWork.ts';
import { fixedClock } from '../kernel/clock.ts';
import { sendingOf } from './answer.ts';
import { prescriptionDocument } from './document.ts';
import { fakePrescriptionGateway } from './gateway.fake.ts';
import { prescriptionSigned } from './ports.ts';
import { sendPrescribed, sendPrescribedAgain, type SendDeps } from './sendPrescription.ts';

const base = 'https://lien-tuyen.example';
const at = '2026-11-22T02:00:00.000Z';
const event = { id: 'rx-1-prescribed', type: prescriptionSigned, data: { documentId: 'rx-1' } };

let repository: FakeRepository;
let gateway: ReturnType<typeof fakePrescriptionGateway>;
let deps: SendDeps;

beforeEach(() => {
  const clock = fixedClock(at);
  repository = fakeRepository({ clock });
  gateway = fakePrescriptionGateway();
  deps = { repository, clock, base, prescriptions: gateway };
  const document: Bundle & { id: string } = prescriptionDocument({
    documentId: 'rx-1', code: '01999a0z9k3m-C', kind: 'C', consultationId: 'c-1', at, patient: { id: 'p-1', name: 'Vàng Thị Mẫu', birthDate: '1985-03-14', sex: 'female' },
    author: { id: 'dr-1', name: 'BS. Hoà' }, facility: { id: 'bv-1', name: 'Bệnh viện Mẫu' }, diagnoses: [{ code: 'I10', display: 'Tăng huyết áp' }],
    lines: [{ name: 'Amlodipin', quantity: 30, unit: 'viên', dosage: 'Sáng 1', days: 30, touched: [] }], replaces: { documentId: 'rx-0', code: '01999zzzzzzz-C', reason: 'Đổi liều', lines: [] },
  }, base);
  repository.seed(
    { ...document, signature: { type: [], when: at, who: {}, data: 'c2ln' } },
    { resourceType: 'DocumentReference', id: 'rx-1', status: 'current', content: [] },
    { resourceType: 'Patient', id: 'p-1', name: [{ text: 'Vàng Thị Mẫu' }], birthDate: '1985-03-14', gender: 'female', identifier: [{ system: `${base}/sid/citizen-id`, value: '012185000011' }], address: [{ text: 'Bản Thử 1' }], telecom: [{ system: 'phone', value: '0900000101' }] },
    { resourceType: 'Organization', id: 'bv-1', identifier: [{ system: `${base}/sid/prescription-link`, value: '01999' }] },
  );
});
const stored = () => sendingOf(repository.all().find((r): r is MessageHeader & typeof r => r.resourceType === 'MessageHeader'), base);
const due = async () => await dueWork({ repository, base, now: new Date(Date.parse(at) + 3_600_000) });

describe('a signed prescription', () => {
  it('is told to the national system once, with what was signed and the numbers of the record', async () => {
    expect([await sendPrescribed(deps, event), await sendPrescribed(deps, event)]).toEqual(['sent', 'nothing']);
    expect([...gateway.taken.values()]).toMatchObject([{ code: '01999a0z9k3m-C', note: 'Thay cho đơn 01999zzzzzzz-C', signature: 'c2ln', patient: { citizenId: '012185000011', phone: '0900000101', sex: 'female' }, lines: [{ name: 'Amlodipin', until: '2026-12-21' }] }]);
    expect(stored()).toEqual({ state: 'sent', at });
    expect(repository.audits.at(-1)).toMatchObject({ event: 'prescription-sent', patient: 'Patient/p-1' });
  });
  it('waits where the system is away, and is sent when it is back', async () => {
    gateway.answer({ kind: 'unavailable', why: 'timeout' });
    expect(await sendPrescribed(deps, event)).toBe('timeout');
    expect([stored(), (await due()).map(({ kind }) => kind)]).toEqual([{ state: 'waiting' }, ['prescription']]);
    gateway.answer(undefined);
    for (const work of await due()) await sendPrescribedAgain(deps, work);
    expect([stored().state, await due()]).toEqual(['sent', []]);
  });
  it('that is refused says why, and is not sent again', async () => {
    gateway.answer({ kind: 'refused', errors: [{ field: 'dia_chi', code: 'required', message: 'Địa chỉ là bắt buộc' }] });
    expect([await sendPrescribed(deps, event), await sendPrescribed(deps, event)]).toEqual(['refused', 'nothing']);
    expect(stored()).toEqual({ state: 'refused', at, errors: [{ field: 'dia_chi', message: 'Địa chỉ là bắt buộc' }] });
  });
  it('that was replaced before it could be sent is never sent', async () => {
    repository.seed({ resourceType: 'DocumentReference', id: 'rx-1', status: 'superseded', content: [] });
    expect([await sendPrescribed(deps, event), gateway.taken.size]).toEqual(['nothing', 0]);
  });
  it('is the only thing that is sent, and nothing where no system is configured', async () => {
    expect(await sendPrescribed(deps, { ...event, type: 'consultation-signed' })).toBe('nothing');
    expect(await sendPrescribed({ ...deps, prescriptions: undefined }, event)).toBe('nothing');
  });
});
