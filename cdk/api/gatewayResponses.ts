import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { httpProblems, type HttpErrorCode } from '../../functions/_http/problems/http.ts';

/**
 * Lambda takes 6 MB a call, of which API Gateway's envelope and the base64 of binary bodies take a part; that
 * leaves about 4.5 MB for a picture. API Gateway itself takes 10 MB. Both answer with REQUEST_TOO_LARGE.
 */
const limit = { vi: '4,5 MB', en: '4.5 MB' };

const answers: readonly { readonly type: ResponseType; readonly status: number; readonly code: HttpErrorCode }[] = [
  { type: ResponseType.REQUEST_TOO_LARGE, status: 413, code: 'HTTP_BODY_TOO_LARGE' },
  // API Gateway's answer to an address or method that no route has.
  { type: ResponseType.MISSING_AUTHENTICATION_TOKEN, status: 404, code: 'HTTP_NOT_FOUND' },
  { type: ResponseType.RESOURCE_NOT_FOUND, status: 404, code: 'HTTP_NOT_FOUND' },
  { type: ResponseType.THROTTLED, status: 429, code: 'HTTP_TOO_MANY_REQUESTS' },
  { type: ResponseType.QUOTA_EXCEEDED, status: 429, code: 'HTTP_TOO_MANY_REQUESTS' },
  { type: ResponseType.INTEGRATION_FAILURE, status: 502, code: 'HTTP_UNAVAILABLE' },
  { type: ResponseType.INTEGRATION_TIMEOUT, status: 504, code: 'HTTP_UNAVAILABLE' },
  { type: ResponseType.DEFAULT_4XX, status: 400, code: 'HTTP_REQUEST_REFUSED' },
  { type: ResponseType.DEFAULT_5XX, status: 502, code: 'HTTP_UNAVAILABLE' },
];

/**
 * What the gateway refuses by itself reads like every other refusal of the product. Its templates can't look at
 * Accept-Language, so both languages are in the text.
 */
export function addGatewayResponses(api: RestApi): void {
  for (const { type, status, code } of answers) {
    api.addGatewayResponse(`Answer${type.responseType}`, {
      type,
      statusCode: String(status),
      responseHeaders: {
        'Content-Type': "'application/problem+json; charset=utf-8'",
        'Cache-Control': "'no-store'",
        'X-Correlation-Id': 'context.requestId',
      },
      templates: { 'application/json': problemTemplate(code, status) },
    });
  }
}

/** The gateway's own throttle counts by the second; a minute is what a person can wait. */
const fill = (detail: string, size: string) => detail.replace('{limit}', size).replace('{seconds}', '60');

function problemTemplate(code: HttpErrorCode, status: number): string {
  const { vi, en } = httpProblems[code];
  return JSON.stringify({
    type: `urn:lien-tuyen:problem:${code}`,
    title: `${vi.title} / ${en.title}`,
    status,
    detail: `${fill(vi.detail, limit.vi)} / ${fill(en.detail, limit.en)}`,
    code,
    correlationId: '$context.requestId',
    ...(code === 'HTTP_BODY_TOO_LARGE' ? { help: { limit: limit.en } } : {}),
  });
}
