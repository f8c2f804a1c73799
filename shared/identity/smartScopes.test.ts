import { describe, expect, it } from '@jest/globals';
import type { Observation } from '@medplum/fhirtypes';
import { decide, isPossible, type Principal, type Relation } from './policy.ts';
import type { Interaction } from './interactions.ts';
import { needsPatient, parseScope, parseScopes } from './smartScopes.ts';

const short = (word: string) => {
  const scope = parseScope(word);
  return scope && `${scope.level}/${scope.type} ${scope.permissions.join('')}${scope.constraint ? ' constrained' : ''}`;
};

describe('the words of a scope', () => {
  it.each([
    ['patient/Observation.rs', 'patient/Observation rs'],
    ['patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|vital-signs', 'patient/Observation rs constrained'],
    ['user/*.cruds', 'user/* cruds'],
    ['system/*.rs', 'system/* rs'],
    ['patient/Observation.read', 'patient/Observation rs'],
    ['user/Condition.write', 'user/Condition cud'],
    ['user/*.*', 'user/* cruds'],
  ])('%s is %s', (word, meaning) => expect(short(word)).toBe(meaning));

  it.each(['openid', 'api', 'launch/patient', 'patient/Observation', 'patient/Observation.', 'patient/Nothing.rs', 'patient/Observation.sr', 'patient/Observation.rr', 'admin/*.rs', 'patient/*.rs?category=x', 'patient/Observation.rs?subject:Patient.name=x', 'patient/Observation.rs?_has:Provenance:target:agent=x', 'patient/Observation.rs?_include=*', 'patient/Observation.rs?unknown=x', 'patient/Observation.rs?', 'Patient/Observation.rs', 'patient/observation.rs', 'patient/Observation.rs extra'])(
    '%s is no clinical scope and gives nothing', (word) => expect(parseScope(word)).toBeUndefined());

  it('reads a whole claim', () => expect(parseScopes('openid patient/Patient.r launch/patient user/Slot.s')).toHaveLength(2));
});

const vital: Observation = { resourceType: 'Observation', status: 'final', code: { text: 'x' }, category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] }] };
const lab: Observation = { ...vital, category: [{ coding: [{ code: 'laboratory' }] }] };
const with_ = (scope: string, more: Partial<Principal> = {}): Principal => ({ subject: 's', name: 'S', roles: ['patient'], patient: 'Patient/p', scopes: parseScopes(scope), ...more });
const allowed = (principal: Principal, interaction: Interaction, resource: Observation | undefined, held: readonly Relation[], scopedAs?: readonly Interaction[]) =>
  decide({ principal, interaction, resourceType: 'Observation', relations: held, ...(resource ? { resource } : {}), ...(scopedAs ? { scopedAs } : {}) }).allowed;

describe('scopes and the policy together', () => {
  it('a constraint lets through what meets it', () => {
    const vitals = with_('patient/Observation.rs?category=vital-signs');
    expect([allowed(vitals, 'read', vital, ['own-record']), allowed(vitals, 'read', lab, ['own-record']), allowed(vitals, 'search', undefined, ['own-record'])]).toEqual([true, false, true]);
  });
  it('patient scopes reach the record in context, not that of somebody cared for', () => {
    const all = with_('patient/*.rs');
    expect([allowed(all, 'read', vital, ['own-record']), allowed(all, 'read', vital, ['carer']), allowed(with_('user/*.rs'), 'read', vital, ['carer'])]).toEqual([true, false, true]);
  });
  it('patient scopes of staff reach who was chosen and nobody else; with nobody chosen they reach nothing at all', () => {
    const nurse = (scope: string, chosenPatient?: `Patient/${string}`) => with_(scope, { roles: ['station'], patient: undefined, ...(chosenPatient ? { chosenPatient } : {}) });
    const chosen = nurse('patient/*.cruds', 'Patient/p');
    expect([allowed(chosen, 'read', vital, ['own-facility-patient', 'chosen-patient']), allowed(chosen, 'read', vital, ['own-facility-patient']), allowed(chosen, 'read', vital, ['chosen-patient'])]).toEqual([true, false, false]);
    expect([allowed(chosen, 'create', vital, ['own-facility-patient', 'chosen-patient']), allowed(chosen, 'create', vital, ['own-facility-patient'])]).toEqual([true, false]);
    expect(allowed(nurse('user/*.rs', 'Patient/p'), 'read', vital, ['own-facility-patient'])).toBe(true);
    const nobody = nurse('patient/*.cruds');
    expect([allowed(nobody, 'read', vital, ['own-facility-patient']), isPossible(nobody, 'search', 'Observation'), isPossible(chosen, 'search', 'Observation')]).toEqual([false, false, true]);
    const directory = (principal: Principal) => decide({ principal, interaction: 'read', resourceType: 'Organization', relations: [], resource: { resourceType: 'Organization' } }).allowed;
    expect([directory(chosen), directory(nobody)]).toEqual([true, false]);
  });
  it('with somebody chosen, a carer’s patient scopes leave the own record', () => {
    const mother = with_('patient/*.rs', { chosenPatient: 'Patient/child' });
    expect([allowed(mother, 'read', vital, ['carer', 'chosen-patient']), allowed(mother, 'read', vital, ['own-record']), allowed(mother, 'read', vital, ['carer'])]).toEqual([true, false, false]);
  });
  it('know whether all of them need a patient', () => expect(['patient/*.rs', 'patient/*.rs user/*.rs', 'openid', 'user/*.rs'].map((scope) => needsPatient(parseScopes(scope)))).toEqual([true, false, false, false]));
  it('never widen what the role and the relation allow', () => {
    expect(allowed(with_('user/*.cruds'), 'read', vital, ['none'])).toBe(false);
    expect(allowed(with_('user/*.cruds'), 'create', vital, ['own-record'])).toBe(false);
    expect(allowed(with_('system/*.cruds'), 'read', vital, ['own-record'])).toBe(false);
    expect(allowed(with_('user/*.cruds', { roles: ['system'] }), 'read', vital, [])).toBe(false);
    expect(allowed(with_('system/Observation.rs', { roles: ['system'] }), 'read', vital, [])).toBe(true);
    expect(allowed(with_('system/Observation.rs', { roles: ['system'] }), 'create', vital, [])).toBe(false);
  });
  it('tell r from s: what a search gives needs s, a reading by id needs r', () => {
    const searching = with_('patient/Observation.s');
    expect([allowed(searching, 'read', vital, ['own-record']), allowed(searching, 'read', vital, ['own-record'], ['read', 'search']), allowed(with_('patient/Observation.r'), 'search', undefined, ['own-record'])]).toEqual([false, true, false]);
  });
  it('without any, another application may do nothing', () => expect(allowed(with_('openid profile'), 'read', vital, ['own-record'])).toBe(false));
});
