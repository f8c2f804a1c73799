import { expect, it } from '@jest/globals';
import type { OutgoingPrescription, PrescriptionGateway } from './ports.ts';

/** An invented patient's prescription, complete. */
export const anOutgoing = (more: Partial<OutgoingPrescription> = {}): OutgoingPrescription => ({
  code: '01999a0z9k3m-C',
  kind: 'C',
  patient: { id: 'p-1', name: 'Vàng Thị Mẫu', birthDate: '1985-03-14', sex: 'female', citizenId: '012185000011', insuranceCard: 'DT2121234567801', address: 'Bản Thử 1', phone: '0900000101' },
  carer: '',
  diagnoses: [{ code: 'I10', display: 'Tăng huyết áp' }],
  lines: [{ name: 'Amlodipin', strength: '5 mg', form: 'viên nén', quantity: 7, unit: 'viên', dosage: 'Uống 1 viên mỗi sáng', days: 7, until: '2026-11-28', instruction: 'Sau ăn' }],
  advice: 'Ăn nhạt',
  note: '',
  writtenAt: '2026-11-22T02:00:00.000Z',
  signature: 'c2ln',
  ...more,
});

/** What every gateway does. `doctor`: a login that it knows; `stranger`: one that it does not. */
export function prescriptionGatewayContract(gateway: () => PrescriptionGateway, { doctor, stranger }: { readonly doctor: { link: string; practitioner: string }; readonly stranger: { link: string; practitioner: string } }): void {
  const fresh = (letters: string) => anOutgoing({ code: `01999${letters}-C` });
  it('takes a complete prescription', async () => {
    expect(await gateway().send(doctor, fresh('aaaaaa1'))).toMatchObject({ kind: 'accepted' });
  });
  it('takes the same prescription again: its answer may have been lost', async () => {
    const sent = gateway();
    await sent.send(doctor, fresh('aaaaaa2'));
    expect(await sent.send(doctor, fresh('aaaaaa2'))).toMatchObject({ kind: 'accepted' });
  });
  it('refuses one that lacks what the system wants, and says what', async () => {
    const { patient } = anOutgoing();
    expect(await gateway().send(doctor, { ...fresh('aaaaaa3'), patient: { ...patient, birthDate: '' } })).toMatchObject({ kind: 'refused', errors: [{ field: 'ngay_sinh_benh_nhan', message: expect.stringMatching(/./) }] });
  });
  it('leaves that of a doctor without a login waiting', async () => {
    expect(await gateway().send(stranger, fresh('aaaaaa4'))).toMatchObject({ kind: 'unavailable', why: 'no-login' });
  });
}
