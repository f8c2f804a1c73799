import { expect, test } from '@jest/globals';
import { asEmergency, askFaults, emptyAsk, intakeFaults, moveQuestion, requestOf, type AskForm } from './askForm.ts';

const whole: AskForm = {
  ...emptyAsk, vitals: { systolic: '158', diastolic: '96', temperature: '36,8' }, symptoms: ' Đau ngực ', questions: ['Có cần chuyển viện?', ' ', 'Chỉnh thuốc thế nào?'],
  specialty: 'cardiology', facilityId: 'bv-trung-uong-mau', slotId: 's1', informed: true,
};

test('every gap is told at its own field', () => {
  expect(askFaults(emptyAsk)).toEqual({ 'question-1': 'question', specialty: 'specialty', facility: 'facility', slot: 'slot', informed: 'informed' });
  expect(intakeFaults(emptyAsk)).toEqual({ symptoms: 'symptoms' });
  expect(askFaults(whole)).toEqual({});
  expect(askFaults({ ...whole, when: 'now', slotId: '' })).toEqual({});
});

test('empty questions are left out and the rest keep their order', () => {
  expect(requestOf('p1', whole)).toEqual({
    patientId: 'p1', symptoms: 'Đau ngực', vitals: { systolic: 158, diastolic: 96, temperature: 36.8 }, questions: ['Có cần chuyển viện?', 'Chỉnh thuốc thế nào?'],
    specialty: 'cardiology', facilityId: 'bv-trung-uong-mau', priority: 'routine', when: { kind: 'slot', slotId: 's1' }, patientInformed: true,
  });
});

test('danger signs make it an emergency without an appointment', () => {
  expect(asEmergency(whole)).toMatchObject({ priority: 'stat', when: 'now', slotId: '' });
  expect(asEmergency({ ...whole, when: 'written' }).when).toBe('written');
});

test('a question moves one place and never falls off the end', () => {
  expect(moveQuestion(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c']);
  expect(moveQuestion(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c']);
  expect(moveQuestion(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c']);
});
