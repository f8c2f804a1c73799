import type { Bundle } from '@medplum/fhirtypes';
import type { Claim, OutboxEvent, Write } from '../fhir/repository.ts';
import type { Refusal } from '../kernel/refusal.ts';
import type { Result } from '../kernel/result.ts';
import type { SignatureView } from '../signing/contract.ts';
import type { SigningInOrder } from '../signing/ports.ts';
import type { PrescribedLine, PrescribingHelp, Prescription, PrescriptionKind, PrescriptionView } from './contract.ts';

type Named = { readonly id: string; readonly name: string };

/** The outbox event of a signed prescription: it is to be told to the national system. */
export const prescriptionSigned = 'prescription-signed';

/** For whom and by whom, as it stands at the moment of writing. Instants are ISO. */
export type PrescribingCase = {
  readonly consultationId: string;
  readonly patient: Named & { readonly birthDate?: string; readonly sex?: string };
  readonly facility: Named;
  readonly at: string;
};

export type PrescriptionOrder = PrescribingCase & {
  readonly author: Named;
  readonly prescription: Prescription;
  /** ICD-10, the main one first. */
  readonly diagnoses: readonly { readonly code: string; readonly display: string }[];
  /** Those of the consultation so far; `replaces` must be one of them. */
  readonly earlier: readonly string[];
  readonly replaces?: { readonly documentId: string; readonly reason: string };
  /** Where in the command the prescription stands, for refusals: "" or "/prescription". */
  readonly at0: string;
};

/** Signed; `documents` one for each kind, and what is to be committed with the caller's own change. */
export type Prescribed = { readonly documents: readonly (Bundle & { readonly id: string })[]; readonly writes: readonly Write[]; readonly claims: readonly Claim[]; readonly events: readonly OutboxEvent[] };

/** Writing prescriptions, for the slice whose consultations they come from. */
export interface Prescriptions {
  /** PRESCRIPTION_… where a rule of care or of the national system is not met. Stores nothing itself. */
  write(order: PrescriptionOrder): Promise<Result<Prescribed, Refusal>>;
  help(of: PrescribingCase): Promise<PrescribingHelp>;
  /** As they are shown, oldest first; `stored` holds the documents and the answers of the national system in any order. */
  view(documents: readonly Bundle[], answers: readonly unknown[]): Promise<readonly PrescriptionView[]>;
}

/** A known medicine; `alike`: other names of its ingredient, and of groups in which one allergy counts for all. */
export type KnownMedicine = { readonly name: string; readonly en: string; readonly kind: PrescriptionKind; readonly alike: readonly string[] };

/** What of signing is needed here; shared/signing provides it. `check`: the last of these documents, oldest first, with the chain that it ends. */
export type PrescriptionSigning = Pick<SigningInOrder, 'begin'> & {
  readonly digest: (document: Bundle) => Promise<string>;
  readonly check: (documents: readonly Bundle[]) => Promise<SignatureView>;
};

/** A prescription as the national system is told of it. Dates yyyy-mm-dd, instants ISO; '' where nothing is known. */
export type OutgoingPrescription = {
  readonly code: string;
  readonly kind: PrescriptionKind;
  readonly patient: { readonly id: string; readonly name: string; readonly birthDate: string; readonly sex: string; readonly citizenId: string; readonly insuranceCard: string; readonly address: string; readonly phone: string };
  readonly weightKg?: number;
  readonly carer: string;
  readonly diagnoses: readonly { readonly code: string; readonly display: string }[];
  readonly lines: readonly PrescribedLine[];
  readonly advice: string;
  /** For the pharmacy: "takes the place of …". */
  readonly note: string;
  readonly writtenAt: string;
  /** The detached JWS as FHIR keeps it. */
  readonly signature: string;
};

/** `unavailable`: to be tried again. `refused`: this very message will never be taken. */
export type PrescriptionReply =
  | { readonly kind: 'accepted'; readonly checksum?: string }
  | { readonly kind: 'refused'; readonly errors: readonly { readonly field: string; readonly code: string; readonly message: string }[] }
  | { readonly kind: 'unavailable'; readonly why: 'no-login' | 'login-refused' | 'timeout' | 'network' | 'fault' | 'wrong-shape' };

/** The national e-prescription system ("Hệ thống đơn thuốc quốc gia"). The same prescription may be sent again. */
export interface PrescriptionGateway {
  send(by: { readonly link: string; readonly practitioner: string }, prescription: OutgoingPrescription): Promise<PrescriptionReply>;
}
