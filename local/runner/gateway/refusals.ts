import type { GatewayAnswer } from '../template/plan.ts';
import type { WireAnswer } from './result.ts';

/** Why API Gateway answers without, or instead of, the function; with the status it has if the template sets none. */
export type RefusalType = keyof typeof defaults;

const defaults = {
  MISSING_AUTHENTICATION_TOKEN: { status: 403, message: 'Missing Authentication Token', fallback: 'DEFAULT_4XX' },
  REQUEST_TOO_LARGE: { status: 413, message: 'Request Too Long', fallback: 'DEFAULT_4XX' },
  INTEGRATION_TIMEOUT: { status: 504, message: 'Endpoint request timed out', fallback: 'DEFAULT_5XX' },
  DEFAULT_5XX: { status: 502, message: 'Internal server error', fallback: 'DEFAULT_5XX' },
} as const;

/** The gateway's own answer, by the GatewayResponses of the template. */
export function gatewayRefusal(type: RefusalType, answers: readonly GatewayAnswer[], requestId: string): WireAnswer {
  const { status, message, fallback } = defaults[type];
  const answer = answers.find((a) => a.ResponseType === type) ?? answers.find((a) => a.ResponseType === fallback);
  const context: Readonly<Record<string, string>> = { 'context.requestId': requestId, 'context.error.message': message, 'context.error.messageString': JSON.stringify(message), 'context.error.responseType': type };
  const template = answer?.ResponseTemplates['application/json'] ?? '{"message":$context.error.messageString}';
  const body = template.replace(/\$(context\.[\w.]+)/g, (whole, name: string) => context[name] ?? whole);
  const prefix = 'gatewayresponse.header.';
  const headers = Object.entries(answer?.ResponseParameters ?? {})
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]): [string, string] => [name.slice(prefix.length), /^'(.*)'$/.exec(value)?.[1] ?? context[value] ?? value]);
  if (!headers.some(([name]) => name.toLowerCase() === 'content-type')) headers.push(['content-type', 'application/json']);
  return { status: Number(answer?.StatusCode ?? status), headers: [...headers, ['x-amzn-requestid', requestId]], body: Buffer.from(body) };
}
