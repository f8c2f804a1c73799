import { CfnOutput } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { AllowedMethods, CachePolicy, Distribution, HttpVersion, OriginRequestCookieBehavior, OriginRequestHeaderBehavior, OriginRequestPolicy, OriginRequestQueryStringBehavior, SecurityPolicyProtocol, ViewerProtocolPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { fileHeaders } from './securityHeaders.ts';

export type FilesOriginProps = { readonly blobBucket: IBucket; readonly logBucket: IBucket };

/**
 * Files on a host of their own (docs/adr/0097). It has no right to the bucket: it passes on path and query, in which the
 * signature of a link stands, and S3 refuses whatever is not signed, or too late.
 */
export class FilesOrigin extends Construct {
  constructor(scope: Construct, id: string, { blobBucket, logBucket }: FilesOriginProps) {
    super(scope, id);
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'Liên Tuyến: files',
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultBehavior: {
        // Not an origin with access control, which would sign anew in place of the link's own signature.
        origin: new HttpOrigin(blobBucket.bucketRegionalDomainName),
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        originRequestPolicy: new OriginRequestPolicy(this, 'SignatureOnly', { queryStringBehavior: OriginRequestQueryStringBehavior.all(), headerBehavior: OriginRequestHeaderBehavior.none(), cookieBehavior: OriginRequestCookieBehavior.none() }),
        responseHeadersPolicy: fileHeaders(this),
      },
      enableLogging: true,
      logBucket,
      logFilePrefix: 'files/',
      ...this.#ownDomain(),
    });
    acknowledge(distribution, {
      'AwsSolutions-CFR1': 'Access is by a signed link, not by country.',
      'AwsSolutions-CFR2': 'S3 refuses what is not signed; there is nothing else behind.',
      'AwsSolutions-CFR4': 'With an own domain (context filesDomainName and certificateArn) TLS 1.2 is the minimum; CloudFront\'s own name can\'t be set.',
    });
    new CfnOutput(scope, 'FilesAddress', { value: `https://${distribution.distributionDomainName}`, description: 'FilesUrl of the API, or where its domain points to' });
  }

  #ownDomain() {
    const domainName = this.node.tryGetContext('filesDomainName') as string | undefined;
    const certificateArn = this.node.tryGetContext('certificateArn') as string | undefined;
    if (!domainName || !certificateArn) return {};
    return { minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021, domainNames: [domainName], certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn) };
  }
}
