/** AWS's JSON protocol in one function: the runner's few calls need no SDK, which takes 100 ms to load. */
export class AwsFault extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

export type AwsCall = (target: string, body: object) => Promise<unknown>;

/** Calls one endpoint. `target` as in x-amz-target: "DynamoDB_20120810.ListTables". */
export function awsJson(endpoint: string): AwsCall {
  return async (target, body) => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': target,
        'x-amz-date': '20260101T000000Z',
        // Emulators want a signature to be there; none of them checks it.
        authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    if (response.ok) return answer;
    const { __type = 'Unknown', message = '' } = answer as { __type?: string; message?: string };
    throw new AwsFault(__type.split('#').at(-1) ?? __type, message);
  };
}
