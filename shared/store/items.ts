import type { Resource } from '@medplum/fhirtypes';
import { copied } from '../fhir/decimals.ts';
import type { Reference, Stored } from '../fhir/repository.ts';
import { packBody, unpackBody } from './body.ts';
import type { Item } from './connection.ts';
import type { Key } from './keys.ts';

/** A version as it stands in the table: with a body, or a deletion. */
export type Version = { readonly reference: Reference; readonly version: number; readonly lastUpdated: string; readonly resource?: Stored };

/** v: version, t: last updated, r: the resource's reference, n: the commit's mark, b: packed body; x marks a deletion. */
export function versionImage({ reference, version, lastUpdated, resource }: Version, mark: string, body = resource && packBody(resource)): Item {
  return {
    r: { S: reference },
    v: { N: String(version) },
    t: { S: lastUpdated },
    n: { S: mark },
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

/** d: the version belongs to a signed document, and is followed only by a write that is a step of one. */
export const signedMark: Item = { d: { BOOL: true } };
export const isSigned = (item: Item): boolean => item['d']?.BOOL === true;

/** The resource as it will read after the commit; what is undefined is dropped, as JSON does. */
export function stamped(resource: Resource & { readonly id: string }, version: number, lastUpdated: string): Stored {
  return copied({ ...resource, meta: { ...resource.meta, versionId: String(version), lastUpdated } });
}

/**
 * An entry of an index. `n` names the commit that wrote it, so that only its own leftovers are swept. A body (`b`) may
 * be used only once the entry is confirmed (`c`): until then it is a pointer like any other.
 */
export const entryItem = ({ pk, sk }: Key, reference: Reference, mark: string, body?: Uint8Array): Item => ({
  pk: { S: pk }, sk: { S: sk }, r: { S: reference }, n: { S: mark }, ...(body ? { b: { B: body } } : {}),
});
