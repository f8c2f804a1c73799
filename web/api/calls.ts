import type { Medicines, Prescribing, PrescribingHelp } from '../../shared/prescription/contract.ts';
import type {
  CaredFor, Carer, CarerGrant, Carers, CarerWithdrawal, ConsentDecision, Consents, ConsentState, DataRequest, DataRequestAnswer, DataRequestAsk, DataRequests, EmergencyAccess, EmergencyAccesses, EmergencyAccessRequest, EmergencyReview,
} from '../../shared/consent/contract.ts';
import type { BriefingMessage, BriefingMinutes, BriefingPlan, BriefingRows, BriefingView } from '../../shared/briefing/contract.ts';
import type { Directory, DutyChange, FreeSlots, FreeSlotsQuery } from '../../shared/booking/contract.ts';
import type {
  Amendment, Conclusion, ConclusionView, ConsultationAction, ConsultationRequest, ConsultationRows, ConsultationsQuery, ConsultationView, Countersignature, DiagnosisCodes, SignedDocuments,
} from '../../shared/consultation/contract.ts';
import type {
  ClientConfiguration, DuplicateDecision, DuplicateDecisionAnswer, DuplicateReport, DuplicateReportAnswer, DuplicateRows, DuplicateView, IdentityUpdate, Me, PatientRegistration, PatientSummary, PersonLookup, PersonLookupAnswer, SignInCodeAnswer, SignInCodeRequest, SignedOut, SignInTokenAnswer, SignInTokenRequest,
} from '../../shared/identity/contract.ts';
import type { CreationOptions, PasskeyCreation, PasskeyReset, PasskeyResetAnswer, Passkeys, PasskeyView, StepUpAnswer, StepUpRequest } from '../../shared/identity/passkeys/contract.ts';
import type { InsuranceAnswer, InsuranceCheckRequest, InsuredVisits } from '../../shared/insurance/contract.ts';
import type { Overview, OverviewQuery } from '../../shared/overview/contract.ts';
import type { SignedKeyHistory } from '../../shared/signing/contract.ts';
import type { Accesses, Chart } from '../../shared/record/contract.ts';
import type { Calls, InvitationMessage, InvitationRedemption, RoomInvitation, RoomInvitationAnswer, RoomPass, RoomMessages } from '../../shared/room/contract.ts';

type Patient = { readonly patientId: string };
type Id = { readonly id: string };
/** No parameters, no query, no body. */
type None = Readonly<Record<never, never>>;

/** What each reading needs and gives. */
export type Queries = {
  clientConfiguration: { params: None; query: None; answer: ClientConfiguration };
  me: { params: None; query: None; answer: Me };
  passkeys: { params: None; query: None; answer: Passkeys };
  duplicates: { params: None; query: None; answer: DuplicateRows };
  duplicate: { params: Id; query: None; answer: DuplicateView };
  insurance: { params: Patient; query: None; answer: InsuranceAnswer };
  insuredVisits: { params: Patient; query: None; answer: InsuredVisits };
  directory: { params: None; query: None; answer: Directory };
  freeSlots: { params: None; query: FreeSlotsQuery; answer: FreeSlots };
  consultations: { params: None; query: ConsultationsQuery; answer: ConsultationRows };
  consultation: { params: Id; query: None; answer: ConsultationView };
  signedDocuments: { params: Id; query: None; answer: SignedDocuments };
  prescriptionDocuments: { params: Id; query: None; answer: SignedDocuments };
  keyHistory: { params: None; query: None; answer: SignedKeyHistory };
  conclusion: { params: Id; query: None; answer: ConclusionView };
  prescribingHelp: { params: Id; query: None; answer: PrescribingHelp };
  medicines: { params: None; query: { readonly q: string }; answer: Medicines };
  diagnosisCodes: { params: None; query: { readonly q: string }; answer: DiagnosisCodes };
  overview: { params: None; query: OverviewQuery; answer: Overview };
  briefings: { params: None; query: None; answer: BriefingRows };
  briefing: { params: Id; query: None; answer: BriefingView };
  chart: { params: Patient; query: None; answer: Chart };
  accesses: { params: Patient; query: None; answer: Accesses };
  consents: { params: Patient; query: None; answer: Consents };
  carers: { params: Patient; query: None; answer: Carers };
  caredFor: { params: None; query: None; answer: CaredFor };
  dataRequests: { params: Patient; query: None; answer: DataRequests };
  officeRequests: { params: None; query: None; answer: DataRequests };
  calls: { params: Id; query: None; answer: Calls };
  emergencies: { params: None; query: None; answer: EmergencyAccesses };
};

/** What each command needs and gives. Every one is sent with an Idempotency-Key. */
export type Commands = {
  personLookup: { params: None; body: PersonLookup; answer: PersonLookupAnswer };
  patientRegistration: { params: None; body: PatientRegistration; answer: PatientSummary };
  identityUpdate: { params: Patient; body: IdentityUpdate; answer: PatientSummary };
  duplicateReport: { params: None; body: DuplicateReport; answer: DuplicateReportAnswer };
  duplicateDecision: { params: Id; body: DuplicateDecision; answer: DuplicateDecisionAnswer };
  signInCode: { params: None; body: SignInCodeRequest; answer: SignInCodeAnswer };
  signInToken: { params: None; body: SignInTokenRequest; answer: SignInTokenAnswer };
  insuranceCheck: { params: Patient; body: InsuranceCheckRequest; answer: InsuranceAnswer };
  duty: { params: None; body: DutyChange; answer: unknown };
  consultationRequest: { params: None; body: ConsultationRequest; answer: ConsultationView };
  consultationAction: { params: Id; body: ConsultationAction; answer: ConsultationView };
  conclusionSigning: { params: Id; body: Conclusion; answer: ConsultationView };
  amendment: { params: Id; body: Amendment; answer: ConsultationView };
  prescriptionSigning: { params: Id; body: Prescribing; answer: ConsultationView };
  countersigning: { params: Id; body: Countersignature; answer: ConsultationView };
  roomToken: { params: Id; body: None; answer: RoomPass };
  roomInvitation: { params: Id; body: RoomInvitation; answer: RoomInvitationAnswer };
  invitationRedemption: { params: None; body: InvitationRedemption; answer: RoomPass };
  invitationTalk: { params: None; body: InvitationRedemption; answer: RoomMessages };
  invitationMessage: { params: None; body: InvitationMessage; answer: RoomMessages };
  passkeyOptions: { params: None; body: None; answer: CreationOptions };
  passkeyCreation: { params: None; body: PasskeyCreation; answer: PasskeyView };
  passkeyRemoval: { params: Id; body: None; answer: Passkeys };
  passkeyReset: { params: Id; body: PasskeyReset; answer: PasskeyResetAnswer };
  stepUp: { params: None; body: StepUpRequest; answer: StepUpAnswer };
  briefingPlan: { params: None; body: BriefingPlan; answer: BriefingView };
  briefingCancellation: { params: Id; body: { readonly reason: string }; answer: BriefingView };
  briefingToken: { params: Id; body: None; answer: RoomPass };
  briefingAttendance: { params: Id; body: None; answer: unknown };
  briefingMessage: { params: Id; body: Pick<BriefingMessage, 'text'>; answer: BriefingMessage };
  briefingMinutes: { params: Id; body: BriefingMinutes; answer: BriefingView };
  signOutEverywhere: { params: None; body: None; answer: SignedOut };
  consentDecision: { params: Patient & { readonly purpose: string }; body: ConsentDecision; answer: ConsentState };
  carerGrant: { params: Patient; body: CarerGrant; answer: Carer };
  carerWithdrawal: { params: Patient & Id; body: CarerWithdrawal; answer: Carer };
  dataRequest: { params: Patient; body: DataRequestAsk; answer: DataRequest };
  dataRequestAnswer: { params: Id; body: DataRequestAnswer; answer: DataRequest };
  emergencyAccess: { params: Patient; body: EmergencyAccessRequest; answer: EmergencyAccess };
  emergencyReview: { params: Id; body: EmergencyReview; answer: EmergencyAccess };
};

export type QueryName = keyof Queries;
export type CommandName = keyof Commands;
