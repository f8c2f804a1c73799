import { describe, expect, it } from '@jest/globals';
import type { Resource } from '@medplum/fhirtypes';
import { validate } from './validate.ts';

const observation = { resourceType: 'Observation', status: 'final', code: { text: 'mạch' }, subject: { reference: 'Patient/p1' }, valueQuantity: { value: 72, unit: '/min' } };
const check = (resource: unknown) => validate(resource as Resource);

describe('validation at the door', () => {
  it('accepts a valid resource', () => {
    expect(check(observation)).toEqual([]);
  });
  it.each<[string, Record<string, unknown>, string, string]>([
    ['a missing element', { code: undefined }, 'required', 'Observation.code'],
    ['a code that its binding does not know', { status: 'done' }, 'code-invalid', 'Observation.status'],
    ['an unknown element', { colour: 'red' }, 'structure', 'Observation.colour'],
    ['a date that is none', { effectiveDateTime: '2026-13-01' }, 'value', 'Observation.effective'],
    ['two values of one choice', { valueString: 'x' }, 'structure', ''],
    ['a reference to a wrong type', { subject: { reference: 'Slot/s1' } }, 'structure', 'Observation.subject'],
    ['an id with a blank', { id: 'a b' }, 'value', 'Observation.id'],
    ['an empty array', { note: [] }, 'structure', 'Observation.note'],
    ['an empty text', { note: [{ text: '' }] }, 'value', 'Observation.note[0].text'],
    ['a contained resource that is not there', { performer: [{ reference: '#nobody' }] }, 'value', 'Observation.performer[0].reference'],
    ['a script in the narrative', { text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml"><script>1</script></div>' } }, 'invariant', 'Observation.text.div'],
  ])('refuses %s, and says where', (_, more, code, expression) => {
    const issues = check(JSON.parse(JSON.stringify({ ...observation, ...more })));
    expect(issues.map((i) => i.code)).toContain(code);
    if (expression) expect(issues.map((i) => i.expression)).toContain(expression);
  });
  it('refuses what is no resource type of R4', () => {
    expect(check({ resourceType: 'Wizard' })).toHaveLength(1);
  });
});
