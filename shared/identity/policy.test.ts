import { describe, expect, it } from '@jest/globals';
import { roles, type Role } from './contract.ts';
import { decide, interactions, relations, type Interaction, type Principal, type Relation } from './policy.ts';
import { policyPage } from './policyTable.ts';
import { groupOf, resourceGroups, typesOf, type ResourceGroup } from './resourceGroups.ts';

const desk = ['own-facility-patient', 'received-today', 'own-facility-request'] as const;
const care = ['own-consultation', 'asked-facility-request', 'break-glass'] as const;
const own = ['own-record', 'carer'] as const;
const at = (held: readonly Relation[], letters: string) => Object.fromEntries(held.map((relation) => [relation, letters])) as Partial<Record<Relation, string>>;

/**
 * The expectation, written apart from the rules and in another shape: for each role and group what each relation
 * opens. Letters: r read, s search, h history, c create, u update, d delete. `*` is any relation, none included.
 */
const expected: Partial<Record<Role, Partial<Record<ResourceGroup, Partial<Record<Relation | '*', string>>>>>> = {
  station: {
    directory: { '*': 'rsh' },
    availability: { '*': 'rsh' },
    person: { '*': 'c', ...at(desk, 'rshcu'), 'break-glass': 'rsh', restricted: 'rsh' },
    clinical: { ...at(desk, 'rshcu'), 'break-glass': 'rshc' },
    files: { ...at(desk, 'rshc'), 'break-glass': 'rshc' },
    work: { ...at(desk, 'rshc'), 'own-facility-request': 'rshcu', 'break-glass': 'rshc' },
    documents: { ...at(desk, 'rsh'), 'break-glass': 'rsh' },
    insurance: { ...at(desk, 'rshcu'), 'break-glass': 'rshc' },
    consent: { ...at(desk, 'rshcu'), 'break-glass': 'rshc', restricted: 'rsh' },
    subscription: { 'own-subscription': 'rscud' },
  },
  specialist: {
    directory: { '*': 'rsh' },
    availability: { '*': 'rsh' },
    person: at(care, 'rsh'),
    clinical: { ...at(care, 'rsh'), 'own-consultation': 'rshcu' },
    files: { ...at(care, 'rsh'), 'own-consultation': 'rshc' },
    work: { 'own-consultation': 'rshcu', 'asked-facility-request': 'rshu', 'break-glass': 'rsh' },
    documents: { ...at(care, 'rsh'), 'own-consultation': 'rshc' },
    consent: at(care, 'rs'),
    subscription: { 'own-subscription': 'rscud' },
  },
  coordinator: {
    directory: { '*': 'rsh' },
    availability: { '*': 'rshcu' },
    person: { 'asked-facility-request': 'rs', 'own-facility-request': 'rs' },
    work: { 'asked-facility-request': 'rshu', 'own-facility-request': 'rsh' },
    subscription: { 'own-subscription': 'rscud' },
  },
  patient: {
    directory: { '*': 'rsh' },
    availability: { '*': 'rsh' },
    person: at(own, 'rsh'),
    clinical: at(own, 'rsh'),
    files: at(own, 'rsh'),
    work: at(own, 'rsh'),
    documents: at(own, 'rsh'),
    insurance: at(own, 'rsh'),
    consent: at(own, 'rshcu'),
    audit: at(own, 'rs'),
    subscription: { 'own-subscription': 'rscud' },
  },
  viewer: { directory: { '*': 'rsh' }, availability: { '*': 'rsh' } },
  auditor: { directory: { '*': 'rsh' }, availability: { '*': 'rsh' }, audit: { '*': 'rsh' }, work: { 'privacy-officer': 'rsu' }, subscription: { 'own-subscription': 'rscud' } },
  research: { directory: { '*': 'rsh' }, availability: { '*': 'rsh' }, clinical: { 'research-consent': 'rsh' } },
  system: Object.fromEntries(resourceGroups.map((group) => [group, { '*': 'rshcud' }])),
};

const letter: Record<Interaction, string> = { read: 'r', search: 's', history: 'h', create: 'c', update: 'u', delete: 'd' };
const someone = (...of: Role[]): Principal => ({ subject: 's', name: 'N', roles: of });
const exampleOf = (group: ResourceGroup) => (group === 'other' ? 'Library' : typesOf[group][0] ?? 'Library');

describe('the access policy', () => {
  for (const role of roles) {
    for (const group of resourceGroups) {
      it(`${role} on ${group}: every interaction under every relation is as written down`, () => {
        for (const interaction of interactions) {
          for (const relation of relations) {
            const opens = `${expected[role]?.[group]?.['*'] ?? ''}${expected[role]?.[group]?.[relation] ?? ''}`;
            const decision = decide({ principal: someone(role), interaction, resourceType: exampleOf(group), relations: [relation] });
            expect({ interaction, relation, allowed: decision.allowed }).toEqual({ interaction, relation, allowed: opens.includes(letter[interaction]) });
          }
        }
      });
    }
  }

  it('treats every type of a group alike, and a type in no group as other', () => {
    for (const group of resourceGroups) {
      if (group === 'other') continue;
      for (const type of typesOf[group]) expect(groupOf(type)).toBe(group);
    }
    expect(groupOf('Library')).toBe('other');
  });

  it('refuses who has no role, and says that it is the role', () => {
    expect(decide({ principal: someone(), interaction: 'read', resourceType: 'Organization', relations: ['own-record'] })).toEqual({ allowed: false, reason: 'role' });
  });

  it('says that it is the relation where another relation would have opened it', () => {
    expect(decide({ principal: someone('station'), interaction: 'read', resourceType: 'Patient', relations: ['none'] })).toEqual({ allowed: false, reason: 'relation' });
  });

  it('adds up the roles of one person', () => {
    const both = someone('station', 'auditor');
    expect(decide({ principal: both, interaction: 'read', resourceType: 'AuditEvent', relations: [] }).allowed).toBe(true);
    expect(decide({ principal: both, interaction: 'create', resourceType: 'Patient', relations: [] }).allowed).toBe(true);
  });

  it('is written out in a page with one table a role', () => {
    const page = policyPage();
    for (const role of roles) expect(page).toContain(`## ${role}\n`);
    expect(page).toContain('| audit | own-record, carer | own-record, carer | no | no | no | no |');
  });
});
