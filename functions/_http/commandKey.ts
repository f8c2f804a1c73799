import { createHash } from 'node:crypto';
import { accountKey } from '../../shared/identity/policy.ts';
import type { ApiRequest, SignedInRequest } from './request.ts';

/** What a command needs in order to be repeatable: see Idempotency in shared/fhir/repository.ts. */
export type CommandKey = { readonly key: string; readonly subject: string; readonly bodyHash: string };

/** The command that a request is; undefined where it has no usable key. */
export const commandOf = (request: SignedInRequest): CommandKey | undefined => keyOf(request, accountKey(request.principal));

/** The hash covers method, path and body. */
export function keyOf(request: ApiRequest, subject: string): CommandKey | undefined {
  const key = request.headers['idempotency-key'] ?? '';
  if (!/^[\x21-\x7e]{8,100}$/.test(key)) return undefined;
  const bodyHash = createHash('sha256').update(`${request.method} ${request.path}\n`).update(request.body).digest('base64url');
  return { key, subject, bodyHash };
}
