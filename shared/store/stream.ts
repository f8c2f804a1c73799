import type { AuditEvent } from '@medplum/fhirtypes';
import type { OutboxEvent, Stored } from '../fhir/repository.ts';
import { unpackBody } from './body.ts';
import type { Item } from './connection.ts';
import { versionOf, type Version } from './items.ts';
import { transactionOf } from './pending.ts';
import type { Besides } from './transaction.ts';

/** An attribute as a stream brings it to a function: binary as base64 text. */
export type StreamAttribute = { readonly S?: string; readonly N?: string; readonly B?: string; readonly BOOL?: boolean };
export type StreamImage = Readonly<Record<string, StreamAttribute>>;

/** What a new item of the stream means for consumers: messages to deliver, and an entry of the audit log to be chained. */
export type Arrived = { readonly tenant: string; readonly events: readonly OutboxEvent[]; readonly audit?: Stored<AuditEvent> };

/** Reads a new image; with the follow-ups the only place outside the repository that knows how items look. */
export function arrived(image: StreamImage): Arrived | undefined {
  const come = committed(image);
  if (!come) return undefined;
  const { resource, version } = come.version;
  return { tenant: come.tenant, events: come.events, ...(resource?.resourceType === 'AuditEvent' && version === 1 ? { audit: resource } : {}) };
}

/** A version that has just become the current one, with what happened besides. */
export type Committed = { readonly tenant: string; readonly version: Version; readonly mark: string; readonly bodySize: number; readonly events: readonly OutboxEvent[]; readonly audit?: Besides['audit'] };

/** What an image tells of a commit; undefined for any other item, and for one that is only staged. */
export function committed(image: StreamImage): Committed | undefined {
  const [, tenant = '', rest = ''] = /^([^#]+)#(.*)$/s.exec(image['pk']?.S ?? '') ?? [];
  if (image['sk']?.S !== '#' || !image['v'] || image['r']?.S !== rest) return undefined;
  const item = itemOf(image);
  if (transactionOf(item) !== undefined) return undefined;
  const { a, b, e, n } = item;
  return {
    tenant,
    version: versionOf(item),
    mark: n?.S ?? '',
    bodySize: b?.B?.length ?? 0,
    events: e?.B ? (unpackBody(e.B) as OutboxEvent[]) : [],
    ...(a?.B ? { audit: unpackBody(a.B) as Besides['audit'] } : {}),
  };
}

const itemOf = (image: StreamImage): Item =>
  Object.fromEntries(Object.entries(image).map(([name, value]) => [name, value.B === undefined ? (value as Item[string]) : { B: Buffer.from(value.B, 'base64') }]));
