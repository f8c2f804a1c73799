import type { Resource } from '@medplum/fhirtypes';
import type { Reference, Stored } from '../fhir/repository.ts';
import { packBody, unpackBody } from './body.ts';
import type { Item } from './connection.ts';
import type { Key } from './keys.ts';

/** A version as it stands in the table: with a body, or a deletion. */
export type Version = { readonly reference: Reference; readonly version: number; readonly lastUpdated: string; readonly resource?: Stored };

/** v: version, t: last updated, r: the resource's reference, b: packed body; x marks a deletion. */
export function versionItem({ pk, sk }: Key, { reference, version, lastUpdated, resource }: Version, body = resource && packBody(resource)): Item {
  return {
    pk: { S: pk },
    sk: { S: sk },
    r: { S: reference },
    v: { N: String(version) },
    t: { S: lastUpdated },
    ...(body ? { b: { B: body } } : { x: { BOOL: true } }),
  };
}

export function versionOf(item: Item): Version {
  const body = item['b']?.B;
  return {
    reference: (item['r']?.S ?? '') as Reference,
    version: Number(item['v']?.N ?? 0),
    lastUpdated: item['t']?.S ?? '',
    ...(body ? { resource: unpackBody(body) as Stored } : {}),
  };
}

/** The resource as it will read after the commit; what is undefined is dropped, as JSON does. */
export function stamped(resource: Resource & { readonly id: string }, version: number, lastUpdated: string): Stored {
  return JSON.parse(JSON.stringify({ ...resource, meta: { ...resource.meta, versionId: String(version), lastUpdated } })) as Stored;
}

/** A pointer of an index: `n` names the commit that wrote it, so that only its own leftovers are swept. */
export const pointerItem = ({ pk, sk }: Key, reference: Reference, nonce: string): Item => ({ pk: { S: pk }, sk: { S: sk }, r: { S: reference }, n: { S: nonce } });
