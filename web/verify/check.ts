import type { Bundle } from '@medplum/fhirtypes';
import type { ConclusionContent } from '../../shared/consultation/contract.ts';
import type { PrescriptionView } from '../../shared/prescription/contract.ts';
import { prescriptionIn, type PrescriptionContent } from '../../shared/prescription/readDocument.ts';
import { digestOf } from '../../shared/signing/canonical.ts';
import { contentOf } from '../../shared/signing/conclusionView.ts';
import type { KeyHistory, SignedKeyHistory, Verification } from '../../shared/signing/contract.ts';
import { statedKeys } from '../../shared/signing/keyStatement.ts';
import { documentsIn } from '../../shared/signing/signedFile.ts';
import { inChain, verifyChain } from '../../shared/signing/verifyChain.ts';

/** What the check of a file found; the very rules of the server and of `npm run verify`, run here. */
export type FileCheck = {
  readonly valid: boolean;
  readonly chained: boolean;
  readonly versions: number;
  /** Of the newest version. */
  readonly newest: Verification;
  readonly documentId: string;
  /** SHA-256 of the newest version, in hexadecimal. */
  readonly digest: string;
  /** Only of a document that holds: any other may have any shape. */
  readonly content?: ConclusionContent;
  /** Instead, where it is a prescription. */
  readonly prescription?: PrescriptionContent;
};

/** Undefined where the file carries nothing that is signed. */
export async function checkFile(bytes: Uint8Array<ArrayBuffer>, trust: KeyHistory): Promise<FileCheck | undefined> {
  const found = await documentsIn(bytes);
  return found && (await checkDocuments(await inChain(found, trust), trust));
}

export async function checkDocuments(documents: readonly Bundle[], trust: KeyHistory): Promise<FileCheck | undefined> {
  const newest = documents.at(-1);
  const { valid, chained, checks } = await verifyChain(documents, trust);
  const check = checks.at(-1);
  if (!newest || !check) return undefined;
  const first = newest.entry?.[0]?.resource;
  return {
    valid, chained, versions: documents.length, newest: check,
    documentId: newest.identifier?.value ?? first?.id ?? '',
    digest: hexOf(await digestOf(newest)),
    ...(check.valid ? said(newest) : {}),
  };
}

/** What a document that holds says, by its type (LOINC 57833-6: prescription). */
function said(document: Bundle): Pick<FileCheck, 'content' | 'prescription'> {
  const first = document.entry?.[0]?.resource;
  const isPrescription = first?.resourceType === 'Composition' && first.type.coding?.[0]?.code === '57833-6';
  return isPrescription ? { prescription: prescribedIn(document) } : { content: contentOf(document) };
}

const prescribedIn = (document: Bundle): PrescriptionContent => prescriptionIn(document, (document.identifier?.system ?? '').replace(/\/sid\/prescription$/, ''));

/** Of the prescriptions of a consultation the one that is shown, with those it took the place of, and whether it says what is shown. */
export async function holdsPrescription(documents: readonly Bundle[], shown: PrescriptionView, trust: KeyHistory): Promise<boolean> {
  const chain: Bundle[] = [];
  for (let wanted: string | undefined = shown.documentId; wanted !== undefined && chain.length < documents.length; ) {
    const document = documents.find(({ id }) => id === wanted);
    if (!document) return false;
    chain.unshift(document);
    wanted = prescribedIn(document).replaces?.documentId;
  }
  const check = await checkDocuments(chain, trust);
  return check?.valid === true && check.prescription !== undefined && prescribed(check.prescription) === prescribed(shown);
}

/** Everything that the sheet of a prescription shows of what was signed. */
const prescribed = ({ documentId, code, kind, writtenAt, validUntil, by, facility, lines, advice, longTerm, weightKg, carer, replaces }: PrescriptionContent): string =>
  JSON.stringify([
    documentId, code, kind, writtenAt, validUntil, by.id, by.name, facility.name, advice ?? '', longTerm ?? false, weightKg ?? 0, carer ?? '', replaces?.code ?? '', replaces?.reason ?? '',
    lines.map(({ name, strength = '', form = '', quantity, unit, dosage, days, until, instruction = '', allergy }) => [name, strength, form, quantity, unit, dosage, days, until, instruction, allergy?.text ?? '', allergy?.reason ?? '']),
  ]);

/** The keys of the answer as they were signed; undefined where they were not, or were changed on the way. */
export async function trustIn(answer: SignedKeyHistory): Promise<KeyHistory | undefined> {
  const stated = await statedKeys(answer);
  return stated.ok ? stated.value.history : undefined;
}

/** Whether what a page shows is what was signed. */
export function shows(content: ConclusionContent | undefined, shown: ConclusionContent): boolean {
  const part = ({ answers, diagnoses, advice, followUp }: ConclusionContent) => JSON.stringify([answers.map(({ number, text }) => [number, text]), diagnoses.map(({ code, display, main }) => [code, display, main]), advice, followUp ?? '']);
  return content !== undefined && part(content) === part(shown);
}

const hexOf = (digest: string): string => Array.from(atob(digest.replace(/-/g, '+').replace(/_/g, '/')), (character) => character.charCodeAt(0).toString(16).padStart(2, '0')).join('');
