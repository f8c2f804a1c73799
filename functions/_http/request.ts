import type { Principal } from '../../shared/identity/policy.ts';
import type { Language } from './problems/index.ts';

/** A request after the chain: authenticated where the route wants it, body still as it came. */
export type ApiRequest = {
  readonly correlationId: string;
  readonly language: Language;
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly sourceIp: string;
  /** Milliseconds until the platform ends the function, answered or not. */
  readonly timeLeft: () => number;
};

export type SignedInRequest = ApiRequest & { readonly principal: Principal };

/** `json` goes out as JSON, indented when asked for; `bytes` as they are, base64 on the way through API Gateway. */
export type ApiAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
} & ({ readonly json?: unknown; readonly indent?: number; readonly bytes?: never } | { readonly bytes: Uint8Array; readonly json?: never });
