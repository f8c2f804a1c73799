import type { ResourceType } from '@medplum/fhirtypes';
import { recordTypes } from '../../shared/fhir/record.ts';
import type { Reference, Stored } from '../../shared/fhir/repository.ts';
import { typesIn } from '../../shared/fhir/search/compartments.ts';
import { isResourceType } from '../../shared/fhir/search/definitions.ts';
import { defaultCount } from '../../shared/fhir/search/parse.ts';
import { refusal } from '../../shared/kernel/refusal.ts';
import { refuse } from '../../shared/kernel/result.ts';
import type { Handled } from '../_http/chain.ts';
import type { Interaction } from './context.ts';
import { auditShown, pageOf, readablePage } from './search.ts';
import { askedFor, type Asked } from './searchQuery.ts';

/** GET Patient/[id]/*, Encounter/[id]/* …: the whole record, or compartment, by the parameters that all types have. */
export const searchCompartment = async (interaction: Interaction, of: Reference): Promise<Handled> =>
  await searchTypes(interaction, of.startsWith('Patient/') ? recordTypes : typesIn(of.split('/')[0] ?? '').filter((type) => type !== 'AuditEvent'), `${of}/*`, of);

/** GET [base]?_type=A,B: several types by the parameters that all of them have. */
export async function searchSystem(interaction: Interaction): Promise<Handled> {
  const types = (interaction.query.get('_type') ?? '').split(',').filter(Boolean);
  const odd = types.find((type) => !isResourceType(type));
  if (types.length === 0 || odd !== undefined) return refuse(refusal('FHIR_PARAMETER_INVALID', { params: { parameter: '_type', reason: 'Patient,Observation' } }));
  return await searchTypes(interaction, types as ResourceType[], '');
}

/** Type after type; a page ends where the next type would not fit whole, and its cursor says where to go on. */
async function searchTypes(interaction: Interaction, types: readonly ResourceType[], path: string, of?: Reference): Promise<Handled> {
  const query = new URLSearchParams([...interaction.query].filter(([name]) => name !== '_type'));
  const place = /^(\d{1,3})~(.*)$/s.exec(query.get('_cursor') ?? '0~');
  if (!place) return refuse(refusal('FHIR_PARAMETER_INVALID', { params: { parameter: '_cursor', reason: 'next' } }));
  query.delete('_cursor');
  const matches: Stored[] = [];
  const included: Stored[] = [];
  let [at, cursor] = [Number(place[1]), place[2] || undefined];
  let next: string | undefined;
  let first: Asked | undefined;
  for (; at < types.length && next === undefined; at++, cursor = undefined) {
    const type = types[at] as ResourceType;
    const read = askedFor({ ...interaction, query }, type, of);
    if (!read.ok) return read;
    first ??= read.value;
    if (read.value.counting || read.value.total === 'accurate') return refuse(refusal('FHIR_PARAMETER_INVALID', { params: { parameter: read.value.counting ? '_count' : '_total', reason: '[type]?…' } }));
    if (!interaction.access.possible('search', type)) continue;
    const found = await readablePage(interaction, type, read.value.condition, cursor);
    if (!found.ok) return found;
    const count = Number(query.get('_count') ?? defaultCount);
    if (matches.length > 0 && matches.length + found.value.matches.length > count) {
      next = `${at}~`;
      break;
    }
    matches.push(...found.value.matches);
    included.push(...found.value.included);
    if (found.value.next) next = `${at}~${found.value.next}`;
  }
  await auditShown(interaction, 'fhir-search-types', [...matches, ...included], of?.startsWith('Patient/') ? [of] : []);
  const links = new URLSearchParams(interaction.query);
  const known = new Map(included.map((r) => [`${r.resourceType}/${r.id}`, r]));
  for (const r of matches) known.delete(`${r.resourceType}/${r.id}`);
  const whole = next === undefined && !interaction.query.has('_cursor');
  return await pageOf(interaction, path, { query: links, ignored: first?.ignored ?? [] }, { matches, included: [...known.values()], ...(next ? { next } : {}) }, whole ? matches.length : undefined);
}

/** Whether resources of the type may stand in a compartment. */
export const isMember = (compartment: string, type: string): type is ResourceType =>
  compartment === 'Patient' ? type === 'AuditEvent' || recordTypes.includes(type as ResourceType) : typesIn(compartment).includes(type as ResourceType);
