import { App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ApiStack } from './api/ApiStack.ts';
import { DataStack } from './data/DataStack.ts';
import type { FunctionCode } from './functions/code.ts';
import { MediaStack } from './media/MediaStack.ts';
import { WebStack } from './web/WebStack.ts';

export type AppOptions = {
  readonly code: FunctionCode;
  /** cdk-nag's AwsSolutions pack; a finding that nobody acknowledged fails the synthesis. */
  readonly checks: boolean;
  readonly context?: Readonly<Record<string, string>>;
};

/**
 * The stacks, in the order they are deployed: data (what must never be lost), api, web, media.
 * Only a region is set: an account would make the synthesis ask AWS, and it must work offline.
 */
export function buildApp({ code, checks, context }: AppOptions): App {
  const app = new App({ ...(context && { context }) });
  const env = { region: String(app.node.tryGetContext('region') ?? 'ap-southeast-1') };
  const data = new DataStack(app, 'LienTuyenData', { env, terminationProtection: true });
  const api = new ApiStack(app, 'LienTuyenApi', { env, data, code });
  new WebStack(app, 'LienTuyenWeb', { env, api, logBucket: data.logBucket });
  new MediaStack(app, 'LienTuyenMedia', { env, logBucket: data.logBucket });
  Tags.of(app).add('product', 'lien-tuyen');
  if (checks) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}
