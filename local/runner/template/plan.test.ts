import { describe, expect, it } from '@jest/globals';
import type { Json, SynthesisedStack } from './model.ts';
import { planOf } from './plan.ts';
import { resolverOf } from './resolve.ts';

const stackOf = (template: SynthesisedStack['template'], assets: readonly [string, string][] = [], name = 'S'): SynthesisedStack => ({ name, region: 'ap-southeast-1', template, assets: new Map(assets) });

const resolve = (value: Json, parameters: Readonly<Record<string, string>> = {}) =>
  resolverOf({
    stack: stackOf({
      Parameters: { Base: { Type: 'String' }, Mode: { Type: 'String', Default: 'json' } },
      Resources: { Key: { Type: 'AWS::KMS::Key' }, Table: { Type: 'AWS::DynamoDB::GlobalTable' } },
    }),
    parameters: { Base: 'https://a.example/x', ...parameters },
    importValue: (name) => `imported ${name}`,
    secret: (name) => JSON.stringify({ of: name }),
  })(value);

describe('intrinsic functions', () => {
  it.each<[string, Json, Json]>([
    ['Ref to a parameter', { Ref: 'Base' }, 'https://a.example/x'],
    ['Ref to a default', { Ref: 'Mode' }, 'json'],
    ['a pseudo parameter', { Ref: 'AWS::Region' }, 'ap-southeast-1'],
    ['Ref to a resource', { Ref: 'Table' }, 'S-Table'],
    ['GetAtt', { 'Fn::GetAtt': ['Table', 'Arn'] }, 'arn:aws:dynamodb:ap-southeast-1:000000000000:table/S-Table'],
    ['Join, nested', { 'Fn::Join': ['', ['a', { Ref: 'Mode' }, 1]] }, 'ajson1'],
    ['Split and Select', { 'Fn::Select': [1, { 'Fn::Split': ['//', { Ref: 'Base' }] }] }, 'a.example/x'],
    ['Sub', { 'Fn::Sub': '${Mode}:${AWS::AccountId}:${!Kept}' }, 'json:000000000000:${Kept}'],
    ['Sub with own names', { 'Fn::Sub': ['${own}-${Table.Arn}', { own: { Ref: 'Mode' } }] }, 'json-arn:aws:dynamodb:ap-southeast-1:000000000000:table/S-Table'],
    ['ImportValue', { 'Fn::ImportValue': 'Other:Thing' }, 'imported Other:Thing'],
    ['a dynamic reference', { 'Fn::Join': ['', ['{{resolve:secretsmanager:', 'arn:aws:secretsmanager:r:0:secret:a/b', ':SecretString:::}}']] }, '{"of":"a/b"}'],
    ['a key of a secret', '{{resolve:secretsmanager:a/b:SecretString:of::}}', 'a/b'],
    ['an object that only looks like one', { Ref: 'Mode', other: 1 }, { Ref: 'Mode', other: 1 }],
  ])('resolves %s', (_, value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });

  it('names what it cannot resolve', () => {
    expect(() => resolve({ Ref: 'Nobody' })).toThrow('no Nobody in S');
    expect(() => resolve({ 'Fn::Cidr': [] })).toThrow('Fn::Cidr');
    expect(() => resolve({ 'Fn::GetAtt': ['Key', 'Nothing'] })).toThrow('Nothing of Key');
  });
});

describe('the plan', () => {
  const api = (more: SynthesisedStack['template']['Resources'] = {}): SynthesisedStack =>
    stackOf(
      {
        Resources: {
          Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { BinaryMediaTypes: ['image/*'] } },
          Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { StageName: 'v1' } },
          Fn: { Type: 'AWS::Lambda::Function', Properties: { Code: { S3Key: 'h.zip' }, Handler: 'index.handler', Runtime: 'nodejs24.x', Timeout: 29, MemorySize: 512, Environment: { Variables: { T: { 'Fn::ImportValue': 'Data:T' } } } } },
          A: { Type: 'AWS::ApiGateway::Resource', Properties: { ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: 'things' } },
          B: { Type: 'AWS::ApiGateway::Resource', Properties: { ParentId: { Ref: 'A' }, PathPart: '{id}' } },
          Get: { Type: 'AWS::ApiGateway::Method', Properties: { HttpMethod: 'GET', ResourceId: { Ref: 'B' }, Integration: { Type: 'AWS_PROXY', Uri: { 'Fn::Join': ['', ['arn:aws:apigateway:r:lambda:path/2015-03-31/functions/', { 'Fn::GetAtt': ['Fn', 'Arn'] }, '/invocations']] } } } },
          ...more,
        },
      },
      [['h.zip', '/assets/h']],
      'Api',
    );
  const data = stackOf(
    {
      Resources: { T: { Type: 'AWS::DynamoDB::GlobalTable', Properties: { KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }], AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }] } }, K: { Type: 'AWS::KMS::Key', Properties: { KeyUsage: 'SIGN_VERIFY' } }, Other: { Type: 'AWS::KMS::Key' } },
      Outputs: { O: { Value: { Ref: 'T' }, Export: { Name: 'Data:T' } } },
    },
    [],
    'Data',
  );

  it('mounts each method on the function that its integration names, across stacks', () => {
    const plan = planOf({ stacks: [api(), data], parameters: {}, secrets: {} });
    expect(plan.routes).toEqual([{ path: '/things/{id}', resourceId: 'B', method: 'GET', functionArn: plan.functions[0]?.arn }]);
    expect(plan.functions[0]).toMatchObject({ folder: '/assets/h', timeoutMs: 29_000, environment: { T: 'Data-T' } });
    expect(plan.tables.map((t) => t.name)).toEqual(['Data-T']);
    expect(plan.signingKeys).toHaveLength(1);
  });

  it('leaves out functions in other languages, which only run while deploying', () => {
    const python = { Type: 'AWS::Lambda::Function', Properties: { Code: { S3Key: 'p.zip' }, Handler: 'i.h', Runtime: 'python3.13' } };
    expect(planOf({ stacks: [api({ Python: python }), data], parameters: {}, secrets: {} }).functions).toHaveLength(1);
  });

  it('finds the function of each route of a WebSocket API, and none where there is no such API', () => {
    const uri = { 'Fn::Join': ['', ['arn:aws:apigateway:r:lambda:path/2015-03-31/functions/', { 'Fn::GetAtt': ['Fn', 'Arn'] }, '/invocations']] };
    const sockets = {
      Sockets: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET' } },
      SocketStage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { StageName: 'socket' } },
      Opening: { Type: 'AWS::ApiGatewayV2::Integration', Properties: { IntegrationUri: uri } },
      Connect: { Type: 'AWS::ApiGatewayV2::Route', Properties: { RouteKey: '$connect', Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Opening' }]] } } },
    };
    const plan = planOf({ stacks: [api(sockets), data], parameters: {}, secrets: {} });
    expect(plan.sockets).toEqual({ apiId: 'Sockets', stage: 'socket', functionArns: new Map([['$connect', plan.functions[0]?.arn]]) });
    expect(planOf({ stacks: [api(), data], parameters: {}, secrets: {} }).sockets).toBeUndefined();
  });

  it('fails on a function whose code was not synthesised', () => {
    expect(() => planOf({ stacks: [stackOf({ ...api().template }, [], 'Api'), data], parameters: {}, secrets: {} })).toThrow('no asset h.zip');
  });
});
