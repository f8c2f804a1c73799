import type { Bundle } from '@medplum/fhirtypes';
import * as z from 'zod';
import { specialtyCodes, type Specialty } from '../booking/contract.ts';
import { idPattern } from '../fhir/references.ts';
import { prescription, type PrescriptionView } from '../prescription/contract.ts';
import type { SignatureView, SigningState } from '../signing/contract.ts';

/** A FHIR logical id; a slot's too. */
const id = z.string().regex(idPattern);

/** The states of a consultation; docs/states.md draws them. `queued` (offline) exists in the client only. */
export const consultationStates = [
  'draft', 'queued', 'submitted', 'routed', 'accepted', 'needs-info', 'redirected', 'declined', 'scheduled', 'waiting',
  'called', 'in-call', 'interrupted', 'concluding', 'signed', 'acknowledged', 'outcome-reported', 'closed',
  'cancelled', 'no-show', 'expired', 'escalated', 'emergency-transfer', 'patient-died',
] as const;
export type ConsultationState = (typeof consultationStates)[number];

/** FHIR request-priority, the three that staff choose from; `stat` is shown as "emergency". */
export const priorities = ['routine', 'urgent', 'stat'] as const;
export type Priority = (typeof priorities)[number];

/** UCUM units: mmHg, /min, Cel, %, kg, cm, mmol/L. Limits are what a living person can show. */
export const vitals = z.object({
  systolic: z.number().int().min(40).max(300).optional(),
  diastolic: z.number().int().min(20).max(200).optional(),
  heartRate: z.number().int().min(20).max(300).optional(),
  respiratoryRate: z.number().int().min(4).max(100).optional(),
  temperature: z.number().min(25).max(45).optional(),
  oxygenSaturation: z.number().int().min(30).max(100).optional(),
  weight: z.number().min(0.3).max(400).optional(),
  height: z.number().min(20).max(260).optional(),
  bloodGlucose: z.number().min(0.5).max(60).optional(),
});
export type Vitals = z.infer<typeof vitals>;

/** `team`: the station, the specialist, and the patient on their own screens. `room`: also who was invited by a link. */
export const messageAudiences = ['team', 'room'] as const;
export type MessageAudience = (typeof messageAudiences)[number];

const when = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('slot'), slotId: id }),
  z.object({ kind: z.literal('now') }),
  z.object({ kind: z.literal('written') }),
]);

const text = (max: number) => z.string().trim().min(1).max(max);

/** POST /api/consultations (Idempotency-Key required). 201 with a ConsultationView. */
export const consultationRequest = z.object({
  patientId: id,
  symptoms: text(4000),
  vitals,
  /** Binary ids made before by POST /fhir/Binary. */
  photos: z.array(z.object({ binaryId: id, caption: z.string().max(200).optional() })).max(10).default([]),
  questions: z.array(text(500)).min(1).max(10),
  specialty: z.enum(specialtyCodes),
  facilityId: id,
  practitionerId: id.optional(),
  priority: z.enum(priorities),
  when,
  /** The patient (or the carer) was told and agreed to being presented (NĐ 96/2023 Đ88). */
  patientInformed: z.literal(true),
});
export type ConsultationRequest = z.input<typeof consultationRequest>;

/** POST /api/consultations/{id}/actions (Idempotency-Key required). 200 with the new ConsultationView. */
export const consultationAction = z.discriminatedUnion('action', [
  z.object({ action: z.literal('accept') }),
  z.object({ action: z.literal('ask-more'), text: text(2000) }),
  z.object({ action: z.literal('answer-more'), text: text(4000) }),
  z.object({ action: z.literal('redirect'), specialty: z.enum(specialtyCodes), facilityId: id, practitionerId: id.optional(), reason: text(500) }),
  z.object({ action: z.literal('decline'), reason: text(500) }),
  z.object({ action: z.literal('book'), slotId: id }),
  /** The station is in the waiting room, the patient beside. */
  z.object({ action: z.literal('wait') }),
  /** The specialist opens the room. */
  z.object({ action: z.literal('call') }),
  z.object({ action: z.literal('start-call') }),
  /** The call ended without a way back; the consultation goes on in writing. */
  z.object({ action: z.literal('interrupt'), reason: z.enum(['link', 'patient-left', 'specialist-called-away', 'other']) }),
  z.object({ action: z.literal('end-call') }),
  /** `room`: also for those who are in the room by a link; without it the station, the specialist and the patient read it. */
  z.object({ action: z.literal('message'), text: text(4000), audience: z.enum(messageAudiences).optional() }),
  /** Written from inside the room by who is no staff; for everybody in it. */
  z.object({ action: z.literal('say'), text: text(4000) }),
  /** A photo taken during the consultation, uploaded before by POST /fhir/Binary. */
  z.object({ action: z.literal('attach-photo'), binaryId: id, caption: z.string().trim().max(200).optional() }),
  /** The author takes back a conclusion that not all have signed. */
  z.object({ action: z.literal('recall-conclusion') }),
  z.object({ action: z.literal('acknowledge') }),
  z.object({ action: z.literal('report-outcome'), outcome: z.enum(['recovered', 'improved', 'unchanged', 'worse', 'transferred', 'died', 'lost']), text: z.string().max(2000).optional() }),
  z.object({ action: z.literal('cancel'), reason: text(500) }),
  z.object({ action: z.literal('no-show'), side: z.enum(['station', 'specialist', 'patient']) }),
  z.object({ action: z.literal('emergency-transfer'), text: text(1000) }),
]);
export type ConsultationAction = z.infer<typeof consultationAction>;
export type ActionName = ConsultationAction['action'] | 'sign' | 'countersign' | 'amend' | 'prescribe' | 'join' | 'invite';

/** POST /api/consultations/{id}/conclusion signs it; nothing is released before (Idempotency-Key required). */
export const conclusion = z.object({
  /** One answer for each numbered question of the request. */
  answers: z.array(z.object({ number: z.number().int().min(1), text: text(4000) })).min(1).max(10),
  /** ICD-10; exactly one is the main diagnosis. */
  diagnoses: z.array(z.object({ code: z.string().regex(/^[A-Z]\d{2}(\.\d{1,2})?$/), display: text(300), main: z.boolean() })).min(1).max(12),
  advice: text(8000),
  followUp: z.string().max(1000).optional(),
  /** Who signs after the author, in this order; with them nothing is released before the last signature. */
  cosigners: z.array(z.object({ practitionerId: id, role: z.enum(['member', 'secretary', 'chair', 'countersigner']) })).max(9).optional(),
  /** Signed as a document of its own by the same command; not where others sign the conclusion too. */
  prescription: prescription.optional(),
});
export type Conclusion = z.infer<typeof conclusion>;

/** POST /api/consultations/{id}/amendments: a further signed version with its reason; the first stays, and so does what was prescribed. */
export const amendment = conclusion.omit({ prescription: true }).extend({ reason: text(500) });
export type Amendment = z.infer<typeof amendment>;

/** POST /api/consultations/{id}/signatures: the next signature, under just what was shown (Idempotency-Key required). 200. */
export const countersignature = z.object({ documentId: id, /** As `signing.digest` of the view told it. */ digest: z.string().regex(/^[\w-]{43}$/) });
export type Countersignature = z.infer<typeof countersignature>;

export type Named = { readonly id: string; readonly name: string };

export type ConsultationView = {
  readonly id: string;
  /** For If-Match; grows with each change. */
  readonly version: string;
  readonly state: ConsultationState;
  readonly priority: Priority;
  readonly patient: Named & { readonly birthDate?: string; readonly sex?: string };
  readonly station: Named;
  readonly requester: Named;
  readonly specialty: Specialty;
  readonly facility: Named;
  readonly specialist?: Named;
  readonly symptoms: string;
  readonly vitals: Vitals;
  readonly photos: readonly { readonly binaryId: string; readonly caption?: string }[];
  readonly questions: readonly { readonly number: number; readonly text: string; readonly answer?: string }[];
  readonly appointment?: { readonly slotId: string; readonly start: string; readonly end: string };
  readonly requestedAt: string;
  /** When the present wait began: the desk shows an honest age. */
  readonly waitingSince: string;
  readonly encounterId: string;
  /** Oldest first; `id` is that of the Communication. */
  readonly messages: readonly { readonly id: string; readonly at: string; readonly by: string; readonly text: string; /** Absent: the team. */ readonly audience?: 'room' }[];
  readonly conclusion?: ConclusionView;
  /** Oldest first; one that was replaced names its successors. */
  readonly prescriptions?: readonly PrescriptionView[];
  /** A conclusion or amendment that not all have signed. */
  readonly signing?: SigningView;
  readonly outcome?: { readonly outcome: string; readonly text?: string; readonly at: string };
  /** What the caller may do now; the client shows just these. */
  readonly actions: readonly ActionName[];
  readonly history: readonly { readonly state: ConsultationState; readonly at: string; readonly by: string; readonly note?: string }[];
};

/** GET /api/consultations/{id}/documents: the signed FHIR documents, oldest first, as `npm run verify` takes them. */
export type SignedDocuments = { readonly documents: readonly Bundle[] };

/** Everybody sees who has signed and who is next; what is being signed only its author and those who are to sign it. */
export type SigningView = SigningState & {
  readonly documentId: string;
  readonly digest: string;
  /** Of an amendment. */
  readonly reason?: string;
  /** The caller is next. */
  readonly yours: boolean;
  readonly content?: ConclusionContent;
};

export type ConclusionContent = Omit<Conclusion, 'cosigners' | 'prescription'>;

export type ConclusionView = ConclusionContent & {
  readonly documentId: string;
  readonly signedAt: string;
  readonly signedBy: Named;
  /** Checked against the public keys at the moment of the answer. */
  readonly signature: SignatureView;
  /** Newest last; the first signed version is `original`. */
  readonly amendments: readonly { readonly documentId: string; readonly signedAt: string; readonly signedBy: Named; readonly reason: string }[];
};

/** GET /api/consultations?list=  Rows are ordered: urgent first, then the longest wait. */
export const consultationsQuery = z.object({
  list: z.enum(['station', 'urgent', 'waiting', 'in-progress', 'follow-up', 'mine', 'to-sign', 'patient']),
});
export type ConsultationsQuery = z.infer<typeof consultationsQuery>;
export type ConsultationRow = Pick<
  ConsultationView,
  'id' | 'state' | 'priority' | 'patient' | 'station' | 'specialty' | 'facility' | 'specialist' | 'requestedAt' | 'waitingSince' | 'appointment' | 'actions'
> & { readonly questions: readonly string[] };
export type ConsultationRows = { readonly rows: readonly ConsultationRow[] };

/** GET /api/diagnosis-codes?q=  ICD-10 by code or by folded Vietnamese or English words. */
export type DiagnosisCodes = { readonly codes: readonly { readonly code: string; readonly vi: string; readonly en: string }[] };
