import { describe, expect, it } from '@jest/globals';
import type { Organization, Patient } from '@medplum/fhirtypes';
import { consentReference } from '../../consent/ports.ts';
import { fakeRepository } from '../../fhir/fakeRepository.ts';
import { identifierSystems } from '../../fhir/identifierSystems.ts';
import type { Stored } from '../../fhir/repository.ts';
import { fixedClock } from '../../kernel/clock.ts';
import { valueOf } from '../../kernel/result.ts';
import type { DuplicateDecision } from '../contract.ts';
import { patientByNumber } from '../findPeople.ts';
import type { Principal } from '../policy.ts';
import { relationsToPatient } from '../relations.ts';
import { decideDuplicate } from './decide.ts';
import { reportDuplicate } from './raise.ts';
import { listDuplicates, viewDuplicate } from './view.ts';

const base = 'https://lien-tuyen.example';
const systems = identifierSystems(base);
const staff = (subject: string, organization: string, role: 'station' | 'coordinator' | 'specialist' = 'station'): Principal => ({ subject, name: subject, roles: [role], practitioner: `Practitioner/${subject}`, organization: `Organization/${organization}` });
const nurse = staff('nurse', 'one');
const nurse2 = staff('nurse2', 'two');
const coordinator = staff('co', 'department', 'coordinator');

const record = (id: string, more: Partial<Patient> = {}): Patient & { id: string } => ({
  resourceType: 'Patient', id, active: true, name: [{ text: 'Vàng Thị Mẫu' }], birthDate: '1985-03-14', gender: 'female', managingOrganization: { reference: 'Organization/one' }, ...more,
});
const facility = (id: string, parent?: string): Organization & { id: string } => ({ resourceType: 'Organization', id, name: id, ...(parent ? { partOf: { reference: `Organization/${parent}` } } : {}) });
const codeOf = (result: { ok: true } | { ok: false; error: { code: string } }) => (result.ok ? 'done' : result.error.code);

function setting(...records: (Patient & { id: string })[]) {
  const clock = fixedClock('2026-11-22T00:00:00Z');
  const repository = fakeRepository({ clock });
  repository.seed(facility('one', 'department'), facility('two', 'department'), facility('department'), ...records);
  const deps = { repository, clock, naming: { base, systems } };
  const caller = (principal: Principal) => ({ principal, correlationId: 'c' });
  let n = 0;
  return {
    repository, clock,
    report: (a: string, b: string, who = nurse) => reportDuplicate(deps, caller(who), { patients: [a, b] }),
    list: async (who = nurse) => valueOf(await listDuplicates(deps, caller(who))).rows,
    view: (id: string, who = nurse) => viewDuplicate(deps, caller(who), id),
    decide: (id: string, decision: DuplicateDecision, who = nurse, key = `key-${++n}`) => decideDuplicate(deps, caller(who), id, decision, { key, subject: who.subject, bodyHash: JSON.stringify(decision) }),
    patient: async (id: string) => (await repository.read<Patient>(`Patient/${id}`)) as Stored<Patient>,
    relations: (who: Principal, id: string) => relationsToPatient(repository, who, `Patient/${id}`, clock),
  };
}
function without(patient: Stored<Patient>) {
  const { meta: _, ...rest } = patient;
  return rest;
}

describe('two records that may be one person’s', () => {
  it('are found again as the pair they are once they were joined, by whoever opens the one in use', async () => {
    const desk = setting(record('a'), record('b'), record('c'));
    const { id } = valueOf(await desk.report('a', 'b'));
    valueOf(await desk.decide(id, { decision: 'same', keep: 'a' }));
    expect(valueOf(await desk.report('a', 'b'))).toEqual({ id, state: 'same' });
    expect(codeOf(await desk.report('b', 'c'))).toBe('IDENTITY_RECORD_NOT_IN_USE');
  });

  it('are put on the list of their facility once, whoever sees them in whatever order', async () => {
    const desk = setting(record('a'), record('b', { name: [{ text: 'VANG THI MAU' }] }));
    const { id, state } = valueOf(await desk.report('a', 'b'));
    expect(state).toBe('open');
    expect(valueOf(await desk.report('b', 'a')).id).toBe(id);
    expect(await desk.list()).toMatchObject([{ id, state: 'open', origin: 'reported', people: [{ id: 'a' }, { id: 'b' }] }]);
    expect(desk.repository.audits[0]).toMatchObject({ event: 'duplicate-reported', entities: ['Patient/a', 'Patient/b'] });
  });

  it('of two facilities wait where both are under, and neither station decides alone', async () => {
    const desk = setting(record('a'), record('b', { managingOrganization: { reference: 'Organization/two' } }));
    const { id } = valueOf(await desk.report('a', 'b'));
    expect(await desk.list()).toEqual([]);
    expect(await desk.list(coordinator)).toHaveLength(1);
    expect(codeOf(await desk.decide(id, { decision: 'same', keep: 'a' }))).toBe('IDENTITY_PAIR_NOT_YOURS');
    expect(codeOf(await desk.decide(id, { decision: 'same', keep: 'a' }, coordinator))).toBe('done');
    expect(await desk.list(coordinator)).toEqual([]);
  });

  it('stand side by side with where they agree, where each value came from, and what the caller may not see', async () => {
    const desk = setting(
      record('a', { telecom: [{ system: 'phone', value: '0900000101' }], identifier: [{ system: systems.citizenId, value: '012185000011' }] }),
      record('b', { managingOrganization: { reference: 'Organization/two' }, birthDate: '1985', telecom: [{ system: 'phone', value: '0900000102' }], identifier: [{ system: systems.citizenId, value: '012185000099' }], extension: [{ url: `${base}/StructureDefinition/data-source`, valueCode: 'card-camera' }, { url: `${base}/StructureDefinition/registered-at`, valueDateTime: '2025-01-02T00:00:00Z' }] }),
    );
    const { id } = valueOf(await desk.report('a', 'b'));
    const view = valueOf(await desk.view(id));
    const fields = new Map(view.fields.map((field) => [field.field, field]));
    expect(fields.get('name')).toMatchObject({ agrees: true, values: [{ source: 'record' }, { source: 'card-camera', at: '2025-01-02T00:00:00Z' }] });
    expect(fields.get('birthDate')?.agrees).toBe(true);
    expect(fields.get('citizenId')).toMatchObject({ agrees: false, values: [{ value: '012185000011' }, { value: '********0099' }] });
    expect(fields.get('phone')).toMatchObject({ values: [{ value: '0900000101' }, 'hidden'] });
    expect(fields.get('phone')?.agrees).toBeUndefined();
    expect(view.may).toEqual([]);
    expect(valueOf(await desk.view(id, coordinator)).may).toEqual(['same', 'different', 'later']);
  });

  it('are nobody else’s business', async () => {
    const desk = setting(record('a'), record('b'));
    const { id } = valueOf(await desk.report('a', 'b'));
    expect(codeOf(await desk.view(id, nurse2))).toBe('HTTP_NOT_FOUND');
    expect(codeOf(await desk.decide(id, { decision: 'different' }, nurse2))).toBe('HTTP_NOT_FOUND');
    expect(codeOf(await desk.view(id, staff('d', 'one', 'specialist')))).toBe('HTTP_FORBIDDEN');
    expect(codeOf(await desk.report('a', 'b', nurse2))).toBe('HTTP_NOT_FOUND');
    expect(codeOf(await desk.view('pair-none'))).toBe('HTTP_NOT_FOUND');
    expect(desk.repository.audits.filter(({ outcome }) => outcome === 'refused')).toHaveLength(5);
  });

  it('may be left for later, and then stand last', async () => {
    const desk = setting(record('a'), record('b'), record('c', { birthDate: '1985' }));
    const { id } = valueOf(await desk.report('a', 'b'));
    const other = valueOf(await desk.report('a', 'c')).id;
    await desk.decide(id, { decision: 'later' });
    expect((await desk.list()).map((row) => [row.id, row.state])).toEqual([[other, 'open'], [id, 'later']]);
  });

  it('judged to be two people leave the list and change nothing', async () => {
    const desk = setting(record('a'), record('b'));
    const [a, b] = [await desk.patient('a'), await desk.patient('b')];
    const { id } = valueOf(await desk.report('a', 'b'));
    await desk.decide(id, { decision: 'different' });
    expect(await desk.list()).toEqual([]);
    expect([await desk.patient('a'), await desk.patient('b')]).toEqual([a, b]);
    expect(valueOf(await desk.report('a', 'b'))).toEqual({ id, state: 'different' });
    expect(codeOf(await desk.decide(id, { decision: 'later' }))).toBe('IDENTITY_PAIR_DECIDED');
    expect(codeOf(await desk.decide(id, { decision: 'same', keep: 'a' }))).toBe('done');
  });
});

describe('joining two records', () => {
  it('links both, moves nothing, and every number leads to the one in use', async () => {
    const desk = setting(record('a', { identifier: [{ system: systems.citizenId, value: '012185000011' }] }), record('b', { identifier: [{ system: systems.citizenId, value: '012185000099' }] }));
    const { id } = valueOf(await desk.report('a', 'b'));
    expect(valueOf(await desk.decide(id, { decision: 'same', keep: 'a' }))).toEqual({ id, state: 'same', patientId: 'a' });
    expect(await desk.patient('a')).toMatchObject({ active: true, link: [{ other: { reference: 'Patient/b' }, type: 'replaces' }] });
    expect(await desk.patient('b')).toMatchObject({ active: false, link: [{ other: { reference: 'Patient/a' }, type: 'replaced-by' }], identifier: [{ value: '012185000099' }] });
    for (const number of ['012185000011', '012185000099']) expect((await patientByNumber(desk.repository, systems, number, desk.clock.now()))?.id).toBe('a');
    expect(desk.repository.audits.at(-1)).toMatchObject({ event: 'records-joined', entities: ['Patient/a', 'Patient/b', `Linkage/${id}`] });
    expect(await desk.repository.history('Patient/b')).toHaveLength(2);
  });

  it('is taken back exactly, whatever was added to the one in use meanwhile', async () => {
    const { active: _, ...unsaid } = record('b');
    const desk = setting(record('a'), unsaid);
    const [a, b] = [without(await desk.patient('a')), without(await desk.patient('b'))];
    const { id } = valueOf(await desk.report('a', 'b'));
    await desk.decide(id, { decision: 'same', keep: 'a' });
    const added = { ...(await desk.patient('a')), telecom: [{ system: 'phone' as const, value: '0900000109' }] };
    await desk.repository.commit({ writes: [{ kind: 'put', resource: added, precondition: { kind: 'any' } }], audit: { actor: { subject: 's', name: 's', role: 'station' }, action: 'update', outcome: 'success', event: 'e', entities: [], correlationId: 'c' } });
    expect(valueOf(await desk.view(id)).may).toEqual(['separate']);
    expect(valueOf(await desk.decide(id, { decision: 'separate' }))).toEqual({ id, state: 'different' });
    expect(without(await desk.patient('b'))).toEqual(b);
    expect(without(await desk.patient('a'))).toEqual({ ...a, telecom: added.telecom });
    expect(valueOf(await desk.view(id)).decisions.map(({ decision }) => decision)).toEqual(['same', 'separate']);
    expect(codeOf(await desk.decide(id, { decision: 'separate' }))).toBe('IDENTITY_PAIR_DECIDED');
  });

  it('goes on in chains, and each link is taken back by itself', async () => {
    const desk = setting(record('a'), record('b'), record('c', { identifier: [{ system: systems.citizenId, value: '012185000077' }] }));
    const bc = valueOf(await desk.report('b', 'c')).id;
    await desk.decide(bc, { decision: 'same', keep: 'b' });
    const ab = valueOf(await desk.report('a', 'b')).id;
    await desk.decide(ab, { decision: 'same', keep: 'a' });
    expect((await patientByNumber(desk.repository, systems, '012185000077', desk.clock.now()))?.id).toBe('a');
    expect(codeOf(await desk.report('a', 'c'))).toBe('IDENTITY_RECORD_NOT_IN_USE');
    await desk.decide(bc, { decision: 'separate' });
    expect(await desk.patient('c')).toMatchObject({ active: true });
    expect((await desk.patient('b')).link).toEqual([{ other: { reference: 'Patient/a' }, type: 'replaced-by' }]);
  });

  it('is decided once: of many at one moment one is done and the others are told', async () => {
    const desk = setting(record('a'), record('b'), record('c'));
    const [ab, ac] = [valueOf(await desk.report('a', 'b')).id, valueOf(await desk.report('b', 'c')).id];
    const results = await Promise.all([desk.decide(ab, { decision: 'same', keep: 'a' }), desk.decide(ab, { decision: 'same', keep: 'b' }), desk.decide(ac, { decision: 'same', keep: 'c' }), desk.decide(ab, { decision: 'different' })]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    for (const code of results.map(codeOf).filter((c) => c !== 'done')) expect(['IDENTITY_PAIR_CHANGED', 'IDENTITY_PAIR_DECIDED', 'IDENTITY_RECORD_NOT_IN_USE']).toContain(code);
    const linked = (await Promise.all(['a', 'b', 'c'].map(desk.patient))).flatMap(({ link = [] }) => link);
    expect(linked.length === 0 || linked.length === 2).toBe(true);
  });

  it('answers the same command again the same', async () => {
    const desk = setting(record('a'), record('b'));
    const { id } = valueOf(await desk.report('a', 'b'));
    const first = await desk.decide(id, { decision: 'same', keep: 'a' }, nurse, 'again');
    expect((await desk.repository.repeated('nurse', 'again', JSON.stringify({ decision: 'same', keep: 'a' })))).toEqual({ kind: 'repeated', answer: valueOf(first) });
  });

  it('wants a record of the two that is in use', async () => {
    const desk = setting(record('a'), record('b'), record('x', { active: false }));
    const { id } = valueOf(await desk.report('a', 'b'));
    expect(codeOf(await desk.decide(id, { decision: 'same', keep: 'zzz' }))).toBe('IDENTITY_PAIR_KEEP');
    expect(codeOf(await desk.report('a', 'x'))).toBe('IDENTITY_RECORD_NOT_IN_USE');
    expect(codeOf(await desk.report('a', 'a'))).toBe('IDENTITY_PAIR_ONE_RECORD');
  });
});

describe('a person with two records', () => {
  it('is known to everybody who knew one of them, and to themself under both', async () => {
    const desk = setting(record('a'), record('b', { managingOrganization: { reference: 'Organization/two' } }));
    const { id } = valueOf(await desk.report('a', 'b'));
    expect(await desk.relations(nurse2, 'a')).toEqual(['none']);
    await desk.decide(id, { decision: 'same', keep: 'a' }, coordinator);
    for (const who of [nurse, nurse2]) for (const one of ['a', 'b']) expect(await desk.relations(who, one)).toEqual(['own-facility-patient']);
    const patient: Principal = { subject: 'p', name: 'p', roles: ['patient'], patient: 'Patient/b' };
    expect(await desk.relations(patient, 'a')).toEqual(['own-record']);
    // Whoever was chosen for an application was chosen with both.
    const forB: Principal = { ...nurse, chosenPatient: 'Patient/b' };
    expect(await desk.relations(forB, 'a')).toEqual(['own-facility-patient', 'chosen-patient']);
    await desk.decide(id, { decision: 'separate' }, coordinator);
    expect(await desk.relations(nurse2, 'a')).toEqual(['none']);
    expect(await desk.relations(patient, 'a')).toEqual(['none']);
    expect(await desk.relations(forB, 'a')).toEqual(['own-facility-patient']);
  });

  it('has withdrawn in all of them what was withdrawn in one', async () => {
    const desk = setting(record('a'), record('b'));
    const { id } = valueOf(await desk.report('a', 'b'));
    await desk.decide(id, { decision: 'same', keep: 'a' });
    const consent = consentReference('Patient/b', 'treatment');
    desk.repository.seed({ resourceType: 'Consent', id: consent.slice('Consent/'.length), status: 'active', scope: {}, category: [{}], patient: { reference: 'Patient/b' }, provision: { type: 'deny' } });
    expect(await desk.relations(nurse, 'a')).toEqual(['restricted']);
    expect(await desk.relations(nurse, 'b')).toEqual(['restricted']);
  });
});
