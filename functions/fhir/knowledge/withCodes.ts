import type { ResourceType } from '@medplum/fhirtypes';
import type { Codes } from '../../../shared/fhir/codes.ts';
import { parametersOf } from '../../../shared/fhir/search/definitions.ts';
import { hasHierarchy } from '../../../shared/fhir/search/hierarchies.ts';
import { splitEscaped } from '../../../shared/fhir/search/parseValue.ts';

/** More codes than these are no condition of a search; the store then refuses by name what it can't tell. */
const mostCodes = 5_000;

/**
 * A search whose `:in` and `:not-in` of a value set, and `:below` and `:above` in a code system that the search itself
 * has no hierarchy of, stand as the codes that the terminology knows: built in, or stored and computed. Also at the end of
 * a chain or `_has`.
 */
export async function withCodes(type: ResourceType, query: URLSearchParams, codes: () => Promise<Codes>): Promise<URLSearchParams> {
  const asked = [...query].map(async ([name, value]): Promise<[string, string]> => {
    const [, before = '', modifier = ''] = /^(.+):(in|not-in|below|above)$/.exec(name) ?? [];
    if (modifier === '' || !leadsToToken([type], before)) return [name, value];
    if (modifier === 'in' || modifier === 'not-in') {
      const found = value.startsWith('ValueSet/') ? undefined : await (await codes()).codesOf(value);
      return found && found.size > 0 && found.size <= mostCodes ? [modifier === 'in' ? before : `${before}:not`, listed(found)] : [name, value];
    }
    const wanted = splitEscaped(value, ',').map((one) => splitEscaped(one, '|'));
    if (wanted.every(([system = '', , extra]) => extra === undefined && hasHierarchy(system))) return [name, value];
    const related = await Promise.all(wanted.map(async ([system, one]) => (system && one ? await (await codes()).related(modifier === 'below' ? 'below' : 'above', system, one) : undefined)));
    const all = new Set(related.flatMap((some) => [...(some ?? [])]));
    return related.includes(undefined) || all.size > mostCodes ? [name, value] : [before, listed(all)];
  });
  return new URLSearchParams(await Promise.all(asked));
}

/** Whether a name, perhaps through chains and `_has`, ends at a token parameter without a modifier in one of the types. */
function leadsToToken(types: readonly string[], name: string): boolean {
  if (name.startsWith('_has:')) {
    const [, source = '', , ...rest] = name.split(':');
    return leadsToToken([source], rest.join(':'));
  }
  const [, head = '', rest] = /^([^.]*)(?:\.(.*))?$/s.exec(name) ?? [];
  const [code = '', target] = head.split(':');
  const parameters = types.map((type) => parametersOf(type)?.get(code));
  if (rest === undefined) return target === undefined && parameters.some((parameter) => parameter?.type === 'token');
  // As a set, so that a long chain over many types is no tree.
  const next = new Set(parameters.flatMap((parameter) => (parameter?.type === 'reference' ? (target === undefined ? parameter.targets : [target]) : [])));
  return next.size > 0 && leadsToToken([...next], rest);
}

const listed = (tokens: ReadonlySet<string>): string => [...tokens].map((token) => token.replace(/[\\,$]/g, '\\$&')).join(',');
