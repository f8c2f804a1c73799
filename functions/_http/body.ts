import type * as z from 'zod';
import { refusal, type Refusal } from '../../shared/kernel/refusal.ts';
import { ok, refuse, type Result } from '../../shared/kernel/result.ts';
import type { FhirRepository } from '../../shared/fhir/repository.ts';
import { accountKey } from '../../shared/identity/policy.ts';
import { keyOf, type CommandKey } from './commandKey.ts';
import type { ApiRequest, SignedInRequest } from './request.ts';
import type { HttpErrorCode } from './problems/http.ts';
import type { Handled } from './chain.ts';

/** Our own commands are small; files go through POST /fhir/Binary. */
const jsonLimit = 256 * 1024;

/** The body as the contract says, or what is wrong and where (JSON pointer). */
export function parseBody<S extends z.ZodType>(request: ApiRequest, schema: S): Result<z.output<S>, Refusal<HttpErrorCode>> {
  if (request.body.length > jsonLimit) return refuse(refusal('HTTP_BODY_TOO_LARGE', { params: { limit: '256 KB' } }));
  let value: unknown;
  try {
    value = JSON.parse(request.body.toString('utf8'));
  } catch (error) {
    // The parser's message quotes the body, which may hold personal data: only the position is passed on.
    const position = /position (\d+)/.exec(String(error))?.[1] ?? '0';
    return refuse(refusal('HTTP_BODY_NOT_JSON', { params: { reason: `position ${position}` } }));
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  return refuse(invalid('HTTP_BODY_INVALID', parsed.error, request.language));
}

export function parseQuery<S extends z.ZodType>(request: ApiRequest, schema: S): Result<z.output<S>, Refusal<HttpErrorCode>> {
  const parsed = schema.safeParse(Object.fromEntries(request.query));
  if (parsed.success) return ok(parsed.data);
  return refuse(invalid('HTTP_QUERY_INVALID', parsed.error, request.language));
}

function invalid(code: 'HTTP_BODY_INVALID' | 'HTTP_QUERY_INVALID', error: z.ZodError, language: 'vi' | 'en'): Refusal<HttpErrorCode> {
  const issue = error.issues[0];
  const path = (issue?.path ?? []).map(String);
  return refusal(code, {
    at: `/${path.map((p) => p.replace(/~/g, '~0').replace(/\//g, '~1')).join('/')}`,
    params: { field: path.join('.') || '(body)', reason: reasonOf(issue, language) },
  });
}

/** Words for what is wrong, by kind of issue and never quoting the value, which may be personal. */
function reasonOf(issue: z.ZodError['issues'][number] | undefined, language: 'vi' | 'en'): string {
  const vi = language === 'vi';
  switch (issue?.code) { // oxlint-disable-line typescript/switch-exhaustiveness-check -- the rest share one wording
    case 'invalid_type':
      return vi ? 'thiếu hoặc sai kiểu' : 'missing or of the wrong type';
    case 'too_small':
      return vi ? `phải từ ${issue.minimum} trở lên` : `must be at least ${issue.minimum}`;
    case 'too_big':
      return vi ? `phải từ ${issue.maximum} trở xuống` : `must be at most ${issue.maximum}`;
    case 'invalid_format':
      return vi ? 'sai khuôn dạng' : 'wrong format';
    case 'unrecognized_keys':
      return vi ? 'có mục không được biết' : 'has an unknown field';
    default:
      return vi ? 'không hợp lệ' : 'not valid';
  }
}

export { commandOf, type CommandKey } from './commandKey.ts';

/**
 * Runs a command at most once for an Idempotency-Key: the same key and body give the stored answer, another body
 * is refused. The use case commits the key together with its change, so that a crash can't separate them.
 */
export const asCommand = (repository: Pick<FhirRepository, 'repeated'>, request: SignedInRequest, run: (command: CommandKey) => Promise<Handled>): Promise<Handled> =>
  asCommandOf(repository, request, () => Promise.resolve(ok(accountKey(request.principal))), run);

/** The same for a public route: `subjectOf` finds whose command it is, which the body proves. */
export async function asCommandOf(
  repository: Pick<FhirRepository, 'repeated'>,
  request: ApiRequest,
  subjectOf: () => Promise<Result<string, Refusal>>,
  run: (command: CommandKey) => Promise<Handled>,
): Promise<Handled> {
  const subject = await subjectOf();
  if (!subject.ok) return subject;
  const command = keyOf(request, subject.value);
  if (!command) return refuse(refusal('HTTP_IDEMPOTENCY_KEY_MISSING'));
  const before = await repository.repeated(command.subject, command.key, command.bodyHash);
  if (before?.kind === 'key-reused') return refuse(refusal('HTTP_IDEMPOTENCY_KEY_REUSED'));
  if (before) return ok({ status: 200, json: before.answer, headers: { 'idempotent-replayed': 'true' } });
  return await run(command);
}
