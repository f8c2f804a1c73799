import { describe, expect, it } from '@jest/globals';
import type { Bundle, Patient } from '@medplum/fhirtypes';
import { aPatient, setting } from '../handler.test.support.ts';

const system = 'https://lien-tuyen.example/sid/citizen-id';
const hoa = (id: string, more: Partial<Patient> = {}) => aPatient(id, { name: [{ text: 'Đặng Thị Hoà Mẫu' }], gender: 'female', identifier: [{ system, value: '012185000011' }], address: [{ text: 'Bản Thử 1' }], ...more });
const asking = (patient: Partial<Patient>, more: object[] = []) => ({ resourceType: 'Parameters', parameter: [{ name: 'resource', resource: { resourceType: 'Patient', ...patient } }, ...more] });

describe('Patient/$match', () => {
  it('finds by number, name and birth date with a score, the grade and the reasons', async () => {
    const { call, repository } = setting();
    repository.seed(hoa('p1'), hoa('p2', { identifier: [], birthDate: '1985' }), hoa('p3', { identifier: [], birthDate: '1950-01-02' }));
    const { status, json } = await call('POST', '/Patient/$match', { body: asking({ name: [{ text: 'DANG THI HOA MAU' }], gender: 'female', birthDate: '1985-03-14', identifier: [{ system, value: '012185000011' }] }) });
    expect(status).toBe(200);
    const found = (json as Bundle).entry ?? [];
    expect(found.map(({ resource }) => resource?.id)).toEqual(['p1', 'p2']);
    expect(found[0]?.search).toMatchObject({ mode: 'match', score: 1, extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/match-grade', valueCode: 'certain' }, { extension: [{ valueCode: 'name' }, { valueCode: 'unmarked' }, { valueDecimal: 9 }] }, {}, {}, {}] });
    expect(found[1]?.search?.extension?.[0]).toMatchObject({ valueCode: 'possible' });
    expect(repository.audits.at(-1)).toMatchObject({ event: 'patient-matched', entities: ['Patient/p1', 'Patient/p2'] });
  });

  it('gives only the one certain match where that is asked, and none where two are', async () => {
    const { call, repository } = setting();
    repository.seed(hoa('p1'), hoa('p2', { identifier: [] }));
    const body = asking({ name: [{ text: 'Đặng Thị Hoà Mẫu' }], birthDate: '1985-03-14', identifier: [{ system, value: '012185000011' }] }, [{ name: 'onlyCertainMatches', valueBoolean: true }]);
    expect((await call('POST', '/Patient/$match', { body })).json.entry?.map(({ resource }) => resource?.id)).toEqual(['p1']);
    repository.seed(hoa('p4'));
    expect((await call('POST', '/Patient/$match', { body })).json).toMatchObject({ total: 0, entry: [] });
  });

  it('shows the desk its own patient whole and another facility\'s by name and birth only', async () => {
    const { call, repository } = setting();
    repository.seed(hoa('p1'), hoa('p2', { managingOrganization: { reference: 'Organization/tyt-ban-thu' } }));
    const { json } = await call('POST', '/Patient/$match', { who: 'nurse', body: asking({ name: [{ text: 'Đặng Thị Hoà Mẫu' }], birthDate: '1985-03-14' }) });
    const byId = new Map(json.entry?.map(({ resource }) => [resource?.id, resource as Patient]));
    expect(byId.get('p1')?.address).toHaveLength(1);
    expect(Object.keys(byId.get('p2') ?? {})).toEqual(['resourceType', 'id', 'meta', 'name', 'birthDate', 'gender']);
  });

  it('finds through a record that was replaced the one in use', async () => {
    const { call, repository } = setting();
    repository.seed(hoa('p1', { identifier: [], link: [{ other: { reference: 'Patient/p2' }, type: 'replaces' }] }), hoa('p2', { active: false, link: [{ other: { reference: 'Patient/p1' }, type: 'replaced-by' }] }));
    const { json } = await call('POST', '/Patient/$match', { body: asking({ identifier: [{ system, value: '012185000011' }], name: [{ text: 'Đặng Thị Hoà Mẫu' }], birthDate: '1985-03-14' }) });
    expect(json.entry?.map(({ resource }) => resource?.id)).toEqual(['p1']);
    expect(json.entry?.[0]?.search?.extension?.[0]).toMatchObject({ valueCode: 'certain' });
  });

  it('is no way to go through the register', async () => {
    const { call, codeOf, repository } = setting();
    repository.seed(hoa('p1'));
    expect(codeOf(await call('POST', '/Patient/$match', { body: asking({ name: [{ text: 'Đặng' }] }) }))).toBe('FHIR_MATCH_TOO_LITTLE');
    expect(codeOf(await call('POST', '/Patient/$match', { body: asking({ birthDate: '1985' }) }))).toBe('FHIR_MATCH_TOO_LITTLE');
    expect(codeOf(await call('POST', '/Patient/$match', { who: 'patient', body: asking({ name: [{ text: 'Đặng Thị Hoà Mẫu' }], birthDate: '1985' }) }))).toBe('HTTP_FORBIDDEN');
    expect(repository.audits).toMatchObject([{ event: 'patient-matched', outcome: 'refused' }]);
  });

  it.each([
    ['no Parameters', { resourceType: 'Patient' }, 'FHIR_BODY_NOT_RESOURCE'],
    ['no Patient', { resourceType: 'Parameters', parameter: [{ name: 'resource', resource: { resourceType: 'Basic', code: { text: 'x' } } }] }, 'FHIR_PARAMETER_INVALID'],
    ['a count of nothing', asking({ name: [{ text: 'A B' }], birthDate: '1985' }, [{ name: 'count', valueInteger: 0 }]), 'FHIR_PARAMETER_INVALID'],
    ['an invalid Patient', asking({ birthDate: '1985-02-31' }), 'FHIR_RESOURCE_INVALID'],
    ['text where values are searched', asking({ identifier: [{ system, value: 'a|b,c$\\d' }] }), undefined],
  ])('refuses %s with words, never with a fault', async (_what, body, code) => {
    const { call, codeOf } = setting();
    const sent = await call('POST', '/Patient/$match', { body });
    expect([sent.status < 500, codeOf(sent)]).toEqual([true, code]);
  });

  it('is asked by POST', async () => {
    const { call, codeOf } = setting();
    expect(codeOf(await call('GET', '/Patient/$match'))).toBe('HTTP_METHOD_NOT_ALLOWED');
  });
});
