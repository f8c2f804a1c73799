import { describe, expect, it } from '@jest/globals';
import type { AllergyIntolerance, Bundle, Composition, Condition, Immunization, MedicationStatement, Observation, Patient } from '@medplum/fhirtypes';
import { validate } from '../../../shared/fhir/validation/validate.ts';
import { brokenRules } from '../../../shared/summary/rules.ts';
import { aPatient, setting } from '../handler.test.support.ts';

const subject = { reference: 'Patient/p1' };
const clinical = (kind: string, code: string) => ({ coding: [{ system: `http://terminology.hl7.org/CodeSystem/${kind}`, code }] });
const penicillin: AllergyIntolerance & { id: string } = { resourceType: 'AllergyIntolerance', id: 'a1', clinicalStatus: clinical('allergyintolerance-clinical', 'active'), code: { text: 'Penicillin <thuốc & kháng sinh>' }, patient: subject };
const illness = (id: string, state: string): Condition & { id: string } => ({ resourceType: 'Condition', id, clinicalStatus: clinical('condition-clinical', state), code: { text: `Bệnh ${id}` }, subject });
const amlodipine: MedicationStatement & { id: string } = { resourceType: 'MedicationStatement', id: 'm1', status: 'active', medicationReference: { reference: 'Medication/amlo' }, subject, effectiveDateTime: '2026-01-01', dosage: [{ text: '5 mg mỗi sáng' }] };
const vaccine: Immunization & { id: string } = { resourceType: 'Immunization', id: 'i1', status: 'completed', vaccineCode: { text: 'Viêm gan B' }, patient: subject, occurrenceDateTime: '2020-05-05' };
const pulse = (id: string, day: string): Observation & { id: string } => ({ resourceType: 'Observation', id, status: 'final', category: [clinical('observation-category', 'vital-signs')], code: { text: 'Mạch' }, subject, effectiveDateTime: day, valueQuantity: { value: 72, unit: '/min' } });
const born: Partial<Patient> = { name: [{ text: 'Vàng Thị Mẫu' }], gender: 'female' };

const sectionsOf = (bundle: Bundle) => Object.fromEntries(((bundle.entry?.[0]?.resource as Composition | undefined)?.section ?? []).map((s) => [s.code?.coding?.[0]?.code, s]));
/** The counted ids of these tests as the UUIDs that production has: a urn:uuid of anything else is not valid. */
const withUuids = (bundle: unknown): Bundle => JSON.parse(JSON.stringify(bundle).replace(/urn:uuid:new-(\d+)/g, (_, n: string) => `urn:uuid:00000000-0000-4000-8000-${n.padStart(12, '0')}`)) as Bundle;
const asked = async (call: ReturnType<typeof setting>['call'], who = 'nurse') => withUuids((await call('GET', '/Patient/p1/$summary', { who })).json);

describe('$summary', () => {
  it('is a valid IPS document of everything that matters, and of nothing else', async () => {
    const { call, repository } = setting();
    repository.seed(aPatient('p1', born), penicillin, { ...penicillin, id: 'a2', verificationStatus: clinical('allergyintolerance-verification', 'refuted') }, illness('now', 'active'), illness('past', 'resolved'), amlodipine, { ...amlodipine, id: 'm2', status: 'stopped' }, { resourceType: 'Medication', id: 'amlo', code: { text: 'Amlodipin' } }, vaccine, pulse('o1', '2026-11-01'), pulse('o2', '2026-11-20'));
    const bundle = await asked(call);
    expect([validate(bundle), brokenRules(bundle)]).toEqual([[], []]);
    const ids = (bundle.entry ?? []).map((e) => e.resource?.id);
    expect(ids).toEqual(expect.arrayContaining(['p1', 'a1', 'now', 'past', 'm1', 'amlo', 'i1', 'o2']));
    for (const left of ['a2', 'm2', 'o1']) expect(ids).not.toContain(left);
    expect(Object.keys(sectionsOf(bundle))).toEqual(['48765-2', '10160-0', '11450-4', '11369-6', '8716-3', '11348-0']);
    expect(sectionsOf(bundle)['48765-2']?.text?.div).toContain('Penicillin &lt;thuốc &amp; kháng sinh&gt;');
    for (const word of ['lang="vi"', 'lang="en"', 'Dị ứng', 'Allergies']) expect(sectionsOf(bundle)['48765-2']?.text?.div).toContain(word);
  });
  it('of an empty record has every required section, which says that nothing is recorded and not that nothing is there', async () => {
    const { call, repository } = setting();
    repository.seed(aPatient('p1', born));
    const bundle = await asked(call);
    expect([validate(bundle), brokenRules(bundle)]).toEqual([[], []]);
    expect(Object.keys(sectionsOf(bundle))).toEqual(['48765-2', '10160-0', '11450-4']);
    const text = JSON.stringify(bundle);
    for (const code of ['no-allergy-info', 'no-medication-info', 'no-problem-info']) expect(text).toContain(code);
    expect(text).not.toContain('no-known');
  });
  it('is for those who may read all of it: a stranger finds nothing, and every asking is on record', async () => {
    const { call, repository } = setting();
    repository.seed(aPatient('p1', born), penicillin);
    expect((await call('GET', '/Patient/p1/$summary', { who: 'patient' })).status).toBe(200);
    for (const who of ['patient2', 'nurse2']) expect((await call('GET', '/Patient/p1/$summary', { who })).status).toBe(404);
    expect(repository.audits.filter(({ event }) => event === 'fhir-summary').map(({ outcome }) => outcome)).toEqual(['success', 'refused', 'refused']);
  });
  it('is found by an identifier of a patient whom the caller may read', async () => {
    const { call, repository } = setting();
    repository.seed(aPatient('p1', { ...born, identifier: [{ system: 'urn:x', value: '1' }] }));
    expect((await call('GET', '/Patient/$summary?identifier=urn:x|1', { who: 'nurse' })).status).toBe(200);
    expect((await call('GET', '/Patient/$summary?identifier=urn:x|1', { who: 'nurse2' })).status).toBe(404);
  });
  it.each(['profile=http://elsewhere.example/x', 'persist=true', 'language=vi'])('refuses %s', async (query) => {
    const { call, repository } = setting();
    repository.seed(aPatient('p1'));
    expect((await call('GET', `/Patient/p1/$summary?${query}`)).status).toBe(400);
  });
  it.each<[string, (bundle: Bundle) => unknown]>([
    ['a missing section', (b) => ({ ...b, entry: b.entry?.map((e) => (e.resource?.resourceType === 'Composition' ? { ...e, resource: { ...e.resource, section: [] } } : e)) })],
    ['an entry that is gone', (b) => ({ ...b, entry: b.entry?.filter((e) => e.resource?.resourceType !== 'AllergyIntolerance') })],
    ['no identifier', (b) => ({ ...b, identifier: {} })],
  ])('the rules bite: %s', async (_, change) => {
    const { call, repository } = setting();
    repository.seed(aPatient('p1', born));
    expect(brokenRules(change(await asked(call)) as Bundle)).not.toEqual([]);
  });
});
