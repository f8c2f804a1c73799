import { fakeRepository } from '../fhir/fakeRepository.ts';
import type { Principal } from '../identity/policy.ts';
import { fixedClock } from '../kernel/clock.ts';
import { countingIds } from '../kernel/ids.ts';
import { ok } from '../kernel/result.ts';
import type { RoomState } from '../room/ports.ts';
import { fakeKeySigner } from '../signing/keySigner.fake.ts';
import { signingInOrder } from '../signing/documents.ts';
import { publishedKeys } from '../signing/publishedKeys.ts';
import { verifyDocument } from '../signing/verify.ts';
import type { Ask, BriefingContext } from './context.ts';
import type { PassFor } from './join.ts';

const base = 'https://base.example';
export const who = {
  host: { subject: 'host', name: 'Phạm Thu Mẫu', roles: ['coordinator'], practitioner: 'Practitioner/co-1', organization: 'Organization/bv-1' },
  nurse: { subject: 'nurse', name: 'Lò Thị Mẫu', roles: ['station'], practitioner: 'Practitioner/nurse-1', organization: 'Organization/tyt-1' },
  doctor: { subject: 'doctor', name: 'BS. Nơi khác', roles: ['specialist'], practitioner: 'Practitioner/dr-3', organization: 'Organization/bv-2' },
  stranger: { subject: 'stranger', name: 'Giàng A Thử', roles: ['station'], practitioner: 'Practitioner/nurse-2', organization: 'Organization/tyt-2' },
  patient: { subject: 'patient', name: 'Vàng Thị Mẫu', roles: ['patient'], patient: 'Patient/p-1' },
} as const satisfies Record<string, Principal>;

export const plan = { title: 'Giao ban tuần', start: '2026-11-23T01:00:00Z', agenda: [{ title: 'Sốt xuất huyết', minutes: 20 }, { title: 'Lịch trực', minutes: 10 }], facilities: ['tyt-1'], people: ['dr-3'] };

/** A coordinator who leads, a nurse invited by facility, a doctor by name, and two who are not. */
export async function aWorld() {
  const clock = fixedClock('2026-11-22T08:00:00.000Z');
  const repository = fakeRepository({ clock });
  for (const [id, name] of [['bv-1', 'Bệnh viện Mẫu'], ['bv-2', 'Bệnh viện Thử'], ['tyt-1', 'Trạm Y tế xã Mẫu']] as const) repository.seed({ resourceType: 'Organization', id, name, active: true });
  repository.seed({ resourceType: 'PractitionerRole', id: 'role-dr-3', practitioner: { reference: 'Practitioner/dr-3', display: 'BS. Nơi khác' } });
  const signer = await fakeKeySigner();
  const passed: { state: RoomState; role: string; name: string }[] = [];
  const passFor: PassFor = (state, { sub, role, name }) => {
    passed.push({ state, role, name });
    return Promise.resolve(ok({ token: sub, url: '', room: '', role, name, expiresAt: '', iceServers: [] }));
  };
  const context: BriefingContext & { readonly passFor: PassFor } = {
    repository, clock, base, newId: countingIds('id'), newRoom: countingIds('room'), passFor,
    signing: signingInOrder({ repository, signer, base }),
    isGenuine: async (document) => (await verifyDocument(document, { keys: publishedKeys([await signer.publicJwk()], []), authorities: [] })).valid,
  };
  return { clock, repository, context, passed };
}
export const ask = (name: keyof typeof who, key?: string): Ask => ({ principal: who[name], correlationId: 'c', ...(key ? { command: { key, subject: name, bodyHash: key } } : {}) });

export const minutes = 60_000;
/** From the world's clock to the start of the plan. */
export const untilStart = 17 * 60 * minutes;
