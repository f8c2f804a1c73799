import { App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ApiStack } from './api/ApiStack.ts';
import { DataStack } from './data/DataStack.ts';
import type { FunctionCode } from './functions/code.ts';
import { MediaStack } from './media/MediaStack.ts';
import { WebStack } from './web/WebStack.ts';

/**
 * The stacks, in the order they are deployed: data (what must never be lost), api, web, media.
 * Only a region is set: an account would make the synthesis ask AWS, and it must work offline.
 * A finding of cdk-nag's AwsSolutions pack that nobody acknowledged fails the synthesis.
 */
export function buildApp(code: FunctionCode): App {
  const app = new App();
  const env = { region: String(app.node.tryGetContext('region') ?? 'ap-southeast-1') };
  const data = new DataStack(app, 'LienTuyenData', { env, terminationProtection: true });
  const api = new ApiStack(app, 'LienTuyenApi', { env, data, code });
  new WebStack(app, 'LienTuyenWeb', { env, api, logBucket: data.logBucket, blobBucket: data.blobBucket });
  new MediaStack(app, 'LienTuyenMedia', { env, data });
  Tags.of(app).add('product', 'lien-tuyen');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}
