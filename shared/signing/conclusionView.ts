import type { Bundle, Composition, Condition } from '@medplum/fhirtypes';
import type { JSONWebKeySet } from 'jose';
import type { ConclusionView } from '../consultation/contract.ts';
import { digestOf } from './canonical.ts';
import { icd10, textIn } from './document.ts';
import { verifyDocument } from './verify.ts';

/**
 * The newest of a consultation's documents (oldest first) as it is shown. `signature.valid` holds when its own
 * signature does, and every amendment names the digest of the very document before it.
 */
export async function conclusionView(documents: readonly Bundle[], keys: JSONWebKeySet): Promise<ConclusionView> {
  const newest = documents.at(-1);
  if (!newest) throw new Error('a conclusion has a document');
  const checks = await Promise.all(documents.map((document) => verifyDocument(document, keys)));
  const chained = checks.every(({ previous }, index) => {
    const before = documents[index - 1];
    return before === undefined ? previous === undefined : previous === digestOf(before);
  });
  const check = checks.at(-1);
  return {
    ...contentOf(newest),
    ...signedOf(newest),
    signature: { valid: chained && checks.every(({ valid }) => valid), keyId: check?.keyId ?? '', algorithm: check?.algorithm ?? '' },
    amendments: documents.slice(1).map((document) => ({ ...signedOf(document), reason: reasonOf(document) })),
  };
}

const compositionOf = (document: Bundle): Composition => {
  const first = document.entry?.[0]?.resource;
  if (first?.resourceType !== 'Composition') throw new Error('a document begins with its Composition');
  return first;
};

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

function contentOf(document: Bundle): Pick<ConclusionView, 'answers' | 'diagnoses' | 'advice' | 'followUp'> {
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
