import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';

/**
 * The origin of files as CloudFront has it (cdk/web/FilesOrigin.ts): GET and HEAD, path and query passed on to S3, nothing
 * else; the template's headers on the way back. Only what is signed is let through: S3 itself would refuse the rest.
 */
export const fileServer = (s3Endpoint: string, headers: Readonly<Record<string, string>>) => async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  request.resume();
  const url = request.url ?? '/';
  if (request.method !== 'GET' && request.method !== 'HEAD') return void response.writeHead(403, headers).end();
  if (!new URL(url, s3Endpoint).searchParams.has('X-Amz-Signature')) return void response.writeHead(403, { ...headers, 'content-type': 'application/xml' }).end();
  await new Promise<void>((resolve) => {
    const onward = ask(s3Endpoint + url, { method: request.method }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...headers });
      answer.on('end', resolve).pipe(response);
    });
    onward.on('error', () => {
      response.writeHead(502, headers).end();
      resolve();
    });
    onward.end();
  });
};
