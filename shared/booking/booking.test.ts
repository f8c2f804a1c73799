import { describe, expect, it } from '@jest/globals';
import type { PractitionerRole, Slot } from '@medplum/fhirtypes';
import { bookSlot } from './bookSlot.ts';
import { directoryOf } from './directory.ts';
import { mergeSoonest } from './freeSlots.ts';
import { makeSlots } from './makeSlots.ts';

const base = 'https://lien-tuyen.example';
const now = new Date('2026-11-23T00:00:00.000Z');
const role: PractitionerRole = {
  resourceType: 'PractitionerRole', practitioner: { reference: 'Practitioner/dr-1', display: 'BS. Mẫu' },
  organization: { reference: 'Organization/bv-1', display: 'Bệnh viện' }, specialty: [{ coding: [{ code: 'cardiology' }] }],
};
const aSlot = (more: Partial<Slot> = {}): Slot & { id: string } => ({
  resourceType: 'Slot', id: 's-1', status: 'free', schedule: { reference: 'Schedule/schedule-dr-1' }, start: '2026-11-23T01:00:00.000Z', end: '2026-11-23T01:15:00.000Z', ...more,
});
const asked = { specialty: 'cardiology', facilityId: 'bv-1' } as const;
const code = (...args: Parameters<typeof bookSlot>) => {
  const booked = bookSlot(...args);
  return booked.ok ? 'ok' : booked.error.code;
};

describe('a slot can be had', () => {
  it('when it is free, still to come and fits what is asked', () => {
    expect(bookSlot({ slot: aSlot(), role }, asked, now)).toMatchObject({ ok: true, value: { id: 's-1', practitioner: { id: 'dr-1' }, facility: { id: 'bv-1' } } });
  });
  it('not when there is none, it is over, taken or somebody else\'s', () => {
    expect(code({ slot: undefined, role }, asked, now)).toBe('BOOKING_SLOT_UNKNOWN');
    expect(code({ slot: aSlot({ start: now.toISOString() }), role }, asked, now)).toBe('BOOKING_SLOT_IN_PAST');
    expect(code({ slot: aSlot({ status: 'busy' }), role }, asked, now)).toBe('BOOKING_SLOT_TAKEN');
    expect(code({ slot: aSlot(), role }, { ...asked, specialty: 'neurology' }, now)).toBe('BOOKING_SLOT_OTHER_SPECIALTY');
    expect(code({ slot: aSlot(), role }, { ...asked, facilityId: 'bv-2' }, now)).toBe('BOOKING_SLOT_OTHER_FACILITY');
    expect(code({ slot: aSlot(), role }, { ...asked, practitionerId: 'dr-2' }, now)).toBe('BOOKING_SLOT_OTHER_SPECIALIST');
  });
});

describe('slots that are made', () => {
  const plan = { practitionerId: 'dr-1', specialty: 'cardiology', from: new Date('2026-11-21T02:00:00.000Z'), days: 3, base } as const;
  it('stand in working hours of Viet Nam, without Sunday, after the moment', () => {
    const slots = makeSlots(plan);
    expect(slots[0]).toMatchObject({ id: 'slot-dr-1-202611210915', start: '2026-11-21T02:15:00.000Z', end: '2026-11-21T02:30:00.000Z' });
    expect(slots.some(({ start }) => start.startsWith('2026-11-22T'))).toBe(false);
    // Monday: four hours in the morning, three and a half in the afternoon.
    expect(slots.filter(({ id }) => id.includes('-20261123'))).toHaveLength(30);
    expect(slots.find(({ id }) => id.includes('-202611230730'))?.start).toBe('2026-11-23T00:30:00.000Z');
  });
  it('have the same ids when they are made again', () => {
    const later = makeSlots({ ...plan, from: new Date('2026-11-21T05:00:00.000Z') }).map(({ id }) => id);
    expect(makeSlots(plan).map(({ id }) => id)).toEqual(expect.arrayContaining(later));
  });
  it('keep within the length of a FHIR id', () => {
    expect(makeSlots({ ...plan, practitionerId: 'x'.repeat(64) }).every(({ id }) => id.length <= 64)).toBe(true);
  });
});

describe('free slots of several specialists', () => {
  const free = (id: string, start: string) => ({ id, start, end: start, practitioner: { id: 'd', name: '' }, facility: { id: 'f', name: '' }, specialty: 'cardiology' as const });
  it('are merged soonest first, only those to come', () => {
    const merged = mergeSoonest([free('b', '2026-11-23T03:00:00.000Z'), free('past', '2026-11-22T03:00:00.000Z'), free('a', '2026-11-23T01:00:00.000Z')], { from: now, limit: 1 });
    expect(merged.map(({ id }) => id)).toEqual(['a']);
  });
});

describe('the directory', () => {
  it('lists who has a specialty, with the duty of each', () => {
    const off = { ...role, extension: [{ url: `${base}/StructureDefinition/duty`, valueCode: 'off' }] };
    const directory = directoryOf([{ resourceType: 'Organization', id: 'bv-1', name: 'Bệnh viện', partOf: { reference: 'Organization/syt' } }], [off, { ...role, specialty: [] }], base);
    expect(directory.specialists).toEqual([{ practitionerId: 'dr-1', name: 'BS. Mẫu', facilityId: 'bv-1', specialty: 'cardiology', duty: 'off' }]);
    expect(directory.facilities).toEqual([{ id: 'bv-1', name: 'Bệnh viện', partOf: 'syt' }]);
  });
});
