import type { CardFields, PatientSummary, PersonLookupAnswer, PossibleDuplicate } from '../../shared/identity/contract.ts';

export const aCard: CardFields = {
  citizenId: '012185000011', name: 'Vàng Thị Mẫu', birthDate: '1985-03-14', sex: 'female', address: 'Bản Thử 1, Xã Mường Mẫu, Tỉnh Lai Châu', issuedOn: '2021-06-15',
};
export const aPatient: PatientSummary = {
  id: 'patient-vang-thi-mau', name: 'Vàng Thị Mẫu', birthDate: '1985-03-14', sex: 'female', citizenId: '••••••••0011', address: 'Bản Thử 1, Xã Mường Mẫu, Tỉnh Lai Châu', lastVisit: '2026-10-21T02:00:00Z',
};
const at = '2026-03-12T02:00:00Z';
export const anAlike = (over: Partial<PossibleDuplicate> = {}): PossibleDuplicate => ({ ...aPatient, id: 'other', citizenId: '********0999', likely: true, here: true, reasons: [{ field: 'name', level: 'same', bits: 11 }], ...over });
export const anAnswer = (over: Partial<PersonLookupAnswer> = {}): PersonLookupAnswer => ({
  card: aCard, citizenId: '012185000011', numberGivenIn: 'Lai Châu', warnings: [], match: aPatient, differences: [], possibleDuplicates: [],
  known: [
    { field: 'name', value: aPatient.name, source: 'card-scanner', at }, { field: 'birthDate', value: '1985-03-14', source: 'card-scanner', at }, { field: 'sex', value: 'female', source: 'card-scanner', at },
    { field: 'citizenId', value: '********0011', source: 'card-scanner', at }, { field: 'phone', value: '0900000101', source: 'typed', at: '2025-06-02T02:00:00Z' }, { field: 'address', value: aPatient.address ?? '', source: 'record', at: '2024-01-02T02:00:00Z' },
    { field: 'insuranceCard', value: 'DT2121234567801', source: 'insurer', at: '2026-10-21T02:01:00Z' }, { field: 'insuranceValidTo', value: '2026-12-31', source: 'insurer', at: '2026-10-21T02:01:00Z' },
  ],
  ...over,
});
