import { createHash } from 'node:crypto';
import type { TemplateResource } from './model.ts';

export const account = '000000000000';

/** What `Ref` and `Fn::GetAtt` give for a resource once it "exists". Names are derived, so they survive restarts. */
export type Physical = {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** For types that the runner does not act on: whatever attribute is asked, some name that is the resource's own. */
  readonly anyAttribute?: string;
};

export type Place = { readonly stack: string; readonly region: string };

export function physicalOf(logicalId: string, resource: TemplateResource, { stack, region }: Place): Physical {
  const name = `${stack}-${logicalId}`;
  const arn = (service: string, rest: string, where = region) => `arn:aws:${service}:${where}:${account}:${rest}`;
  switch (resource.Type) {
    case 'AWS::DynamoDB::GlobalTable':
    case 'AWS::DynamoDB::Table': {
      const table = arn('dynamodb', `table/${name}`);
      return { ref: name, attributes: { Arn: table, StreamArn: `${table}/stream/current` } };
    }
    case 'AWS::S3::Bucket': {
      const bucket = name.toLowerCase();
      const domain = `${bucket}.s3.${region}.amazonaws.com`;
      return { ref: bucket, attributes: { Arn: `arn:aws:s3:::${bucket}`, RegionalDomainName: domain, DomainName: domain } };
    }
    case 'AWS::KMS::Key': {
      const id = uuidOf(name);
      return { ref: id, attributes: { Arn: arn('kms', `key/${id}`), KeyId: id } };
    }
    case 'AWS::SecretsManager::Secret': {
      const given = resource.Properties?.['Name'];
      const secret = arn('secretsmanager', `secret:${typeof given === 'string' ? given : name}`);
      return { ref: secret, attributes: { Id: secret } };
    }
    case 'AWS::Lambda::Function':
      return { ref: name, attributes: { Arn: arn('lambda', `function:${name}`) } };
    case 'AWS::ApiGateway::RestApi':
      return { ref: logicalId, attributes: { RootResourceId: `${logicalId}/root` } };
    default: {
      const service = resource.Type.split('::')[1]?.toLowerCase() ?? 'unknown';
      return { ref: logicalId, attributes: { Arn: arn(service, name) }, anyAttribute: arn(service, name) };
    }
  }
}

function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
