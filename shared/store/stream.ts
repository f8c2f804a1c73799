import type { AuditEvent } from '@medplum/fhirtypes';
import type { OutboxEvent, Stored } from '../fhir/repository.ts';
import type { Item } from './connection.ts';
import { versionOf, type Version } from './items.ts';

/** An attribute as a stream brings it to a function: binary as base64 text. */
export type StreamAttribute = { readonly S?: string; readonly N?: string; readonly B?: string; readonly BOOL?: boolean };
export type StreamImage = Readonly<Record<string, StreamAttribute>>;

/** What a new item of the stream means for a consumer. */
export type Arrived =
  | { readonly kind: 'audit'; readonly tenant: string; readonly event: Stored<AuditEvent> }
  | { readonly kind: 'outbox'; readonly tenant: string; readonly event: OutboxEvent }
  | { readonly kind: 'none' };

/** Reads the new image of an item; with the follow-ups the only place outside the repository that knows how items look. */
export function arrived(image: StreamImage): Arrived {
  const { tenant, rest } = placeOf(image);
  if (rest.startsWith('outbox#') && image['e']?.S) return { kind: 'outbox', tenant, event: JSON.parse(image['e'].S) as OutboxEvent };
  const resource = committed(image)?.version.resource;
  return resource?.resourceType === 'AuditEvent' ? { kind: 'audit', tenant, event: resource } : { kind: 'none' };
}

/** The version of a resource that has just become the current one, if the item is one. */
export function committed(image: StreamImage): { readonly tenant: string; readonly version: Version } | undefined {
  const { tenant, rest } = placeOf(image);
  if (image['sk']?.S !== '#' || !image['v'] || image['r']?.S !== rest) return undefined;
  return { tenant, version: versionOf(itemOf(image)) };
}

function placeOf(image: StreamImage): { readonly tenant: string; readonly rest: string } {
  const [, tenant = '', rest = ''] = /^([^#]+)#(.*)$/s.exec(image['pk']?.S ?? '') ?? [];
  return { tenant, rest };
}

const itemOf = (image: StreamImage): Item =>
  Object.fromEntries(Object.entries(image).map(([name, value]) => [name, value.B === undefined ? (value as Item[string]) : { B: Buffer.from(value.B, 'base64') }]));
