import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProduct, type Product } from '../../local/product/startProduct.ts';
import { deployedTarget, needAnswer } from './deployedTarget.ts';
import type { Target } from './target.ts';

declare global {
  /** The product that this run started, for the teardown. */
  var lienTuyenProduct: Product | undefined;
}

/**
 * Jest's global set-up of the projects that test the running product: starts it fresh from the template (TARGET
 * unset or `embedded`), or takes the deployed one that the stacks' outputs and the environment name (`localstack`, `aws`).
 */
export default async function startTarget(): Promise<void> {
  const kind = process.env['TARGET'] ?? 'embedded';
  if (process.env['LIEN_TUYEN_TARGET']) return;
  if (kind !== 'embedded' && kind !== 'localstack' && kind !== 'aws') throw new Error(`TARGET is embedded, localstack or aws, not ${kind}`);
  const target = kind === 'embedded' ? await startEmbedded() : deployedTarget(kind, process.env);
  if (kind !== 'embedded') await needAnswer(target);
  process.env['LIEN_TUYEN_TARGET'] = JSON.stringify(target);
}

async function startEmbedded(): Promise<Target> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lien-tuyen-test-'));
  // Below the system's own range of passing ports, so that nothing takes it while the product is built, and below the
  // media ports of the suites (24_400 and up).
  const port = 20_000 + (process.pid % 4_000);
  // The suites ask more in a minute than people do; test/integration/limits.test.ts tests the limits as deployed.
  process.env['RATE_LIMIT_SCALE'] ??= '1000';
  const product = await startProduct({ port, dataDir, log: (line) => process.stderr.write(`${line}\n`) });
  globalThis.lienTuyenProduct = product;
  const { baseUrl, filesUrl, smsUrl, insurerUrl, partnerUrl, timeStampUrl, prescriptionUrl } = product;
  return { kind: 'embedded', baseUrl, filesUrl, smsUrl, insurerUrl, partnerUrl, timeStampUrl, prescriptionUrl, dataDir };
}
