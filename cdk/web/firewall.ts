import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';

const visible = (metricName: string) => ({ cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false, metricName });

/**
 * Known bad inputs and a rate limit by address before the API. No sampling: requests carry personal data. The limit
 * is generous because a whole hospital may come from one address.
 */
export function protect(scope: Construct, api: RestApi): void {
  const acl = new CfnWebACL(scope, 'Firewall', {
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    visibilityConfig: visible('firewall'),
    rules: [
      {
        name: 'known-bad-inputs',
        priority: 1,
        overrideAction: { none: {} },
        statement: { managedRuleGroupStatement: { vendorName: 'AWS', name: 'AWSManagedRulesKnownBadInputsRuleSet' } },
        visibilityConfig: visible('known-bad-inputs'),
      },
      {
        name: 'rate',
        priority: 2,
        action: { block: { customResponse: { responseCode: 429 } } },
        statement: {
          rateBasedStatement: {
            limit: 6000,
            evaluationWindowSec: 60,
            aggregateKeyType: 'FORWARDED_IP',
            forwardedIpConfig: { headerName: 'X-Forwarded-For', fallbackBehavior: 'MATCH' },
          },
        },
        visibilityConfig: visible('rate'),
      },
    ],
  });
  new CfnWebACLAssociation(scope, 'FirewallOfApi', { webAclArn: acl.attrArn, resourceArn: api.deploymentStage.stageArn });
}
