import { buildApp } from './build.ts';
import { bundleFunctions } from './bundle/bundleFunctions.ts';
import { bundledCode } from './functions/code.ts';

/** What `cdk synth` runs: bundles first (cached by content), then the stacks, then the rule checks. */
const bundles = await bundleFunctions();
buildApp(bundledCode(bundles)).synth();
