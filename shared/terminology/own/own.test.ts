import { describe, expect, it } from '@jest/globals';
import { specialtyCodes } from '../../booking/contract.ts';
import { specialtyNames } from '../../booking/names.ts';
import { consultationStates } from '../../consultation/contract.ts';
import { resultCodes } from '../../insurance/resultCodes.ts';
import { typesOf } from '../../identity/resourceGroups.ts';
import { policy } from '../../identity/policy.ts';
import { ownCodeSystems, ownValueSets } from './index.ts';

const base = 'https://lien-tuyen.example';
const concepts = (name: string) => ownCodeSystems(base).find((s) => s.url === `${base}/CodeSystem/${name}`)?.concept ?? [];
const codes = (name: string) => concepts(name).map(({ code }) => code).toSorted();

describe('our code systems', () => {
  it('have just the codes that the product uses', () => {
    expect(codes('consultation-state')).toEqual([...consultationStates].toSorted());
    expect(codes('specialty')).toEqual([...specialtyCodes].toSorted());
    expect(codes('insurance-portal-result')).toEqual(Object.keys(resultCodes).toSorted());
    expect(codes('role')).toEqual(expect.arrayContaining([...new Set(policy.map(({ role }) => role))]));
  });
  it('name them as the product does', () => {
    for (const { code, display } of concepts('specialty')) expect(display).toBe(specialtyNames[code as keyof typeof specialtyNames].vi);
    for (const { code, display } of concepts('insurance-portal-result')) expect(display).toBe(resultCodes[code as keyof typeof resultCodes].text);
  });
  it('have a name in both languages, each once', () => {
    for (const system of ownCodeSystems(base).filter((s) => !/province/.test(s.url ?? ''))) for (const { designation = [] } of system.concept ?? []) expect(designation.map((d) => d.language)).toEqual(['vi', 'en']);
    expect(new Set(ownValueSets(base).map(({ url }) => url)).size).toBe(ownValueSets(base).length);
  });
  it('take every old province into one of today', () => {
    expect([codes('province-2024').length, codes('province').length]).toEqual([63, 34]);
    const now = concepts('province-2024').map(({ property = [] }) => property[0]?.valueCode);
    expect(new Set(now)).toEqual(new Set(codes('province')));
  });
  it('can be read by everybody who works here', () => {
    expect(typesOf.directory).toEqual(expect.arrayContaining(['CodeSystem', 'ValueSet', 'StructureDefinition']));
  });
});
