import type { Specialty } from '../booking/contract.ts';
import type { SigningState } from '../signing/contract.ts';
import type { ConsultationAction, ConsultationState, Named, Priority } from './contract.ts';

/** What is stored; `draft` and `queued` exist in the client only. */
export type StoredState = Exclude<ConsultationState, 'draft' | 'queued'>;

export type Appointment = {
  readonly appointmentId: string;
  readonly slotId: string;
  /** ISO instants. */
  readonly start: string;
  readonly end: string;
};

export type HistoryEntry = { readonly state: ConsultationState; readonly at: string; readonly by: string; readonly note?: string };

export type Outcome = { readonly outcome: Extract<ConsultationAction, { action: 'report-outcome' }>['outcome']; readonly text?: string; readonly at: string };

/** `digest`: what is signed, as everybody who signs was shown it. */
export type PendingConclusion = { readonly documentId: string; readonly digest: string; readonly reason?: string; readonly signers: SigningState['signers'] };

/** What every consultation has, whatever its state. Instants are ISO 8601 in UTC. */
type Common = {
  readonly id: string;
  readonly patient: Named & { readonly birthDate?: string; readonly sex?: string };
  readonly station: Named;
  /** The member of the station's staff who asked. */
  readonly requester: Named;
  /** The facility that is asked now; a redirection changes it. */
  readonly facility: Named;
  readonly specialty: Specialty;
  readonly priority: Priority;
  readonly mode: 'slot' | 'now' | 'written';
  readonly questions: readonly string[];
  readonly requestedAt: string;
  /** When the present wait began. */
  readonly waitingSince: string;
  /** Ids of Communications, oldest first. */
  readonly messages: readonly string[];
  readonly history: readonly HistoryEntry[];
  /** A conclusion, or with a reason an amendment, that not all have signed. */
  readonly pending?: PendingConclusion;
  /** Who has signed a conclusion beside the specialist: they may go on reading it. */
  readonly cosigners?: readonly Named[];
  /** Ids of signed prescriptions (document Bundles), oldest first. */
  readonly prescriptions?: readonly string[];
  /** When somebody was told that the appointment seems to be missed; told once. */
  readonly noShowHintAt?: string;
};

/** Nobody has it yet; `named` is the specialist that the station would like. */
export type Unassigned = Common & { readonly state: 'submitted' | 'routed' | 'redirected' | 'expired' | 'escalated'; readonly named?: Named };
export type Accepted = Common & { readonly state: 'accepted'; readonly specialist: Named };
/** The answer brings it back to the same specialist, and to the appointment where there is one. */
export type NeedsInfo = Common & { readonly state: 'needs-info'; readonly specialist: Named; readonly appointment?: Appointment };
export type Scheduled = Common & { readonly state: 'scheduled'; readonly specialist: Named; readonly appointment: Appointment; readonly room: string };
/** The station is in the waiting room; a specialist may still have to take the case. */
export type Waiting = Common & { readonly state: 'waiting'; readonly specialist?: Named; readonly named?: Named; readonly appointment?: Appointment; readonly room: string };
export type Calling = Common & { readonly state: 'called' | 'in-call'; readonly specialist: Named; readonly appointment?: Appointment; readonly room: string };
export type Writing = Common & { readonly state: 'interrupted' | 'concluding'; readonly specialist: Named; readonly appointment?: Appointment };
/** `documents`: ids of the signed document Bundles, oldest first; never empty. */
export type Signed = Common & { readonly state: 'signed' | 'acknowledged'; readonly specialist: Named; readonly appointment?: Appointment; readonly documents: readonly string[] };
export type Reported = Common & { readonly state: 'outcome-reported' | 'closed'; readonly specialist: Named; readonly appointment?: Appointment; readonly documents: readonly string[]; readonly outcome: Outcome };
/** Ended without a conclusion; the reason is the last entry of the history. */
export type Stopped = Common & { readonly state: 'declined' | 'cancelled' | 'no-show' | 'emergency-transfer' | 'patient-died'; readonly specialist?: Named };

export type Consultation = Unassigned | Accepted | NeedsInfo | Scheduled | Waiting | Calling | Writing | Signed | Reported | Stopped;

export const specialistOf = (c: Consultation): Named | undefined => ('specialist' in c ? c.specialist : undefined);
export const namedOf = (c: Consultation): Named | undefined => ('named' in c ? c.named : undefined);
export const appointmentOf = (c: Consultation): Appointment | undefined => ('appointment' in c ? c.appointment : undefined);
export const documentsOf = (c: Consultation): readonly string[] => ('documents' in c ? c.documents : []);
export const prescriptionsOf = ({ prescriptions = [] }: Consultation): readonly string[] => prescriptions;
export const outcomeOf = (c: Consultation): Outcome | undefined => ('outcome' in c ? c.outcome : undefined);

/** The name of the open room; a consultation whose room is not open has none. */
export const roomOf = (c: Consultation): string | undefined => ('room' in c ? c.room : undefined);
