import { describe, expect, it } from '@jest/globals';
import { fakeRepository } from '../../shared/fhir/fakeRepository.ts';
import type { Principal } from '../../shared/identity/policy.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { accessOf } from './access.ts';
import { aPatient } from './handler.test.support.ts';

const clock = fixedClock('2026-11-22T00:00:00Z');
const nurse: Principal = { subject: 'nurse', name: 'Lò Thị Mẫu', roles: ['station'], practitioner: 'Practitioner/n', organization: 'Organization/tyt-muong-mau' };

describe('reading a Patient through the access of a caller', () => {
  function reading() {
    const fake = fakeRepository({ clock });
    fake.seed(aPatient('p1'));
    let alone = 0;
    const read: typeof fake.read = async (...asked) => (alone++, await fake.read(...asked));
    return { fake, access: accessOf({ ...fake, read }, nurse, { clock, identifierBase: 'https://lien-tuyen.example' }), alone: () => alone };
  }

  it('takes what was read for the relations, once', async () => {
    const { access, alone } = reading();
    const patient = await access.readPatient('Patient/p1', {});
    expect([patient?.id, alone()]).toEqual(['p1', 0]);
    if (patient) expect(await access.allowed('read', patient)).toBe(true);
  });
  it('reads it anew the next time, so that a change in between is seen', async () => {
    const { access, fake, alone } = reading();
    await access.readPatient('Patient/p1', {});
    fake.seed(aPatient('p1', { gender: 'male' }));
    expect([(await access.readPatient('Patient/p1', {})) as unknown, alone()]).toEqual([expect.objectContaining({ gender: 'male' }), 1]);
  });
  it('says nothing of a Patient who is not there', async () => {
    expect(await reading().access.readPatient('Patient/none', {})).toBeUndefined();
  });
});
