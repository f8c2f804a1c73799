import type { Resource } from '@medplum/fhirtypes';
import { identifierSystems, type IdentifierSystems } from './identifierSystems.ts';

/** Other systems that name the same numbers, each by our own name for it. */
export type Aliases = Readonly<Partial<Record<keyof IdentifierSystems, readonly string[]>>>;

/**
 * Name spaces seen in public Vietnamese FHIR code; none is official, so a deployment may give others
 * (IDENTIFIER_ALIASES). Looked at 2026-11-22.
 */
export const knownAliases: Aliases = {
  citizenId: ['http://moh.gov.vn/fhir/core/sid/citizen_id', 'http://fhir.vn/sid/cccd', 'https://basespecs.vn/NamingSystem/NationalID'],
  previousId: ['https://basespecs.vn/NamingSystem/NationalID9'],
  insuranceCard: ['http://fhir.vn/sid/bhyt', 'https://basespecs.vn/NamingSystem/InsuranceNumbers'],
  facility: ['http://moh.gov.vn/fhir/core/sid/provider-code'],
};

/** "citizenId=http://a,http://b;facility=http://c" on top of the known ones; what can't be read is a fault of the set-up. */
export function aliasesFrom(text: string): Aliases {
  const given: Record<string, readonly string[]> = { ...knownAliases };
  for (const part of text.split(';').filter((one) => one.trim() !== '')) {
    const [name = '', list = ''] = part.split(/=(.*)/s).map((side) => side.trim());
    if (!Object.hasOwn(identifierSystems(''), name) || list === '') throw new Error(`IDENTIFIER_ALIASES: ${name} is none of ${Object.keys(identifierSystems('')).join(', ')}`);
    given[name] = [...(given[name] ?? []), ...list.split(',').map((url) => url.trim())];
  }
  return given;
}

export type AliasTable = {
  /** The system that we keep a number under; the same system when it is nobody's alias. */
  readonly systemOf: (system: string, value?: string) => string;
  /** The resource with every identifier under our own systems; the same object when nothing changes. */
  readonly normalised: <T extends Resource>(resource: T) => T;
  /** A search value, "alias|123" as "ours|123". */
  readonly searched: (value: string) => string;
};

export function aliasTable(base: string, aliases: Aliases = knownAliases): AliasTable {
  const systems = identifierSystems(base);
  const ours = new Map(Object.entries(aliases).flatMap(([name, urls]) => urls.map((url) => [url, systems[name as keyof IdentifierSystems]] as const)));
  // Nine digits under a system of citizen numbers are an identity card of before (CMND).
  const systemOf = (system: string, value?: string): string => {
    const own = ours.get(system) ?? system;
    return own === systems.citizenId && ours.has(system) && /^\d{9}$/.test(value ?? '') ? systems.previousId : own;
  };
  const visit = (value: unknown, name: string): unknown => {
    if (Array.isArray(value)) {
      const items = value.map((one) => visit(one, name));
      return items.some((one, i) => one !== value[i]) ? items : value;
    }
    if (typeof value !== 'object' || value === null) return value;
    const fields = value as Readonly<Record<string, unknown>>;
    const changed = Object.entries(fields).map(([key, inner]) => [key, visit(inner, key)] as const).filter(([key, inner]) => inner !== fields[key]);
    const own = name === 'identifier' && typeof fields['system'] === 'string' ? systemOf(fields['system'], typeof fields['value'] === 'string' ? fields['value'] : undefined) : undefined;
    if (own !== undefined && own !== fields['system']) changed.push(['system', own]);
    return changed.length > 0 ? { ...fields, ...Object.fromEntries(changed) } : value;
  };
  return {
    systemOf,
    normalised: <T extends Resource>(resource: T) => visit(resource, '') as T,
    searched: (value) => value.split(',').map((one) => {
      const bar = one.indexOf('|');
      return bar <= 0 ? one : `${systemOf(one.slice(0, bar), one.slice(bar + 1))}${one.slice(bar)}`;
    }).join(','),
  };
}
