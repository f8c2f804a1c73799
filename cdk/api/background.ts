import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { FilterCriteria, MetricType, StartingPosition, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, type DynamoEventSourceProps } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Construct } from 'constructs';
import { table } from '../../shared/store/table.ts';
import type { DataStack } from '../data/DataStack.ts';
import type { FunctionCode } from '../functions/code.ts';
import { ProductFunction } from '../functions/ProductFunction.ts';
import type { Sockets } from './sockets.ts';

type Background = { readonly code: FunctionCode; readonly environment: Readonly<Record<string, string>>; readonly data: DataStack; readonly sockets: Sockets | undefined };

/** What runs without a request: delivery of outbox events from the table's stream, what leaves the house, and housekeeping each minute. */
export function addBackground(scope: Construct, background: Background): void {
  addEvents(scope, background);
  addDelivery(scope, background);
  addHousekeeping(scope, background);
}

function addEvents(scope: Construct, { code, environment, data }: Background): void {
  const bundle = code.get('events');
  if (!bundle) return;
  const { function: lambda } = new ProductFunction(scope, 'Events', { name: 'events', code: bundle, environment, data, timeout: Duration.seconds(60) });
  readStream(lambda, data, { startingPosition: StartingPosition.TRIM_HORIZON, batchSize: 50 });
}

/** Current versions, which carry audit and messages: no index entries, no older versions. They are four fifths of the stream. */
const currentOnly = FilterCriteria.filter({ dynamodb: { Keys: { [table.sortKey]: { S: ['#'] } } } });

/** The table's stream to a function; what fails to the end is kept, whole, for 90 days (docs/recovery.md). */
function readStream(lambda: LambdaFunction, data: DataStack, reading: Pick<DynamoEventSourceProps, 'startingPosition' | 'batchSize' | 'parallelizationFactor'>): void {
  // Not CDK's S3OnFailureDestination, which would let the function read and delete there: the right to write is in grants.ts.
  const onFailure = { bind: () => ({ destination: data.deadLetterBucket.bucketArn }) };
  lambda.addEventSource(
    new DynamoEventSource(data.table, { ...reading, filters: [currentOnly], bisectBatchOnError: true, reportBatchItemFailures: true, retryAttempts: 8, maxRecordAge: Duration.hours(23), onFailure, metricsConfig: { metrics: [MetricType.EVENT_COUNT] } }),
  );
}

/** The second and last reader of the stream (DynamoDB advises two): what is slow or outside holds up neither log nor messages. */
function addDelivery(scope: Construct, { code, environment, data, sockets }: Background): void {
  const bundle = code.get('delivery');
  if (!bundle) return;
  const { function: lambda } = new ProductFunction(scope, 'Delivery', { name: 'delivery', code: bundle, environment, data, timeout: Duration.seconds(60) });
  sockets?.letPost(lambda);
  readStream(lambda, data, {
    startingPosition: StartingPosition.LATEST,
    batchSize: 20,
    // In order for each item; a slice of an export holds up a tenth of the others.
    parallelizationFactor: 10,
  });
  new Rule(scope, 'DeliveryEachMinute', {
    description: 'Notifications and documents that are due again, exports that were lost or are over',
    schedule: Schedule.rate(Duration.minutes(1)),
    targets: [new LambdaTarget(lambda, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
  });
}

function addHousekeeping(scope: Construct, { code, environment, data }: Background): void {
  const bundle = code.get('housekeeping');
  if (!bundle) return;
  const { function: lambda } = new ProductFunction(scope, 'Housekeeping', { name: 'housekeeping', code: bundle, environment, data, timeout: Duration.seconds(50) });
  new Rule(scope, 'EachMinute', {
    description: 'Expiry, escalation, no-shows',
    schedule: Schedule.rate(Duration.minutes(1)),
    targets: [new LambdaTarget(lambda, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
  });
}
