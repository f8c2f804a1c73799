import type { ResourceType } from '@medplum/fhirtypes';
import type { Codes } from '../../../shared/fhir/codes.ts';
import { parametersOf } from '../../../shared/fhir/search/definitions.ts';
import { hasHierarchy } from '../../../shared/fhir/search/hierarchies.ts';
import { splitEscaped } from '../../../shared/fhir/search/parseValue.ts';

/** More codes than these are no condition of a search; the store then refuses by name what it can't tell. */
const mostCodes = 5_000;

/**
 * A search whose `:in` and `:not-in` of a value set, and `:below` and `:above` in a code system that the search itself
 * has no hierarchy of, stand as the codes that the terminology knows: built in, or stored and computed.
 */
export async function withCodes(type: ResourceType, query: URLSearchParams, codes: () => Promise<Codes>): Promise<URLSearchParams> {
  const parameters = parametersOf(type);
  const asked = [...query].map(async ([name, value]): Promise<[string, string]> => {
    const [code = '', modifier = '', more] = name.split(':');
    if (more !== undefined || parameters?.get(code)?.type !== 'token') return [name, value];
    if (modifier === 'in' || modifier === 'not-in') {
      const found = value.startsWith('ValueSet/') ? undefined : await (await codes()).codesOf(value);
      return found && found.size > 0 && found.size <= mostCodes ? [modifier === 'in' ? code : `${code}:not`, listed(found)] : [name, value];
    }
    if (modifier !== 'below' && modifier !== 'above') return [name, value];
    const wanted = splitEscaped(value, ',').map((one) => splitEscaped(one, '|'));
    if (wanted.every(([system = '', , extra]) => extra === undefined && hasHierarchy(system))) return [name, value];
    const related = await Promise.all(wanted.map(async ([system, one]) => (system && one ? await (await codes()).related(modifier, system, one) : undefined)));
    const all = new Set(related.flatMap((some) => [...(some ?? [])]));
    return related.includes(undefined) || all.size > mostCodes ? [name, value] : [code, listed(all)];
  });
  return new URLSearchParams(await Promise.all(asked));
}

const listed = (tokens: ReadonlySet<string>): string => [...tokens].map((token) => token.replace(/[\\,$]/g, '\\$&')).join(',');
