import { useEffect, useState } from 'preact/hooks';
import type { ConclusionView } from '../../shared/consultation/contract.ts';
import { get } from '../api/client.ts';
import { SignatureMark } from '../conclusion/SignatureMark.tsx';
import { verifyWords } from './words.ts';

export type Here = 'checking' | 'good' | 'bad' | 'unchecked';

/** The seal, and beside what the server says what this browser has found by itself: that outweighs it. */
export function CheckedHere({ consultationId, conclusion }: { readonly consultationId: string; readonly conclusion: ConclusionView }) {
  const [here, setHere] = useState<Here>('checking');
  useEffect(() => {
    let current = true;
    setHere('checking');
    void checkHere(consultationId, conclusion).then((found) => current && setHere(found), () => current && setHere('unchecked'));
    return () => {
      current = false;
    };
  }, [consultationId, conclusion.documentId]);
  return <Seal conclusion={conclusion} here={here} />;
}

/** The signed documents, the published keys, and whether what is shown is what was signed. */
async function checkHere(id: string, conclusion: ConclusionView): Promise<Here> {
  const [{ checkDocuments, shows, trustIn }, documents, keys] = await Promise.all([import('./check.ts'), get('signedDocuments', { id }, {}), get('keyHistory', {}, {})]);
  const trust = keys.ok ? await trustIn(keys.value) : undefined;
  if (!documents.ok || !trust) return 'unchecked';
  const check = await checkDocuments(documents.value.documents, trust);
  return check?.valid && shows(check.content, conclusion) ? 'good' : 'bad';
}

export function Seal({ conclusion, here }: { readonly conclusion: ConclusionView; readonly here: Here }) {
  const t = verifyWords();
  const told = { checking: t.hereBusy, good: t.here, bad: '', unchecked: conclusion.signature.valid ? t.hereNot : '' }[here];
  return (
    <div class="stack-tight">
      <SignatureMark conclusion={here === 'bad' ? { ...conclusion, signature: { ...conclusion.signature, valid: false } } : conclusion} />
      <p class="small soft" role="status">{told}</p>
    </div>
  );
}
