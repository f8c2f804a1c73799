import type { OutgoingPrescription, PrescriptionGateway, PrescriptionReply } from './ports.ts';

/** Takes every prescription of a doctor it knows, the same one as often as it comes; or answers as told. */
export function fakePrescriptionGateway(doctors: readonly string[] = []) {
  const taken = new Map<string, OutgoingPrescription>();
  let next: PrescriptionReply | undefined;
  const gateway: PrescriptionGateway = {
    send: async ({ practitioner }, prescription) => {
      if (next) return await Promise.resolve(next);
      if (doctors.length > 0 && !doctors.includes(practitioner)) return { kind: 'unavailable', why: 'no-login' };
      if (prescription.patient.birthDate === '') return { kind: 'refused', errors: [{ field: 'ngay_sinh_benh_nhan', code: 'required', message: 'Ngày sinh là bắt buộc' }] };
      taken.set(prescription.code, prescription);
      return { kind: 'accepted' };
    },
  };
  return { ...gateway, taken, answer: (reply: PrescriptionReply | undefined) => (next = reply) };
}
