/**
 * The one seed story: everybody in it is invented ("Mẫu" means specimen) and marked as such in the data.
 * The runner, the simulators, the fixtures of the client and the journeys all start from these people.
 * Ids are fixed so that a link in the docs stays true.
 */

export const facilities = {
  department: { id: 'syt-mau', name: 'Sở Y tế tỉnh Mẫu', code: '12000' },
  central: { id: 'bv-trung-uong-mau', name: 'Bệnh viện Trung ương Mẫu', code: '01999' },
  provincial: { id: 'bv-tinh-mau', name: 'Bệnh viện Đa khoa tỉnh Mẫu', code: '12001' },
  station: { id: 'tyt-muong-mau', name: 'Trạm Y tế xã Mường Mẫu', code: '12101' },
  station2: { id: 'tyt-ban-thu', name: 'Trạm Y tế xã Bản Thử', code: '12102' },
} as const;

/** People who sign in at the OIDC provider. The local password of each is `mau-2026`. */
export const staff = {
  nurse: { subject: 'nurse', name: 'Lò Thị Mẫu', roles: ['station'], practitioner: 'nurse-lo-thi-mau', facility: 'station', phone: '0900000001' },
  nurse2: { subject: 'nurse2', name: 'Giàng A Thử', roles: ['station'], practitioner: 'nurse-giang-a-thu', facility: 'station2', phone: '0900000002' },
  specialist: { subject: 'specialist', name: 'BS. Nguyễn Thị Hoà Mẫu', roles: ['specialist'], practitioner: 'dr-nguyen-thi-hoa-mau', facility: 'central', specialty: 'cardiology', phone: '0900000003' },
  specialist2: { subject: 'specialist2', name: 'BS. Đặng Văn Thử', roles: ['specialist'], practitioner: 'dr-dang-van-thu', facility: 'central', specialty: 'dermatology', phone: '0900000004' },
  specialist3: { subject: 'specialist3', name: 'BS. Trần Minh Thử', roles: ['specialist'], practitioner: 'dr-tran-minh-thu', facility: 'provincial', specialty: 'cardiology', phone: '0900000005' },
  coordinator: { subject: 'coordinator', name: 'Phạm Thu Mẫu', roles: ['coordinator'], practitioner: 'co-pham-thu-mau', facility: 'central', phone: '0900000006' },
  /** Above both stations: decides about records of two stations. */
  coordinator2: { subject: 'coordinator2', name: 'Lý Thị Điều Mẫu', roles: ['coordinator'], practitioner: 'co-ly-thi-dieu-mau', facility: 'department', phone: '0900000019' },
  viewer: { subject: 'viewer', name: 'Vũ Văn Thử', roles: ['viewer'], practitioner: 'vw-vu-van-thu', facility: 'department', phone: '0900000007' },
  auditor: { subject: 'auditor', name: 'Bùi Thị Thử', roles: ['auditor'], practitioner: 'au-bui-thi-thu', facility: 'department', phone: '0900000008' },
} as const;

/** A service client (client credentials): may do every FHIR interaction, for conformance suites. */
export const systemClient = { subject: 'system', name: 'Bộ kiểm thử', roles: ['system'] } as const;

/** A service client for research and statistics: sees what is measured of those who agreed to it. */
export const researchClient = { subject: 'research', name: 'Nghiên cứu mẫu', roles: ['research'] } as const;

/** Another maker's application, as SMART on FHIR has it: a public client with PKCE. Nobody runs it; tests stand in for it. */
export const smartApp = { id: 'smart-app-mau', redirectUri: 'http://127.0.0.1:21480/callback' } as const;

/** The end of next year: with a date that stands still, everybody's card would end in one night, also of who is at work. */
const goodUntil = `${new Date().getUTCFullYear() + 1}-12-31`;

/** Patients sign in by citizen ID and a one-time code. `registered`: has a record before the story begins. */
export const patients = {
  patient: {
    id: 'patient-vang-thi-mau', name: 'Vàng Thị Mẫu', birthDate: '1985-03-14', sex: 'female', citizenId: '012185000011',
    previousId: '', address: 'Bản Thử 1, Xã Mường Mẫu, Tỉnh Lai Châu', issuedOn: '2021-06-15', phone: '0900000101', registered: true,
    insurance: { number: 'DT2121234567801', result: '000', validFrom: '2026-01-01', validTo: goodUntil },
  },
  patient2: {
    id: 'patient-dang-van-mau', name: 'Đặng Văn Mẫu', birthDate: '1958-11-02', sex: 'male', citizenId: '012058000022',
    previousId: '040123456', address: 'Bản Thử 2, Xã Bản Thử, Tỉnh Lai Châu', issuedOn: '2021-07-20', phone: '0900000102', registered: true,
    insurance: { number: 'HT2121234567802', result: '004', validFrom: '2025-01-01', validTo: goodUntil, newNumber: 'HT1121234567802' },
  },
  /** Not registered: the story creates her from her card. */
  newcomer: {
    id: '', name: 'Lường Thị Ngọc Thử', birthDate: '1992-08-09', sex: 'female', citizenId: '012192000033',
    previousId: '', address: 'Bản Mẫu 3, Xã Mường Mẫu, Tỉnh Lai Châu', issuedOn: '2022-01-10', phone: '0900000103', registered: false,
    insurance: { number: 'DT2121234567803', result: '000', validFrom: '2026-01-01', validTo: goodUntil },
  },
  expired: {
    id: 'patient-ho-a-thu', name: 'Hờ A Thử', birthDate: '1979-01-30', sex: 'male', citizenId: '012079000044',
    previousId: '', address: 'Bản Mẫu 4, Xã Mường Mẫu, Tỉnh Lai Châu', issuedOn: '2021-09-01', phone: '0900000104', registered: true,
    insurance: { number: 'DT2121234567804', result: '010', validFrom: '2024-01-01', validTo: '2025-12-31' },
  },
  nameDiffers: {
    id: 'patient-tran-thi-thuy-thu', name: 'Trần Thị Thuý Thử', birthDate: '2001-05-05', sex: 'female', citizenId: '012301000055',
    previousId: '', address: 'Bản Mẫu 5, Xã Mường Mẫu, Tỉnh Lai Châu', issuedOn: '2022-02-02', phone: '0900000105', registered: true,
    insurance: { number: 'GD4121234567805', result: '060', validFrom: '2026-01-01', validTo: goodUntil },
  },
  birthDateDiffers: {
    id: 'patient-le-van-mau', name: 'Lê Văn Mẫu', birthDate: '1966-12-01', sex: 'male', citizenId: '012066000066',
    previousId: '', address: 'Bản Mẫu 6, Xã Bản Thử, Tỉnh Lai Châu', issuedOn: '2021-12-12', phone: '0900000106', registered: true,
    insurance: { number: 'GD4121234567806', result: '070', validFrom: '2026-01-01', validTo: goodUntil },
  },
  /** The insurer's portal never answers for this number (a portal that is down). */
  portalDown: {
    id: 'patient-phan-thi-thu', name: 'Phan Thị Thử', birthDate: '1990-10-10', sex: 'female', citizenId: '012190000077',
    previousId: '', address: 'Bản Mẫu 7, Xã Mường Mẫu, Tỉnh Lai Châu', issuedOn: '2022-03-03', phone: '0900000107', registered: true,
    insurance: { number: 'DT2121234567807', result: 'down', validFrom: '2026-01-01', validTo: goodUntil },
  },
} as const;

/** In the insurer's register, which has no more than the year of birth of him, and in no record: whoever needs him registers him. */
export const insuredStranger = {
  name: 'Sùng A Thử', birthDate: '1951-04-05', sex: 'male', citizenId: '012051000088', address: 'Bản Thử 8, Xã Mường Mẫu, Tỉnh Lai Châu', insurance: { number: 'HT2121234567808', validFrom: '2026-01-01', validTo: goodUntil },
} as const;

/** The text on the QR of a card: number|old number|name|ddmmyyyy|Nam or Nữ|address|ddmmyyyy. */
export function cardText(person: Readonly<Record<'citizenId' | 'previousId' | 'name' | 'birthDate' | 'sex' | 'address' | 'issuedOn', string>>): string {
  const day = (iso: string) => iso.split('-').toReversed().join('');
  return [person.citizenId, person.previousId, person.name, day(person.birthDate), person.sex === 'male' ? 'Nam' : 'Nữ', person.address, day(person.issuedOn)].join('|');
}
