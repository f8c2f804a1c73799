import type { Resource } from '@medplum/fhirtypes';
import type { AuditFact } from '../../shared/fhir/repository.ts';
import type { Language } from '../_http/problems/index.ts';
import type { ApiAnswer, SignedInRequest } from '../_http/request.ts';
import type { CommandKey } from '../_http/body.ts';
import type { AccessControl } from './access.ts';
import type { FhirDeps } from './deps.ts';

/** One request (or one entry of a Bundle) on its way. `path` is what follows /fhir/. */
export type Interaction = {
  readonly deps: FhirDeps;
  readonly request: SignedInRequest;
  readonly access: AccessControl;
  readonly method: string;
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly language: Language;
  /** Where the client named its write by an Idempotency-Key: committed with it, so that it happens once. */
  readonly command?: CommandKey;
};

export const json = { 'content-type': 'application/fhir+json; charset=utf-8' };

export const answer = (status: number, resource: Resource | undefined, headers: Record<string, string> = {}): ApiAnswer =>
  resource === undefined ? { status, headers } : { status, headers: { ...json, ...headers }, json: resource };

/** ETag and Last-Modified of a version (R4 3.1.0.1.1). */
export function versionHeaders({ meta }: Resource): Record<string, string> {
  return {
    ...(meta?.versionId ? { etag: `W/"${meta.versionId}"` } : {}),
    ...(meta?.lastUpdated ? { 'last-modified': new Date(meta.lastUpdated).toUTCString() } : {}),
  };
}

/** The fact of an access for the audit log. */
export function factOf({ request }: Pick<Interaction, 'request'>, more: Pick<AuditFact, 'action' | 'event' | 'entities'> & Partial<AuditFact>): AuditFact {
  const { subject, name, roles, organization } = request.principal;
  return {
    actor: { subject, name, role: roles[0] ?? 'none', ...(organization ? { organization } : {}) },
    outcome: 'success',
    correlationId: request.correlationId,
    ...more,
  };
}
