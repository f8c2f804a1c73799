import type { Bundle, Condition } from '@medplum/fhirtypes';
import type { ConclusionView } from '../consultation/contract.ts';
import { icd10, textIn } from './document.ts';
import { compositionOf } from './signers.ts';
import type { SignatureCheck } from './contract.ts';
import { verifyChain } from './verifyChain.ts';
import type { Trust } from './verify.ts';

/**
 * The newest of a consultation's documents (oldest first) as it is shown. `signature.valid` holds when its own
 * signature does, and every amendment names the digest of the very document before it.
 */
export async function conclusionView(documents: readonly Bundle[], trust: Trust): Promise<ConclusionView> {
  const newest = documents.at(-1);
  if (!newest) throw new Error('a conclusion has a document');
  const { valid, checks } = await verifyChain(documents, trust);
  const check = checks.at(-1);
  return {
    ...contentOf(newest),
    ...signedOf(newest),
    signature: { valid, keyId: check?.keyId ?? '', algorithm: check?.algorithm ?? '', by: (check?.signatures ?? []).map(signatureOf) },
    amendments: documents.slice(1).map((document) => ({ ...signedOf(document), reason: reasonOf(document) })),
  };
}

const signatureOf = ({ signer, signedAt, timeStamp, keyId }: SignatureCheck): ConclusionView['signature']['by'][number] => ({
  ...signer,
  keyId,
  ...(signedAt ? { signedAt } : {}),
  timeStamp: timeStamp.state === 'good' ? { at: timeStamp.at, authority: timeStamp.authority } : timeStamp.state,
});

function signedOf(document: Bundle): Pick<ConclusionView, 'documentId' | 'signedAt' | 'signedBy'> {
  const composition = compositionOf(document);
  const author = composition.author[0];
  return {
    documentId: composition.id ?? '',
    signedAt: composition.date,
    signedBy: { id: author?.reference?.split('/')[1] ?? '', name: author?.display ?? '' },
  };
}

const reasonOf = (document: Bundle): string => compositionOf(document).extension?.find(({ url }) => url.endsWith('/amendment-reason'))?.valueString ?? '';

/** What stands in a conclusion, signed or not. */
export function contentOf(document: Bundle): Pick<ConclusionView, 'answers' | 'diagnoses' | 'advice' | 'followUp'> {
  const sections = compositionOf(document).section ?? [];
  const find = (code: string) => sections.find((s) => s.code?.coding?.[0]?.code === code);
  const followUp = find('follow-up');
  const answers = sections.flatMap((section) => {
    const number = /^answer-(\d+)$/.exec(section.code?.coding?.[0]?.code ?? '')?.[1];
    return number ? [{ number: Number(number), text: textIn(section.text?.div ?? '') }] : [];
  });
  return {
    answers,
    diagnoses: diagnosesOf(document, find('diagnoses')?.entry?.map(({ reference = '' }) => reference) ?? []),
    advice: textIn(find('advice')?.text?.div ?? ''),
    ...(followUp ? { followUp: textIn(followUp.text?.div ?? '') } : {}),
  };
}

/** In the order of the section, whose first entry is the main diagnosis. */
function diagnosesOf(document: Bundle, references: readonly string[]): ConclusionView['diagnoses'] {
  const conditions = (document.entry ?? []).flatMap(({ resource }): Condition[] => (resource?.resourceType === 'Condition' ? [resource] : []));
  return references.flatMap((reference, index) => {
    const coding = conditions.find(({ id }) => reference === `Condition/${id}`)?.code?.coding?.find(({ system }) => system === icd10);
    return coding?.code ? [{ code: coding.code, display: coding.display ?? '', main: index === 0 }] : [];
  });
}
