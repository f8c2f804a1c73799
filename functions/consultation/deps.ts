import { randomBytes, randomInt } from 'node:crypto';
import type { Bundle } from '@medplum/fhirtypes';
import { bookings } from '../../shared/booking/bookings.ts';
import type { CareContext } from '../../shared/consultation/context.ts';
import { randomLetters } from '../../shared/prescription/code.ts';
import { prescriptions } from '../../shared/prescription/prescriptions.ts';
import { documents } from '../../shared/signing/documents.ts';
import { keyStatements } from '../../shared/signing/keyStatement.ts';
import { medicines } from '../../shared/terminology/own/medicines.ts';
import { isKnownDiagnosis } from '../../shared/terminology/icd10.ts';
import { commonDeps } from '../_http/deps.ts';
import { keysAddress, type ConsultationDeps } from './handler.ts';
import { conclusionOnPaper, prescriptionOnPaper } from './paper.ts';

const newCode = (): string => Array.from({ length: randomLetters }, () => randomInt(36).toString(36)).join('');

export function consultationDeps() {
  const { environment, repository, clock, newId, signers, authenticate, gate, stepUp } = commonDeps();
  const base = environment.IDENTIFIER_BASE;
  const signing = documents({ repository, signer: signers.document, base, retired: environment.RETIRED_KEYS, authorities: environment.TIME_STAMP_AUTHORITIES });
  const care: CareContext = {
    repository, clock, newId, base, isKnownDiagnosis,
    newRoom: () => randomBytes(18).toString('base64url'),
    bookings: bookings(repository, clock),
    documents: signing,
    prescriptions: prescriptions({ repository, base, newId, newCode, signing, medicines }),
  };
  const printed = async (document: Bundle, patientId: string) => {
    // The signed document carries no tags: whether the patient is invented stands in the record.
    const patient = await repository.read(`Patient/${patientId}`);
    const synthetic = patient?.meta.tag?.some(({ code }) => code === 'synthetic') ?? false;
    return { synthetic, digest: await signing.digest(document), verifyAt: `${environment.BASE_URL}/verify`, keysAt: keysAddress(environment.BASE_URL), printedAt: clock.now() };
  };
  const onPaper: ConsultationDeps['onPaper'] = async ({ documents: signed, consultation, conclusion }) => {
    const document = signed.at(-1);
    if (!document) throw new Error('a signed consultation has its document');
    return await conclusionOnPaper({ ...(await printed(document, consultation.patient.id)), document, documents: signed, consultation, conclusion });
  };
  const prescriptionPaper: ConsultationDeps['prescriptionPaper'] = async ({ documents: signed, consultation, prescription }) => {
    const document = signed.at(-1);
    if (!document) throw new Error('a prescription has its document');
    return await prescriptionOnPaper({ ...(await printed(document, consultation.patient.id)), documents: signed, consultation, prescription });
  };
  const keys = keyStatements({ signer: signers.document, retired: environment.RETIRED_KEYS, authorities: environment.TIME_STAMP_AUTHORITIES, issuer: environment.BASE_URL, clock });
  return { authenticate, gate, stepUp, care, keys, onPaper, prescriptionPaper };
}
