import type { AuditEvent } from '@medplum/fhirtypes';
import type { OutboxEvent, Stored } from '../fhir/repository.ts';
import { unpackBody } from './body.ts';

/** An attribute as a stream brings it to a function: binary as base64 text. */
export type StreamAttribute = { readonly S?: string; readonly N?: string; readonly B?: string; readonly BOOL?: boolean };

/** What a new item of the stream means for a consumer. */
export type Arrived =
  | { readonly kind: 'audit'; readonly tenant: string; readonly event: Stored<AuditEvent> }
  | { readonly kind: 'outbox'; readonly tenant: string; readonly event: OutboxEvent }
  | { readonly kind: 'none' };

/** Reads the new image of an INSERT; the only place outside the repository that knows how items look. */
export function arrived(image: Readonly<Record<string, StreamAttribute>>): Arrived {
  const [, tenant = '', rest = ''] = /^([^#]+)#(.*)$/s.exec(image['pk']?.S ?? '') ?? [];
  if (rest.startsWith('AuditEvent/') && image['sk']?.S === '#' && image['b']?.B)
    return { kind: 'audit', tenant, event: unpackBody(Buffer.from(image['b'].B, 'base64')) as Stored<AuditEvent> };
  if (rest.startsWith('outbox#') && image['e']?.S) return { kind: 'outbox', tenant, event: JSON.parse(image['e'].S) as OutboxEvent };
  return { kind: 'none' };
}
