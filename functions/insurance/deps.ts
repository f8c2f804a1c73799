import { commonDeps, type CommonDeps } from '../_http/deps.ts';
import { insurerDeps, type InsurerDeps } from '../_http/insurer/deps.ts';

export type InsuranceDeps = Omit<CommonDeps, 'environment' | 'dynamo' | 'signers' | 'passkeys' | 'stepUp' | 'signOuts'> & Pick<InsurerDeps, 'portal' | 'history' | 'cache' | 'naming'>;

export function insuranceDeps(): InsuranceDeps {
  const common = commonDeps();
  return { ...common, ...insurerDeps(common) };
}
