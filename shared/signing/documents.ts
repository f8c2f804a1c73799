import type { Bundle } from '@medplum/fhirtypes';
import type { ConclusionView } from '../consultation/contract.ts';
import type { JWK } from 'jose';
import { digestOf } from './canonical.ts';
import { conclusionView } from './conclusionView.ts';
import type { ConclusionFacts } from './contract.ts';
import type { KeySigner } from './ports.ts';
import { publishedKeys } from './publishedKeys.ts';
import { signConclusion } from './signDocument.ts';

/**
 * Signed documents as other slices use them: make one, show them, name one by its digest. `retired`: public keys that
 * signed before a rotation; they verify what they signed and sign nothing any more.
 */
export function documents(signer: KeySigner, base: string, retired: readonly JWK[] = []) {
  return {
    /** The signed document and everything that is stored with it, all of it new. */
    async sign(facts: ConclusionFacts) {
      const { document, composition, conditions, reference, provenance } = await signConclusion(signer, facts, base);
      return { document, resources: [document, composition, ...conditions, reference, provenance] };
    },
    async view(bundles: readonly Bundle[]): Promise<ConclusionView> {
      return await conclusionView(bundles, { keys: publishedKeys([await signer.publicJwk()], retired) });
    },
    digest: digestOf,
  };
}
