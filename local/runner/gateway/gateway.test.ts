import { describe, expect, it } from '@jest/globals';
import { proxyEvent, isBinary, type WireRequest } from './event.ts';
import { matcherOf } from './match.ts';
import { gatewayRefusal } from './refusals.ts';
import { wireAnswer } from './result.ts';

const route = (method: string, path: string) => ({ method, path, resourceId: path, functionArn: `${method} ${path}` });
const match = matcherOf([route('GET', '/fhir/metadata'), route('ANY', '/fhir'), route('ANY', '/fhir/{path+}'), route('GET', '/api/things/{id}'), route('POST', '/api/things'), route('GET', '/api/things/mine')]);

describe('routes', () => {
  it.each([
    ['GET', '/fhir/metadata', 'GET /fhir/metadata', {}],
    ['GET', '/fhir/Patient/a%20b/_history', 'ANY /fhir/{path+}', { path: 'Patient/a%20b/_history' }],
    ['PUT', '/fhir', 'ANY /fhir', {}],
    ['GET', '/api/things/7', 'GET /api/things/{id}', { id: '7' }],
    ['GET', '/api/things/mine', 'GET /api/things/mine', {}],
    ['POST', '/api/things/', 'POST /api/things', {}],
  ])('%s %s goes to %s', (method, path, functionArn, pathParameters) => {
    expect(match(method, path)).toMatchObject({ route: { functionArn }, pathParameters });
  });
  it.each([['DELETE', '/api/things/7'], ['GET', '/api'], ['GET', '/api/things/7/more'], ['GET', '/other']])('%s %s has none', (method, path) => {
    expect(match(method, path)).toBeUndefined();
  });
});

const eventOf = (request: Partial<WireRequest>, binaryMediaTypes: readonly string[] = ['*/*']) => {
  const matched = match('GET', '/api/things/7');
  if (!matched) throw new Error('no route');
  return proxyEvent(
    { method: 'GET', target: '/api/things/7', rawHeaders: [], body: Buffer.alloc(0), sourceIp: '127.0.0.1', ...request },
    { match: matched, stage: 'v1', binaryMediaTypes, requestId: 'r', now: new Date(0) },
  );
};

describe('the event', () => {
  it('takes names that every object has for what they are', () => {
    expect(Object.entries(eventOf({ target: '/api/things/7?constructor=1&__proto__=2' }).multiValueQueryStringParameters ?? {})).toEqual([['constructor', ['1']], ['__proto__', ['2']]]);
  });
  it('keeps repeated headers and parameters, the last in the single-value maps', () => {
    const event = eventOf({ target: '/api/things/7?a=1&a=2&b=%C3%A9+x', rawHeaders: ['X-A', '1', 'X-A', '2'] });
    expect(event.multiValueHeaders).toEqual({ 'X-A': ['1', '2'] });
    expect(event.headers).toEqual({ 'X-A': '2' });
    expect(event.multiValueQueryStringParameters).toEqual({ a: ['1', '2'], b: ['é x'] });
    expect(event.queryStringParameters).toEqual({ a: '2', b: 'é x' });
  });
  it('has null where there is nothing, as API Gateway does', () => {
    expect(eventOf({})).toMatchObject({ body: null, isBase64Encoded: false, queryStringParameters: null, stageVariables: null, resource: '/api/things/{id}', requestContext: { path: '/v1/api/things/7' } });
  });
  it('passes binary media types as base64 and the rest as text', () => {
    const jpeg = { rawHeaders: ['Content-Type', 'image/jpeg'], body: Buffer.from([0xff, 0xd8]) };
    expect(eventOf(jpeg, ['image/*'])).toMatchObject({ body: '/9g=', isBase64Encoded: true });
    expect(eventOf({ body: Buffer.from('{}') }, ['image/*'])).toMatchObject({ body: '{}', isBase64Encoded: false });
  });
  it('knows wildcards of media types', () => {
    expect(isBinary('IMAGE/png; q=1', ['image/*'])).toBe(true);
    expect(isBinary('text/plain', ['image/*'])).toBe(false);
  });
});

describe('the answer', () => {
  it('turns base64 into bytes only where the first type asked for is binary', () => {
    const result = { statusCode: 200, headers: { 'content-type': 'application/pdf' }, body: 'JVBERg==', isBase64Encoded: true };
    expect(wireAnswer(result, 'application/pdf', ['application/pdf'])?.body.toString()).toBe('%PDF');
    expect(wireAnswer(result, 'text/html,application/pdf', ['application/pdf'])?.body.toString()).toBe('JVBERg==');
    expect(wireAnswer(result, 'text/html', ['*/*'])?.body.toString()).toBe('%PDF');
  });
  it('keeps several values of a header, and renames what API Gateway keeps to itself', () => {
    const answer = wireAnswer({ statusCode: 401, headers: { 'WWW-Authenticate': 'Bearer', 'x-a': '0' }, multiValueHeaders: { 'x-a': ['1', '2'] }, body: '' }, undefined, []);
    expect(answer?.headers).toEqual([['x-amzn-remapped-www-authenticate', 'Bearer'], ['x-a', '1'], ['x-a', '2'], ['content-type', 'application/json']]);
  });
  it.each([[undefined], [null], ['text'], [{}], [{ statusCode: 'ok' }], [{ statusCode: 200, body: { not: 'text' } }], [{ statusCode: 200, headers: { a: ['x'] } }]])('finds %j malformed', (result) => {
    expect(wireAnswer(result, undefined, [])).toBeUndefined();
  });
});

describe("the gateway's own refusals", () => {
  it('are made by the template: status, headers and words', () => {
    const answer = gatewayRefusal('REQUEST_TOO_LARGE', [{ ResponseType: 'REQUEST_TOO_LARGE', StatusCode: '413', ResponseParameters: { 'gatewayresponse.header.Content-Type': "'application/problem+json'", 'gatewayresponse.header.X-Correlation-Id': 'context.requestId' }, ResponseTemplates: { 'application/json': '{"id":"$context.requestId"}' } }], 'r1');
    expect(answer.status).toBe(413);
    expect(answer.headers).toEqual([['Content-Type', 'application/problem+json'], ['X-Correlation-Id', 'r1'], ['x-amzn-requestid', 'r1']]);
    expect(answer.body.toString()).toBe('{"id":"r1"}');
  });
  it('are those of API Gateway where the template has none', () => {
    const answer = gatewayRefusal('MISSING_AUTHENTICATION_TOKEN', [], 'r1');
    expect([answer.status, answer.body.toString()]).toEqual([403, '{"message":"Missing Authentication Token"}']);
  });
});
