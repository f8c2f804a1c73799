import { describe, expect, it } from '@jest/globals';
import type { Resource } from '@medplum/fhirtypes';
import { validate } from './validate.ts';

const xhtml = (inner: string) => ({ text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${inner}</div>` } });
const observation = (more: object) => ({ resourceType: 'Observation', status: 'final', code: { text: 'mạch' }, ...more });
const patient = (more: object) => ({ resourceType: 'Patient', ...more });
const check = (resource: unknown) => validate(resource as Resource);

describe('the data types of R4', () => {
  it.each<[string, object]>([
    ['base64 with line breaks', { resourceType: 'Binary', contentType: 'image/png', data: 'aGVs\n bG8=' }],
    ['a partial date', patient({ birthDate: '1985-03' })],
    ['a 29 February of a leap year', patient({ birthDate: '2024-02-29' })],
    ['a period of one day', observation({ effectivePeriod: { start: '2026-11-22', end: '2026-11-22' } })],
    ['a period that ends within the stated month', observation({ effectivePeriod: { start: '2026-11-22T08:00:00+07:00', end: '2026-11' } })],
    ['a period whose ends have different zones', observation({ effectivePeriod: { start: '2026-11-22T08:00:00+07:00', end: '2026-11-22T02:00:00Z' } })],
    ['a table in the narrative', patient(xhtml('<table class="a"><tr><td colspan="2">1 &lt; 2<br/></td></tr></table>'))],
    ['a comment in the narrative', patient(xhtml('<p>a<!-- <script> --></p>'))],
    ['a link in the narrative', patient(xhtml('<a href="https://example.org/a?b=1&amp;c=2">x</a>'))],
    ['the entities of XML in the narrative', patient(xhtml('<p title="a &amp; b">&lt; &gt; &quot; &apos; &#160; &#xA0;</p>'))],
    ['an attachment whose size is that of its data', patient({ photo: [{ contentType: 'image/png', data: 'aGVs\nbG8=', size: 5 }] })],
    ['ids that stand once in the resource and again in what it contains', patient({ name: [{ id: 'a', text: 'x' }, { id: 'b', text: 'y' }], contained: [{ resourceType: 'Organization', id: 'o', name: 'z', telecom: [{ id: 'a', system: 'phone', value: '1' }] }], managingOrganization: { reference: '#o' } })],
    ['a definition whose differential tells the elements of its snapshot', { resourceType: 'StructureDefinition', url: 'urn:x', name: 'X', status: 'active', kind: 'resource', abstract: false, type: 'Patient', baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient', derivation: 'constraint', snapshot: { element: [{ id: 'Patient', path: 'Patient', min: 0, max: '*', definition: 'x', base: { path: 'Patient', min: 0, max: '*' } }] }, differential: { element: [{ id: 'Patient', path: 'Patient' }] } }],
    ['a contained reference', observation({ contained: [{ resourceType: 'Patient', id: 'p' }], subject: { reference: '#p' } })],
  ])('accept %s', (_, resource) => {
    expect(check(resource)).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['qty-3: a unit code without its system', observation({ valueQuantity: { value: 1, code: 'kg' } }), 'Observation.value'],
    ['per-1: an end before the start', observation({ effectivePeriod: { start: '2026-11-22', end: '2026-11-21' } }), 'Observation.effective'],
    ['per-1: an end before the start, across zones', observation({ effectivePeriod: { start: '2026-11-22T08:00:00+07:00', end: '2026-11-22T00:30:00Z' } }), 'Observation.effective'],
    ['cpt-2: a number without its kind', patient({ telecom: [{ value: '0900000101' }] }), 'Patient.telecom[0]'],
    ['att-1: data without contentType', patient({ photo: [{ data: 'aGVsbG8=' }] }), 'Patient.photo[0]'],
    ['rng-2: low above high', observation({ valueRange: { low: { value: 3 }, high: { value: 2 } } }), 'Observation.value'],
    ['rat-1: a ratio of one side', observation({ valueRatio: { numerator: { value: 3 } } }), 'Observation.value'],
    ['age-1: an age below 0', { resourceType: 'Condition', subject: { reference: 'Patient/p' }, onsetAge: { value: -1, system: 'http://unitsofmeasure.org', code: 'a' } }, 'Condition.onset'],
    ['ref-1: a contained reference that leads nowhere', observation({ subject: { reference: '#p' } }), 'Observation.subject.reference'],
    ['txt-1: a script', patient(xhtml('<script>alert(1)</script>')), 'Patient.text.div'],
    ['txt-1: an event handler', patient(xhtml('<p onclick="x()">a</p>')), 'Patient.text.div'],
    ['txt-1: a link that runs', patient(xhtml('<a href=" javascript:x()">a</a>')), 'Patient.text.div'],
    ['txt-1: an unclosed element', patient(xhtml('<p>a')), 'Patient.text.div'],
    ['txt-1: a form', patient(xhtml('<form action="x"></form>')), 'Patient.text.div'],
    ['a dateTime without zone', observation({ effectiveDateTime: '2026-11-22T08:00:00' }), 'Observation.effective'],
    ['a dateTime without seconds', observation({ effectiveDateTime: '2026-11-22T08:00Z' }), 'Observation.effective'],
    ['a day that is not in the calendar', patient({ birthDate: '2026-02-29' }), 'Patient.birthDate'],
    ['an instant of a day', observation({ issued: '2026-11-22' }), 'Observation.issued'],
    ['a number beyond 32 bits', observation({ valueInteger: 3_000_000_000 }), 'Observation.value'],
    ['base64 that is none', { resourceType: 'Binary', contentType: 'image/png', data: 'a*b=' }, 'Binary.data'],
    ['a blank in an address', patient({ identifier: [{ system: 'urn: x', value: '1' }] }), 'Patient.identifier[0].system'],
    ['an entity that XML does not know', patient(xhtml('<p>a&nbsp;b</p>')), 'Patient.text.div'],
    ['an entity that XML does not know, in an attribute', patient(xhtml('<p title="&reg;">b</p>')), 'Patient.text.div'],
    ['an attachment whose size is not that of its data', patient({ photo: [{ contentType: 'image/png', data: 'aGVsbG8=', size: 6 }] }), 'Patient.photo[0]'],
    ['the id of an element twice', patient({ name: [{ id: 'a', text: 'x' }], telecom: [{ id: 'a', system: 'phone', value: '1' }] }), 'Patient.telecom[0].id'],
    ['the id of an element twice, once beside a primitive', patient({ birthDate: '1985', _birthDate: { id: 'a' }, name: [{ id: 'a', text: 'x' }] }), 'Patient.name[0].id'],
    ['the id of a contained resource that could be no id', observation({ contained: [{ resourceType: 'Patient', id: 'p_1' }], subject: { reference: '#p_1' } }), 'Observation.contained[0].id'],
    ['the id of a resource in a Bundle that could be no id', { resourceType: 'Bundle', type: 'collection', entry: [{ fullUrl: 'urn:x', resource: { resourceType: 'Patient', id: 'p_1' } }] }, 'Bundle.entry[0].resource.id'],
    ['a fullUrl that is not absolute', { resourceType: 'Bundle', type: 'collection', entry: [{ fullUrl: 'Patient/p1', resource: { resourceType: 'Patient', id: 'p1' } }] }, 'Bundle.entry[0].fullUrl'],
    ['que-12: two conditions and no word on how they go together', { resourceType: 'Questionnaire', status: 'active', item: [{ linkId: 'a', type: 'boolean' }, { linkId: 'b', type: 'string', enableWhen: [1, 2].map(() => ({ question: 'a', operator: '=', answerBoolean: true })) }] }, 'Questionnaire.item[1]'],
    ['ele-1: an id where neither a value nor an extension is', patient({ _birthDate: { id: 'a' } }), 'Patient.birthDate'],
    ['ele-1: the same in a list', patient({ name: [{ given: [null, 'Hoà'], _given: [{ id: 'a' }, null] }] }), 'Patient.name[0].given[0]'],
    ['an element beside what is no primitive, by the name that FHIRPath knows', patient({ _name: { id: 'a' } }), 'Patient.name'],
    ['a fault in a contained resource', observation({ contained: [{ resourceType: 'Patient', id: 'p', telecom: [{ value: '1' }] }], subject: { reference: '#p' } }), 'Observation.contained[0].telecom[0]'],
    ['a fault within an extension', patient({ extension: [{ url: 'urn:x', valuePeriod: { start: '2026-02', end: '2026-01' } }] }), 'Patient.extension[0].value'],
  ])('refuse %s, and say where', (_, resource, expression) => {
    const issues = check(resource);
    expect(issues.map((i) => i.expression)).toContain(expression);
  });

  it('tell the type of a choice beside the plain path', () => {
    const [wrong] = check(observation({ valueQuantity: { value: '72' } }));
    expect([wrong?.expression, wrong?.typed]).toEqual(['Observation.value.value', 'Observation.value.ofType(Quantity).value']);
    expect(check(patient({ gender: 1 }))[0]?.typed).toBeUndefined();
  });

  it('judge hostile texts in time that grows with their length only', () => {
    // So long that time by its square would not come to an end within a test.
    const often = 300_000;
    for (const text of ['<p '.repeat(often), '<p a="'.repeat(often), `<p ${'a="b" '.repeat(often)}`, '<!--'.repeat(often)]) expect(check(patient(xhtml(text))).length).toBeGreaterThan(0);
    expect(check({ resourceType: 'Binary', contentType: 'a/b', data: `${'aGVs '.repeat(often)}*` }).length).toBeGreaterThan(0);
  });
});
