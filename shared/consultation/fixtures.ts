import type { Consultation, StoredState } from './consultation.ts';

/** The ordinary consultation in a state, for tests: station tyt-1, specialist dr-1 of bv-1, patient p-1. */
export function aConsultation(state: StoredState, more: Partial<Consultation> = {}): Consultation {
  const specialist = { id: 'dr-1', name: 'BS. Mẫu' };
  const appointment = { appointmentId: 'appointment-1', slotId: 'slot-1', start: '2026-11-23T01:00:00.000Z', end: '2026-11-23T01:15:00.000Z' };
  const room = 'room-1';
  const common = {
    id: 'c-1',
    patient: { id: 'p-1', name: 'Vàng Thị Mẫu', birthDate: '1985-03-14', sex: 'female' },
    station: { id: 'tyt-1', name: 'Trạm Y tế xã Mẫu' },
    requester: { id: 'nurse-1', name: 'Lò Thị Mẫu' },
    facility: { id: 'bv-1', name: 'Bệnh viện Mẫu' },
    specialty: 'cardiology',
    priority: 'routine',
    mode: 'now',
    questions: ['Có cần chuyển tuyến không?', 'Dùng thuốc gì?'],
    requestedAt: '2026-11-22T01:00:00.000Z',
    waitingSince: '2026-11-22T01:00:00.000Z',
    messages: [],
    history: [{ state: 'submitted', at: '2026-11-22T01:00:00.000Z', by: 'Lò Thị Mẫu' }],
  } as const;
  return { ...common, ...ofState(), ...more } as Consultation;

  function ofState() {
    switch (state) {
      case 'submitted': case 'routed': case 'redirected': case 'expired': case 'escalated':
        return { state };
      case 'scheduled': case 'called': case 'in-call': case 'waiting':
        return { state, specialist, appointment, room };
      case 'accepted': case 'needs-info': case 'interrupted': case 'concluding':
      case 'declined': case 'cancelled': case 'no-show': case 'emergency-transfer': case 'patient-died':
        return { state, specialist };
      case 'signed': case 'acknowledged':
        return { state, specialist, documents: ['doc-1'] };
      case 'outcome-reported': case 'closed':
        return { state, specialist, documents: ['doc-1'], outcome: { outcome: 'improved', at: '2026-11-22T02:00:00.000Z' } };
    }
  }
}
