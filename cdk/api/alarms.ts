import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { FilterPattern, MetricFilter, type IFilterPattern } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { ProductFunction } from '../functions/ProductFunction.ts';

const namespace = 'LienTuyen';
const period = Duration.minutes(5);

/** Lines of the functions' logs that somebody has to look at, and how many within five minutes. */
const watched: readonly { readonly id: string; readonly pattern: IFilterPattern; readonly from: number; readonly description: string }[] = [
  { id: 'AuditDamaged', pattern: FilterPattern.stringValue('$.event', '=', 'audit-log-damaged'), from: 1, description: 'The audit log does not verify: npm run audit:verify says where' },
  { id: 'DoorsTried', pattern: FilterPattern.booleanValue('$.suspicious', true), from: 1, description: 'One address or person tries codes, invitations, tokens or numbers in mass and is being refused' },
  // Wrong codes from so many addresses that none of them is stopped: people mistype a few in five minutes.
  { id: 'CodesGuessed', pattern: FilterPattern.any(FilterPattern.stringValue('$.code', '=', 'IDENTITY_CODE_WRONG'), FilterPattern.stringValue('$.code', '=', 'IDENTITY_CODE_ATTEMPTS')), from: 50, description: 'One-time codes of patients are guessed from many addresses; each number stands twenty-five tries an hour' },
  { id: 'Faults', pattern: FilterPattern.stringValue('$.level', '=', 'error'), from: 5, description: 'Functions fail: look for level error in their logs' },
];

/** Alarms over everything that the stack holds by now; who subscribes to the topic is told (docs/deploy.md). */
export function addAlarms(stack: Stack, masterKey: IKey): void {
  const topic = new Topic(stack, 'Alarms', { displayName: 'Lien Tuyen', masterKey, enforceSSL: true });
  // CloudWatch must be able to write to an encrypted topic.
  masterKey.grantEncryptDecrypt(new ServicePrincipal('cloudwatch.amazonaws.com'));
  const raise = (id: string, metric: IMetric, threshold: number, alarmDescription: string) =>
    new Alarm(stack, id, { metric, threshold, alarmDescription, evaluationPeriods: 1, comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD, treatMissingData: TreatMissingData.NOT_BREACHING }).addAlarmAction(new SnsAction(topic));
  const parts = stack.node.findAll();
  for (const { id, pattern, from, description } of watched) {
    for (const { node, logGroup } of parts.filter((part) => part instanceof ProductFunction))
      new MetricFilter(logGroup, `${id}Filter`, { logGroup, metricNamespace: namespace, metricName: id, filterPattern: pattern, metricValue: '1', filterName: `${node.id}-${id}` });
    raise(id, new Metric({ namespace, metricName: id, statistic: 'Sum', period }), from, description);
  }
  for (const mapping of parts.filter((part) => part instanceof EventSourceMapping)) {
    const dimensionsMap = { EventSourceMappingUUID: mapping.eventSourceMappingId };
    const of = mapping.node.scope?.node.scope?.node.id ?? '';
    raise(`${of}GaveUp`, new Metric({ namespace: 'AWS/Lambda', metricName: 'OnFailureDestinationDeliveredEventCount', dimensionsMap, statistic: 'Sum', period }), 1, 'Something could not be delivered to the end and waits to be looked at: npm run replay');
    raise(`${of}Lost`, new Metric({ namespace: 'AWS/Lambda', metricName: 'DroppedEventCount', dimensionsMap, statistic: 'Sum', period }), 1, 'Something could not be delivered to the end, and may not have been kept either');
  }
  new CfnOutput(stack, 'AlarmTopic', { value: topic.topicArn, description: 'Subscribe who is on call' });
}
