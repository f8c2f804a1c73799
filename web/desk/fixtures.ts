import type { CardFields, PatientSummary, PersonLookupAnswer } from '../../shared/identity/contract.ts';

export const aCard: CardFields = {
  citizenId: '012185000011', name: 'Vàng Thị Mẫu', birthDate: '1985-03-14', sex: 'female', address: 'Bản Thử 1, Xã Mường Mẫu, Tỉnh Lai Châu', issuedOn: '2021-06-15',
};
export const aPatient: PatientSummary = {
  id: 'patient-vang-thi-mau', name: 'Vàng Thị Mẫu', birthDate: '1985-03-14', sex: 'female', citizenId: '••••••••0011', address: 'Bản Thử 1, Xã Mường Mẫu, Tỉnh Lai Châu', lastVisit: '2026-10-21T02:00:00Z',
};
export const anAnswer = (over: Partial<PersonLookupAnswer> = {}): PersonLookupAnswer => ({
  card: aCard, citizenId: '012185000011', warnings: [], match: aPatient, differences: [], possibleDuplicates: [], ...over,
});
