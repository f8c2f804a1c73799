import { describe, expect, it } from '@jest/globals';
import type { Patient } from '@medplum/fhirtypes';
import { parseNumber, warningsFor } from '../../../shared/identity/citizenNumber.ts';
import { valueOf } from '../../../shared/kernel/result.ts';
import { personBatch } from './person.ts';

const base = 'https://lien-tuyen.example';
const now = new Date('2026-11-22T03:00:00Z');
const people = Array.from({ length: 400 }, (_, index) => personBatch({ seed: 1, index, base, now }));
const patientOf = (batch: (typeof people)[number]): Patient => batch.resources.find((r): r is Patient & { id: string } => r.resourceType === 'Patient') as Patient;

describe('invented people', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(personBatch({ seed: 1, index: 7, base, now })).toEqual(people[7]);
    expect(patientOf(personBatch({ seed: 2, index: 7, base, now })).name).not.toEqual(patientOf(people[7] ?? { resources: [] }).name);
  });
  it('have 5 to 40 records each, all of them marked, all about themselves', () => {
    for (const { resources, patient } of people) {
      expect(resources.length).toBeGreaterThanOrEqual(5);
      expect(resources.length).toBeLessThanOrEqual(40);
      expect(resources.every((r) => r.meta?.tag?.some(({ code }) => code === 'synthetic'))).toBe(true);
      const about = resources.slice(1).map((r) => JSON.stringify(r).includes(`"${patient}"`));
      expect(about.every(Boolean)).toBe(true);
    }
  });
  it('hold numbers that agree with their sex and year of birth, no two the same', () => {
    const numbers = people.map((batch) => {
      const { identifier, gender, birthDate } = patientOf(batch);
      const number = valueOf(parseNumber(identifier?.find(({ system }) => system === `${base}/sid/citizen-id`)?.value ?? ''));
      expect(warningsFor(number, { sex: gender === 'male' ? 'male' : 'female', birthDate })).toEqual([]);
      return number;
    });
    expect(new Set(numbers).size).toBe(numbers.length);
  });
  it('have no two records of one id', () => {
    const ids = people.flatMap(({ resources }) => resources.map(({ resourceType, id }) => `${resourceType}/${id}`));
    expect(new Set(ids).size).toBe(ids.length);
  });
  it('come from several peoples, with their letters', () => {
    const names = people.map((batch) => patientOf(batch).name?.[0]?.text ?? '');
    for (const kind of [/^Nguyễn /, / A /, /^H’/, /^Y .* (Niê|Byă|Ayun|Mlô|Kbuôr|Êban|Kđoh|Kbrông)$/, /^Thạch |^Danh |^Kim /]) expect(names.some((name) => kind.test(name))).toBe(true);
  });
  it('are born in the past', () => {
    expect(people.every((batch) => (patientOf(batch).birthDate ?? '') < '2026-11-22')).toBe(true);
  });
});
