import { describe, expect, it } from '@jest/globals';
import type { Coverage, Patient } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { fakeRepository } from '../fhir/fakeRepository.ts';
import { identifierSystems } from '../fhir/identifierSystems.ts';
import type { Principal } from '../identity/policy.ts';
import { fixedClock } from '../kernel/clock.ts';
import { countingIds } from '../kernel/ids.ts';
import { valueOf } from '../kernel/result.ts';
import { checkInsurance } from './checkInsurance.ts';
import { isNear, numbersToCompare, withCompared } from './comparing.ts';
import type { InsuranceCheckRequest } from './contract.ts';
import { fakeInsurerPortal } from './insurerPortal.fake.ts';
import { lastInsurance } from './lastInsurance.ts';
import { fakeAnswerCache } from './ports.fake.ts';

// The same cases each time; others by FC_SEED.
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 1) });

const base = 'https://lien-tuyen.example';
const systems = identifierSystems(base);
const number = '012058000022';
const nurse: Principal = { subject: 'nurse', name: 'N', roles: ['station'], practitioner: 'Practitioner/n', organization: 'Organization/station' };
const him: Patient & { readonly id: string } = { resourceType: 'Patient', id: 'p', gender: 'male', name: [{ text: 'Đặng Văn Mẫu' }], birthDate: '1958-11-02', identifier: [{ system: systems.citizenId, value: number }], managingOrganization: { reference: 'Organization/station' } };
const hisCousin = (citizenId: string): Patient & { readonly id: string } => ({ ...him, id: 'q', birthDate: '1958-05-30', identifier: [{ system: systems.citizenId, value: citizenId }] });

/** A register that knows his year only, and his record that was typed. */
function aStation(...others: readonly (Patient & { readonly id: string })[]) {
  const clock = fixedClock('2026-06-30T08:00:00Z');
  const repository = fakeRepository({ clock });
  repository.seed(him, ...others);
  const known = { kind: 'answered', resultCode: '000', card: { number: 'HT2121234567802', holder: 'ĐẶNG VĂN MẪU', birthDate: '1958', sex: 'male' } } as const;
  const portal = fakeInsurerPortal({ [number]: known, HT2121234567802: known });
  const deps = { repository, portal, cache: fakeAnswerCache(), clock, newId: countingIds('check'), naming: { base, systems } };
  const caller = { principal: nurse, correlationId: 'c' };
  let n = 0;
  return {
    portal, stored: () => repository.all().filter((r): r is Coverage & typeof r => r.resourceType === 'Coverage'),
    check: async (request: InsuranceCheckRequest = {}) => valueOf(await checkInsurance(deps, caller, 'p', request, { key: `key-${++n}`, subject: 'nurse', bodyHash: `h${n}` })),
    last: async () => valueOf(await lastInsurance(deps, caller, 'p')),
  };
}

describe('a typed number that is all that is in doubt', () => {
  it('is shown among others that differ by a slip, now and when the page is opened again', async () => {
    const station = aStation();
    const answer = await station.check();
    expect(answer).toMatchObject({ outcome: 'check-by-hand', compare: { by: 'citizen-id' } });
    expect(answer).not.toHaveProperty('card');
    for (const round of answer.compare?.rounds ?? [[]]) expect(round).toContain(number);
    expect(station.stored()).toEqual([]);
    expect((await station.last()).compare).toEqual(answer.compare);
  });

  it('counts once the clerk has tapped it, and is not asked about again', async () => {
    const station = aStation();
    await station.check();
    expect(await station.check({ compared: [number, number] })).toMatchObject({ outcome: 'covered', card: { number: 'HT2121234567802' }, steps: [{ by: 'citizen-id', compared: true, resultCode: '000', weighed: 'accepted' }] });
    expect(station.stored()).toMatchObject([{ subscriberId: 'HT2121234567802' }]);
    // The answer that was kept before the tap does not come back.
    expect(await station.check()).toMatchObject({ outcome: 'covered' });
    expect(await station.check({ fresh: true })).toMatchObject({ outcome: 'covered' });
  });

  it('does not count for another tap: that number is then asked as a typed one', async () => {
    const station = aStation();
    const { compare } = await station.check();
    for (const wrong of compare?.rounds.flat().filter((one) => one !== number) ?? [])
      for (const compared of [[wrong, wrong], [wrong, number], [number, wrong]] as const) expect((await station.check({ compared: [...compared] })).outcome).toBe('check-by-hand');
    expect(await station.check({ compared: ['x'.repeat(99), 'x'.repeat(99)] })).toMatchObject({ outcome: 'check-by-hand' });
    expect(station.stored()).toEqual([]);
  });

  it.each([['012058000023', 'the next of the series'], ['012058000220', 'two digits exchanged'], [number, 'the same number']])('is not for picking while %s (%s) is another’s of that name and year', async (theirs) => {
    const station = aStation(hisCousin(theirs));
    const answer = await station.check();
    expect(answer.nextSteps).toEqual(['scan-card', 'try-card-number', 'compare-with-papers']);
    expect(answer).not.toHaveProperty('compare');
    expect((await station.check({ compared: [number, number] })).outcome).toBe('check-by-hand');
    expect(await station.last()).not.toHaveProperty('compare');
  });

  it('may be picked where namesakes have numbers far from it, or are of another year or sex', async () => {
    const station = aStation(hisCousin('012058771234'), { ...hisCousin('012058000023'), id: 'r', gender: 'female' }, { ...hisCousin('012058000023'), id: 's', birthDate: '1959-11-02' });
    expect(await station.check()).toHaveProperty('compare');
    expect((await station.check({ compared: [number, number] })).outcome).toBe('covered');
  });
});

it('the number stands twice among four that differ in one or two digits, in no telling place, and no other stands in both', () => {
  const digits = (length: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((list) => list.join(''));
  const places = new Set<number>();
  fc.assert(fc.property(fc.oneof(digits(12), digits(10), digits(9), digits(13).map((d) => `GD${d}`)), (one) => {
    const rounds = numbersToCompare(one);
    for (const numbers of rounds) places.add(numbers.indexOf(one));
    expect(rounds.map((numbers) => new Set(numbers).size)).toEqual([4, 4]);
    expect(new Set(rounds.flat()).size).toBe(7);
    expect(rounds.flat().every((other) => other.length === one.length && isNear(other, one))).toBe(true);
  }));
  expect([...places].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3]);
});

it('a number that is certain stays so, and one that is none changes nothing', () => {
  const keys = [{ value: number, by: 'citizen-id', trust: 'certain' }] as const;
  expect([withCompared(keys, [number, number]), withCompared(keys, ['', ''])]).toEqual([keys, keys]);
});
