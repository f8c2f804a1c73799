/**
 * How the AWS clients wait. Every request has an end (the SDK alone would wait for ever); what is throttled, broken off
 * or too late is asked again by the SDK's standard strategy: waits doubled each time with full jitter, from 25 or 50 ms,
 * after throttling from 1 s, and a budget over all requests of a container, so that a database in trouble is not asked
 * ever more. All tries end before API Gateway's 29 s; then the API answers 503 with Retry-After.
 */
const settings = (maxAttempts: number, requestTimeout: number) => ({ maxAttempts, requestHandler: { connectionTimeout: 1_000, requestTimeout, throwOnRequestTimeout: true } });

/** Milliseconds are for one try. DynamoDB and KMS answer within tens of milliseconds; a file of 4.5 MB takes longer. */
export const clientSettings = { dynamo: settings(5, 2_000), kms: settings(4, 3_000), s3: settings(4, 5_000), queue: settings(4, 5_000), sockets: settings(2, 2_000) };
