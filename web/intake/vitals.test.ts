import { expect, test } from '@jest/globals';
import { redFlagsIn } from './redFlags.ts';
import { readVitals } from './vitals.ts';

test('an empty field was not measured; a comma stands before the decimals', () => {
  expect(readVitals({ temperature: '37,2', weight: '', heartRate: '88' })).toEqual({ vitals: { temperature: 37.2, heartRate: 88 }, faults: {} });
});

test('what no living person shows, or is no number, is told at the field', () => {
  expect(readVitals({ temperature: '372', heartRate: '8o', oxygenSaturation: '97,5' }).faults).toEqual({ temperature: 'range', heartRate: 'number', oxygenSaturation: 'whole' });
});

test('blood pressure is two numbers, the upper one larger', () => {
  expect(readVitals({ systolic: '120' }).faults).toEqual({ diastolic: 'pair' });
  expect(readVitals({ systolic: '80', diastolic: '120' }).faults).toEqual({ diastolic: 'order' });
});

test('values that mean an emergency are found by age', () => {
  expect(redFlagsIn({ systolic: 185, oxygenSaturation: 91 }, 41)).toEqual([{ vital: 'systolic', value: 185, side: 'high' }, { vital: 'oxygenSaturation', value: 91, side: 'low' }]);
  expect(redFlagsIn({ respiratoryRate: 40 }, 2)).toEqual([]);
  expect(redFlagsIn({ systolic: 158, diastolic: 96, heartRate: 92 }, undefined)).toEqual([]);
});
