import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode as EdgeCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginRequestPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
  type BehaviorOptions,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, RestApiOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { ApiStack } from '../api/ApiStack.ts';
import { FilesOrigin } from './FilesOrigin.ts';
import { protect } from './firewall.ts';
import { securityHeaders } from './securityHeaders.ts';
import { singlePageFallback } from './singlePageFallback.ts';

export type WebStackProps = StackProps & { readonly api: ApiStack; readonly logBucket: IBucket; readonly blobBucket: IBucket };

/** One origin for people: the client from a bucket, /api and /fhir from the REST API (docs/adr, single origin). */
export class WebStack extends Stack {
  constructor(scope: Construct, id: string, { api, logBucket, blobBucket, ...props }: WebStackProps) {
    super(scope, id, props);
    const bucket = this.#bucket(logBucket);
    const distribution = this.#distribution(bucket, api, logBucket);
    protect(this, api.api);
    new FilesOrigin(this, 'Files', { blobBucket, logBucket });
    new CfnOutput(this, 'WebUrl', { value: `https://${distribution.distributionDomainName}` });
    new CfnOutput(this, 'WebBucket', { value: bucket.bucketName, description: 'The client goes here: docs/deploy.md' });
    new CfnOutput(this, 'DistributionId', { value: distribution.distributionId });
  }

  #bucket(logBucket: IBucket): Bucket {
    return new Bucket(this, 'Web', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      serverAccessLogsBucket: logBucket,
      serverAccessLogsPrefix: 'web/',
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  #distribution(bucket: Bucket, api: ApiStack, logBucket: IBucket): Distribution {
    const responseHeadersPolicy = securityHeaders(this, api.parameters);
    const toApi: BehaviorOptions = {
      origin: new RestApiOrigin(api.api),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      responseHeadersPolicy,
    };
    // The stage is named as the path, so the request goes on as it came.
    const toSockets = api.sockets && { [api.sockets.path]: { ...toApi, origin: new HttpOrigin(api.sockets.host) } };
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'Liên Tuyến',
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(bucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        compress: true,
        responseHeadersPolicy,
        functionAssociations: [{ eventType: FunctionEventType.VIEWER_REQUEST, function: this.#fallback() }],
      },
      additionalBehaviors: { '/api/*': toApi, '/fhir/*': toApi, '/fhir': toApi, ...toSockets },
      enableLogging: true,
      logBucket,
      logFilePrefix: 'distribution/',
      ...this.#ownDomain(),
    });
    acknowledge(distribution, {
      'AwsSolutions-CFR1': 'Vietnamese residents abroad and foreign specialists may use it; access is by sign-in, not by country.',
      'AwsSolutions-CFR2': 'The firewall is in front of the API; the rest are static files.',
      'AwsSolutions-CFR4': 'With an own domain (context domainName and certificateArn) TLS 1.2 is the minimum; CloudFront\'s own name can\'t be set.',
    });
    return distribution;
  }

  #fallback(): EdgeFunction {
    return new EdgeFunction(this, 'SinglePage', { runtime: FunctionRuntime.JS_2_0, code: EdgeCode.fromInline(singlePageFallback) });
  }

  #ownDomain() {
    const domainName = this.node.tryGetContext('domainName') as string | undefined;
    const certificateArn = this.node.tryGetContext('certificateArn') as string | undefined;
    if (!domainName || !certificateArn) return {};
    return { minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021, domainNames: [domainName], certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn) };
  }
}
