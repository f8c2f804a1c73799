import type { Bundle, Condition } from '@medplum/fhirtypes';
import type { ConclusionView } from '../consultation/contract.ts';
import { textIn } from '../fhir/narrative.ts';
import { icd10 } from './document.ts';
import { compositionOf } from './signers.ts';
import type { SignatureCheck, SignatureView, SignedBy } from './contract.ts';
import { verifyChain } from './verifyChain.ts';
import type { Trust } from './verify.ts';

/**
 * The newest of a consultation's documents (oldest first) as it is shown. `signature.valid` holds when its own
 * signature does, and every amendment names the digest of the very document before it.
 */
export async function conclusionView(documents: readonly Bundle[], trust: Trust): Promise<ConclusionView> {
  const newest = documents.at(-1);
  if (!newest) throw new Error('a conclusion has a document');
  return {
    ...contentOf(newest),
    ...signedOf(newest),
    signature: await signatureView(documents, trust),
    amendments: documents.slice(1).map((document) => ({ ...signedOf(document), reason: reasonOf(document) })),
  };
}

/** The signatures of the last of a chain of documents; valid where those of the whole chain are. */
export async function signatureView(documents: readonly Bundle[], trust: Trust): Promise<SignatureView> {
  const { valid, checks } = await verifyChain(documents, trust);
  const check = checks.at(-1);
  return { valid, keyId: check?.keyId ?? '', algorithm: check?.algorithm ?? '', by: (check?.signatures ?? []).map(signatureOf) };
}

const signatureOf = ({ signer, signedAt, timeStamp, keyId }: SignatureCheck): SignedBy => ({
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
