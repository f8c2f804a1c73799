import { Code } from 'aws-cdk-lib/aws-lambda';
import type { BundledFunction } from '../bundle/bundleFunctions.ts';

/** Where the code of each function comes from; functions that are not in it are not deployed. */
export type FunctionCode = ReadonlyMap<string, Code>;

export function bundledCode(bundles: readonly BundledFunction[]): FunctionCode {
  return new Map(bundles.map(({ name, folder }) => [name, Code.fromAsset(folder)]));
}
