import type { ResourceType } from '@medplum/fhirtypes';
import { idPattern } from '../../shared/fhir/references.ts';
import type { Reference } from '../../shared/fhir/repository.ts';
import { otherCompartments } from '../../shared/fhir/search/compartments.ts';
import { isResourceType } from '../../shared/fhir/search/definitions.ts';
import { refusal } from '../../shared/kernel/refusal.ts';
import { refuse } from '../../shared/kernel/result.ts';
import type { Handled } from '../_http/chain.ts';
import { createBinary, readBinary } from './binary.ts';
import type { Interaction } from './context.ts';
import { historyOf, historyOfType } from './history.ts';
import { isOperation, runOperation } from './operations/index.ts';
import { readResource, readVersion } from './read.ts';
import { searchType } from './search.ts';
import { isMember, searchCompartment, searchSystem } from './searchTypes.ts';
import { createResource, deleteByCondition, deleteResource, updateByCondition, updateResource } from './write.ts';

const notAllowed = ({ method }: Interaction): Handled => refuse(refusal('HTTP_METHOD_NOT_ALLOWED', { params: { method } }));

/** Which interaction of R4 3.1.0 a method and a path are. */
export async function route(interaction: Interaction): Promise<Handled> {
  const { path, method } = interaction;
  const [type = '', id, third, fourth] = path;
  if (path.length === 0) return await onSystem(interaction);
  if (isOperation(path)) return await runOperation(interaction);
  if (!isResourceType(type)) return refuse(refusal('FHIR_TYPE_UNKNOWN'));
  const resourceType = type as ResourceType;
  if (path.length === 1) return await onType(interaction, resourceType);
  if (id === '_history' && path.length === 2) return method === 'GET' ? await historyOfType(interaction, resourceType) : notAllowed(interaction);
  if (id === '_search' && path.length === 2) return method === 'POST' ? await searchType(interaction, resourceType) : notAllowed(interaction);
  // What no id can be is found nowhere; written, it is the address that is wrong.
  if (id === undefined || (!idPattern.test(id) && !(method === 'PUT' && path.length === 2))) return refuse(refusal('HTTP_NOT_FOUND'));
  if (path.length === 2) return await onInstance(interaction, resourceType, id);
  if ((type === 'Patient' || otherCompartments.includes(type)) && third !== '_history') return await onCompartment(interaction, `${resourceType}/${id}`);
  if (method !== 'GET') return notAllowed(interaction);
  if (third === '_history' && path.length === 3) return await historyOf(interaction, `${resourceType}/${id}`);
  if (third === '_history' && path.length === 4) return await readVersion(interaction, `${resourceType}/${id}`, fourth ?? '');
  return refuse(refusal('HTTP_NOT_FOUND'));
}

async function onSystem(interaction: Interaction): Promise<Handled> {
  if (interaction.method === 'POST') return await (await import('./bundle.ts')).handleBundle(interaction, route);
  return interaction.method === 'GET' ? await searchSystem(interaction) : notAllowed(interaction);
}

/** A compartment (R4 3.1.0.8.1), above all the record of a patient: one type of it, or all. */
async function onCompartment(interaction: Interaction, of: Reference): Promise<Handled> {
  const [named = '', , type = '', search] = interaction.path;
  const posted = search === '_search' && interaction.path.length === 4;
  if ((!posted && interaction.path.length !== 3) || (type !== '*' && !isMember(named, type))) return refuse(refusal('HTTP_NOT_FOUND'));
  if (interaction.method !== (posted ? 'POST' : 'GET') || (posted && type === '*')) return notAllowed(interaction);
  return type === '*' ? await searchCompartment(interaction, of) : await searchType(interaction, type, of);
}

async function onType(interaction: Interaction, type: ResourceType): Promise<Handled> {
  switch (interaction.method) {
    case 'GET':
      return await searchType(interaction, type);
    case 'POST':
      return await (type === 'Binary' ? createBinary(interaction) : createResource(interaction, type));
    case 'PUT':
      return await updateByCondition(interaction, type);
    case 'PATCH':
      return type === 'Binary' ? notAllowed(interaction) : await (await import('./patch.ts')).patchByCondition(interaction, type);
    case 'DELETE':
      return await deleteByCondition(interaction, type);
    default:
      return notAllowed(interaction);
  }
}

async function onInstance(interaction: Interaction, type: ResourceType, id: string): Promise<Handled> {
  const reference = `${type}/${id}` as const;
  switch (interaction.method) {
    case 'GET':
      return await (type === 'Binary' ? readBinary(interaction, id) : readResource(interaction, reference));
    case 'PUT':
      return await updateResource(interaction, type, id);
    case 'PATCH':
      return type === 'Binary' ? notAllowed(interaction) : await (await import('./patch.ts')).patchResource(interaction, reference);
    case 'DELETE':
      return await deleteResource(interaction, reference);
    default:
      return notAllowed(interaction);
  }
}
