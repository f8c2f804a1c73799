import type { Resource } from '@medplum/fhirtypes';
import { bookings } from '../booking/bookings.ts';
import { fakeRepository, type FakeRepository } from '../fhir/fakeRepository.ts';
import type { Principal } from '../identity/policy.ts';
import type { FhirRepository } from '../fhir/repository.ts';
import { fixedClock, type Clock } from '../kernel/clock.ts';
import { countingIds } from '../kernel/ids.ts';
import { prescriptions } from '../prescription/prescriptions.ts';
import { documents } from '../signing/documents.ts';
import { medicines } from '../terminology/own/medicines.ts';
import { fakeKeySigner } from '../signing/keySigner.fake.ts';
import type { KeySigner } from '../signing/ports.ts';
import type { Ask, CareContext } from './context.ts';

const base = 'https://lien-tuyen.example';

const people = {
  nurse: { subject: 'nurse', name: 'Lò Thị Mẫu', roles: ['station'], practitioner: 'Practitioner/nurse-1', organization: 'Organization/tyt-1' },
  nurse2: { subject: 'nurse2', name: 'Giàng A Thử', roles: ['station'], practitioner: 'Practitioner/nurse-2', organization: 'Organization/tyt-2' },
  specialist: { subject: 'specialist', name: 'BS. Hoà', roles: ['specialist'], practitioner: 'Practitioner/dr-1', organization: 'Organization/bv-1' },
  specialist2: { subject: 'specialist2', name: 'BS. Da liễu', roles: ['specialist'], practitioner: 'Practitioner/dr-2', organization: 'Organization/bv-1' },
  specialist3: { subject: 'specialist3', name: 'BS. Nơi khác', roles: ['specialist'], practitioner: 'Practitioner/dr-3', organization: 'Organization/bv-2' },
  specialist4: { subject: 'specialist4', name: 'BS. Cùng khoa', roles: ['specialist'], practitioner: 'Practitioner/dr-4', organization: 'Organization/bv-1' },
  coordinator: { subject: 'coordinator', name: 'Điều phối', roles: ['coordinator'], practitioner: 'Practitioner/co-1', organization: 'Organization/bv-1' },
  patient: { subject: 'patient', name: 'Vàng Thị Mẫu', roles: ['patient'], patient: 'Patient/p-1' },
  patient2: { subject: 'patient2', name: 'Đặng Văn Mẫu', roles: ['patient'], patient: 'Patient/p-2' },
} as const satisfies Record<string, Principal>;

export type World = ReturnType<typeof aWorld>;

/** Two stations, two hospitals, four specialists, two patients and a few slots, in memory. For tests. */
export function aWorld() {
  const clock = fixedClock('2026-11-23T00:00:00.000Z');
  const repository: FakeRepository = fakeRepository({ clock });
  repository.seed(...seeds());
  return {
    ...worldOn(repository, clock),
    clock,
    repository,
    stored: (type: Resource['resourceType'], id: string) => repository.all().find((r) => r.resourceType === type && r.id === id),
  };
}

/** The same people on any repository that holds the seeds. */
export function worldOn(repository: FhirRepository, clock: Clock) {
  const newId = countingIds('id');
  const signing = documents({ repository, signer: aSigner(), base });
  const context: CareContext = {
    repository, clock, base, newId,
    newRoom: countingIds('room'),
    bookings: bookings(repository, clock),
    documents: signing,
    prescriptions: prescriptions({ repository, base, newId, newCode: countingCodes(), signing, medicines }),
    isKnownDiagnosis: (code) => code !== 'Q99.9',
  };
  return { context, ask: (who: keyof typeof people): Ask => ({ principal: people[who], correlationId: 'test-correlation' }) };
}

/** Seven characters, each once. */
function countingCodes(): () => string {
  let count = 0;
  return () => (count += 1).toString(36).padStart(7, '0');
}

export const seeds = (): readonly Seed[] => [...directory(), ...slots()];

type Seed = Resource & { readonly id: string };

function directory(): Seed[] {
  const organization = (id: string, name: string): Seed => ({ resourceType: 'Organization', id, name, active: true });
  const patient = (id: string, text: string): Seed => ({ resourceType: 'Patient', id, name: [{ text }], birthDate: '1985-03-14', gender: 'female', managingOrganization: { reference: 'Organization/tyt-1' } });
  return [
    organization('tyt-1', 'Trạm Y tế xã Mẫu'), organization('tyt-2', 'Trạm Y tế xã Thử'),
    { ...organization('bv-1', 'Bệnh viện Mẫu'), identifier: [{ system: `${base}/sid/prescription-link`, value: '01999' }] } as Seed, organization('bv-2', 'Bệnh viện Thử'),
    role('dr-1', 'BS. Hoà', 'bv-1', 'cardiology'), role('dr-2', 'BS. Da liễu', 'bv-1', 'dermatology'),
    role('dr-3', 'BS. Nơi khác', 'bv-2', 'cardiology'), role('dr-4', 'BS. Cùng khoa', 'bv-1', 'cardiology'),
    patient('p-1', 'Vàng Thị Mẫu'), patient('p-2', 'Đặng Văn Mẫu'),
    { resourceType: 'Binary', id: 'b-1', contentType: 'image/jpeg' },
  ];
}

const role = (id: string, display: string, organization: string, code: string): Seed => ({
  resourceType: 'PractitionerRole', id: `role-${id}`, active: true,
  practitioner: { reference: `Practitioner/${id}`, display },
  organization: { reference: `Organization/${organization}`, display: organization },
  specialty: [{ coding: [{ system: `${base}/CodeSystem/specialty`, code }] }],
});

function slots(): Seed[] {
  const slot = (id: string, practitioner: string, start: string): Seed => ({
    resourceType: 'Slot', id, status: 'free', start, schedule: { reference: `Schedule/schedule-${practitioner}` },
    end: new Date(new Date(start).getTime() + 15 * 60_000).toISOString(),
  });
  return [
    slot('slot-past', 'dr-1', '2026-11-22T01:00:00.000Z'), slot('slot-1', 'dr-1', '2026-11-23T01:00:00.000Z'),
    slot('slot-2', 'dr-1', '2026-11-23T01:15:00.000Z'), slot('slot-3', 'dr-4', '2026-11-23T02:00:00.000Z'),
    slot('slot-other', 'dr-3', '2026-11-23T01:00:00.000Z'),
  ];
}

/** A real key, made when it is first asked for. */
export function aSigner(): KeySigner {
  let made: Promise<KeySigner> | undefined;
  const signer = () => (made ??= fakeKeySigner());
  return {
    kid: async () => await (await signer()).kid(),
    publicJwk: async () => await (await signer()).publicJwk(),
    signJws: async (payload, header) => await (await signer()).signJws(payload, header),
    signBytes: async (data) => await (await signer()).signBytes(data),
  };
}
