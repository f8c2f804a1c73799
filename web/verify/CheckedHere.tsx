import { useEffect, useState } from 'preact/hooks';
import type { ConclusionView } from '../../shared/consultation/contract.ts';
import { get } from '../api/client.ts';
import { SignatureMark } from '../conclusion/SignatureMark.tsx';
import { verifyWords } from './words.ts';

export type Here = 'checking' | 'good' | 'bad' | 'unchecked';
type Sealed = Pick<ConclusionView, 'signature' | 'signedAt' | 'signedBy' | 'amendments'>;

/** The seal of a conclusion, and beside what the server says what this browser has found by itself. */
export function CheckedHere({ consultationId, conclusion }: { readonly consultationId: string; readonly conclusion: ConclusionView }) {
  return <CheckedSeal sealed={conclusion} of={`${consultationId} ${conclusion.documentId}`} check={() => checkHere(consultationId, conclusion)} />;
}

/** The seal, and what the check finds: that outweighs what the server says. Checked anew when `of` names something else. */
export function CheckedSeal({ sealed, of, check }: { readonly sealed: Sealed; readonly of: string; readonly check: () => Promise<Here> }) {
  const [here, setHere] = useState<Here>('checking');
  useEffect(() => {
    let current = true;
    setHere('checking');
    void check().then((found) => current && setHere(found), () => current && setHere('unchecked'));
    return () => {
      current = false;
    };
  }, [of]);
  return <Seal conclusion={sealed} here={here} />;
}

/** The signed documents, the published keys, and whether what is shown is what was signed. */
async function checkHere(id: string, conclusion: ConclusionView): Promise<Here> {
  const [{ checkDocuments, shows, trustIn }, documents, keys] = await Promise.all([import('./check.ts'), get('signedDocuments', { id }, {}), get('keyHistory', {}, {})]);
  const trust = keys.ok ? await trustIn(keys.value) : undefined;
  if (!documents.ok || !trust) return 'unchecked';
  const check = await checkDocuments(documents.value.documents, trust);
  return check?.valid && shows(check.content, conclusion) ? 'good' : 'bad';
}

export function Seal({ conclusion, here }: { readonly conclusion: Sealed; readonly here: Here }) {
  const t = verifyWords();
  const told = { checking: t.hereBusy, good: t.here, bad: '', unchecked: conclusion.signature.valid ? t.hereNot : '' }[here];
  return (
    <div class="stack-tight">
      <SignatureMark conclusion={here === 'bad' ? { ...conclusion, signature: { ...conclusion.signature, valid: false } } : conclusion} />
      <p class="small soft" role="status">{told}</p>
    </div>
  );
}
