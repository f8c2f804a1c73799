import { existsSync, readFileSync } from 'node:fs';
import type { Target } from './target.ts';

type Outputs = { readonly LienTuyenWeb?: { readonly WebUrl?: string }; readonly LienTuyenApi?: { readonly ApiUrl?: string } };

/**
 * Where a deployed product is: what `cdk deploy --outputs-file` wrote (STACK_OUTPUTS, else cdk.outputs.json), with
 * BASE_URL, SMS_URL, INSURER_URL and OIDC_URL before it. Throws with everything that is missing, not only the first.
 */
export function deployedTarget(kind: 'localstack' | 'aws', environment: NodeJS.ProcessEnv): Target {
  const file = environment['STACK_OUTPUTS'] ?? 'cdk.outputs.json';
  const outputs = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Outputs) : undefined;
  const baseUrl = environment['BASE_URL'] ?? outputs?.LienTuyenWeb?.WebUrl ?? outputs?.LienTuyenApi?.ApiUrl;
  const { SMS_URL: smsUrl, INSURER_URL: insurerUrl, OIDC_URL: issuerUrl, PARTNER_URL: partnerUrl } = environment;
  const missing = [
    ...(baseUrl ? [] : [outputs ? `${file} has neither LienTuyenWeb.WebUrl nor LienTuyenApi.ApiUrl: deploy one of these stacks, or set BASE_URL` : `there is no ${file}: cdk deploy --all --outputs-file ${file}, or set STACK_OUTPUTS or BASE_URL`]),
    ...(smsUrl ? [] : ['SMS_URL: the SMS simulator that the stack was given as SmsUrl, as this machine reaches it']),
    ...(insurerUrl ? [] : ['INSURER_URL: the simulator of the insurer\'s portal that the stack was given as InsurerUrl, as this machine reaches it']),
  ];
  if (!baseUrl || !smsUrl || !insurerUrl) throw new Error([`TARGET=${kind} can't run:`, ...missing].join('\n  - '));
  return { kind, baseUrl: baseUrl.replace(/\/$/, ''), smsUrl, insurerUrl, ...(issuerUrl && { issuerUrl }), ...(partnerUrl && { partnerUrl }) };
}

/** Throws, before any test fails for the same reason, when the product does not answer. */
export async function needAnswer({ kind, baseUrl }: Target, ask: typeof fetch = fetch): Promise<void> {
  const address = `${baseUrl}/api/configuration`;
  const status = await ask(address, { signal: AbortSignal.timeout(30_000) }).then((answer) => answer.status, (error: unknown) => (error instanceof Error ? error.message : String(error)));
  if (status !== 200) throw new Error(`TARGET=${kind} can't run:\n  - ${address} was expected to answer with 200, it gave: ${status}`);
}
