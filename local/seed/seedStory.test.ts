import { describe, expect, it } from '@jest/globals';
import type { Observation, Patient, Slot } from '@medplum/fhirtypes';
import { fakeRepository } from '../../shared/fhir/fakeRepository.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { valueOf } from '../../shared/kernel/result.ts';
import { patients } from '../story.ts';
import { seedStory } from './seedStory.ts';

const seeded = async () => {
  const clock = fixedClock('2026-11-22T01:00:00Z');
  const repository = fakeRepository({ clock });
  const written = await seedStory(repository, clock);
  return { clock, repository, written };
};

describe('the seed story', () => {
  it('registers exactly the people who have a record before the story begins', async () => {
    const { repository } = await seeded();
    const found = valueOf(await repository.search<Patient>('Patient', '_count=100')).resources.map(({ id }) => id).toSorted();
    expect(found).toEqual(Object.values(patients).filter((p) => p.registered).map((p) => p.id).toSorted());
  });
  it('finds a patient by the citizen ID of the card', async () => {
    const { repository } = await seeded();
    const query = new URLSearchParams({ identifier: `https://lien-tuyen.example/sid/citizen-id|${patients.patient.citizenId}` });
    expect(valueOf(await repository.search<Patient>('Patient', query)).resources[0]?.name?.[0]).toMatchObject({ text: 'Vàng Thị Mẫu', family: 'Vàng', given: ['Thị', 'Mẫu'] });
  });
  it('gives the patient at least eight blood pressures over two years', async () => {
    const { repository } = await seeded();
    const found = valueOf(await repository.search<Observation>('Observation', `patient=Patient/${patients.patient.id}&code=85354-9&_sort=-date&_count=100`)).resources;
    expect(found.length).toBeGreaterThanOrEqual(8);
    const days = (Date.parse(found[0]?.effectiveDateTime ?? '') - Date.parse(found.at(-1)?.effectiveDateTime ?? '')) / 86_400_000;
    expect(days).toBeGreaterThan(700);
  });
  it('marks everything as synthetic', async () => {
    const { repository } = await seeded();
    const unmarked = repository.all().filter((r) => r.resourceType !== 'AuditEvent' && !r.meta.tag?.some(({ code }) => code === 'synthetic'));
    expect(unmarked).toEqual([]);
  });
  it('points to nothing that is not there', async () => {
    const { repository } = await seeded();
    const all = repository.all().filter((r) => r.resourceType !== 'AuditEvent');
    const known = new Set(all.map((r) => `${r.resourceType}/${r.id}`));
    const pointed = all.flatMap((r) => [...JSON.stringify(r).matchAll(/"reference":"([^"]+)"/g)].map(([, to]) => to ?? ''));
    expect([...new Set(pointed)].filter((to) => !known.has(to))).toEqual([]);
  });
  it('writes nothing a second time, and the calendar grows with the days', async () => {
    const { repository, clock, written } = await seeded();
    expect(written).toBeGreaterThan(500);
    expect(await seedStory(repository, clock)).toBe(0);
    clock.advance(2 * 86_400_000);
    const more = await seedStory(repository, clock);
    expect(more).toBeGreaterThan(0);
    const slots = valueOf(await repository.search<Slot>('Slot', '_count=1000')).resources;
    expect(new Set(slots.map(({ id }) => id)).size).toBe(slots.length);
  });
  it('is audited', async () => {
    const { repository } = await seeded();
    expect(repository.audits.filter(({ event }) => event === 'synthetic-data-seeded').length).toBeGreaterThan(0);
  });
});
