import { expect, test } from '@jest/globals';
import { conclusion } from '../../shared/consultation/contract.ts';
import { aConclusion, someQuestions } from '../conclusion/fixtures.ts';
import { conclusionFrom, draftFrom, emptyDraft, errorsOf, withDiagnosis, withMain, withoutDiagnosis } from './draft.ts';

test('an empty draft says what is missing, question by question, in the order of the page', () => {
  expect(Object.keys(errorsOf(emptyDraft, someQuestions, 'conclusion'))).toEqual(['answer-1', 'answer-2', 'answer-3', 'diagnosis', 'advice', 'read-back']);
});

test('blanks are no answer', () => {
  expect(errorsOf({ ...draftFrom(aConclusion), answers: { 1: '  ', 2: 'x', 3: 'y' }, readBack: true }, someQuestions, 'conclusion')).toHaveProperty('answer-1');
});

test('identity must have been read back before the first signature; an amendment needs its reason instead', () => {
  const full = draftFrom(aConclusion);
  expect(Object.keys(errorsOf(full, someQuestions, 'conclusion'))).toEqual(['read-back']);
  expect(Object.keys(errorsOf(full, someQuestions, 'amendment'))).toEqual(['reason']);
});

test('a draft without errors is a conclusion that the contract accepts, trimmed and without empty parts', () => {
  const made = conclusionFrom({ ...draftFrom(aConclusion), advice: ' Ăn nhạt. ', followUp: '  ' }, someQuestions);
  expect(conclusion.safeParse(made).success).toBe(true);
  expect(made.advice).toBe('Ăn nhạt.');
  expect(made).not.toHaveProperty('followUp');
});

test('there is one main diagnosis: the first chosen, and the next one when it goes', () => {
  const one = withDiagnosis([], 'I10', 'Tăng huyết áp');
  const two = withDiagnosis(withDiagnosis(one, 'E78.5', 'Tăng lipid máu'), 'I10', 'Tăng huyết áp');
  expect(two.map(({ code, main }) => [code, main])).toEqual([['I10', true], ['E78.5', false]]);
  expect(withMain(two, 'E78.5').filter(({ main }) => main).map(({ code }) => code)).toEqual(['E78.5']);
  expect(withoutDiagnosis(two, 'I10')).toEqual([{ code: 'E78.5', display: 'Tăng lipid máu', main: true }]);
  expect(withoutDiagnosis(one, 'I10')).toEqual([]);
});
