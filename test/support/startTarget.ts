import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProduct, type Product } from '../../local/product/startProduct.ts';
import type { Target } from './target.ts';

declare global {
  /** The product that this run started, for the teardown. */
  var lienTuyenProduct: Product | undefined;
}

/**
 * Jest's global set-up of the projects that test the running product: starts it fresh from the template (TARGET
 * unset or `embedded`), or takes the deployed one whose addresses the environment gives (`localstack`, `aws`).
 */
export default async function startTarget(): Promise<void> {
  const kind = (process.env['TARGET'] ?? 'embedded') as Target['kind'];
  if (process.env['LIEN_TUYEN_TARGET']) return;
  const target = kind === 'embedded' ? await startEmbedded() : deployed(kind);
  process.env['LIEN_TUYEN_TARGET'] = JSON.stringify(target);
}

async function startEmbedded(): Promise<Target> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lien-tuyen-test-'));
  // Below the system's own range of passing ports, so that nothing takes it while the product is built.
  const port = 20_000 + (process.pid % 10_000);
  const product = await startProduct({ port, dataDir, log: (line) => process.stderr.write(`${line}\n`) });
  globalThis.lienTuyenProduct = product;
  const { baseUrl, smsUrl, insurerUrl } = product;
  return { kind: 'embedded', baseUrl, smsUrl, insurerUrl, dataDir };
}

function deployed(kind: Target['kind']): Target {
  const needed = (name: string): string => {
    const value = process.env[name];
    if (!value) throw new Error(`TARGET=${kind} needs ${name}`);
    return value;
  };
  return { kind, baseUrl: needed('BASE_URL'), smsUrl: needed('SMS_URL'), insurerUrl: needed('INSURER_URL') };
}
