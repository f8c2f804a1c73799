import type { RouteName } from '../../shared/routes.ts';
import { routes } from '../../shared/routes.ts';

/** The question that a route asks of the policy: a step of the product, an interaction with a group of types, or one of the words below. */
type Question = `step ${string}` | `${'read' | 'create' | 'update'} ${string}` | 'signed in' | 'nobody' | 'consultation' | 'room' | 'own duty' | 'fhir';

/** Every route, so that a new one is put to the same tests. */
export const routeQuestions = {
  fhirMetadata: 'nobody', smartConfiguration: 'nobody', fhirRoot: 'fhir', fhir: 'fhir',
  publicKeys: 'nobody', keyHistory: 'nobody', clientConfiguration: 'nobody', me: 'signed in', signOutEverywhere: 'signed in',
  passkeys: 'step manage-own-passkeys', passkeyOptions: 'step manage-own-passkeys', passkeyCreation: 'step manage-own-passkeys', passkeyRemoval: 'step manage-own-passkeys', passkeyReset: 'step reset-passkeys', stepUp: 'signed in',
  personLookup: 'step look-up-person', patientRegistration: 'step register-patient', identityUpdate: 'update person',
  duplicates: 'step decide-duplicate', duplicateReport: 'step decide-duplicate', duplicate: 'step decide-duplicate', duplicateDecision: 'step decide-duplicate',
  signInCode: 'nobody', signInToken: 'nobody',
  insuranceCheck: 'create insurance', insurance: 'read insurance', insuredVisits: 'create insurance',
  directory: 'signed in', freeSlots: 'signed in', duty: 'own duty',
  consultationRequest: 'create work', consultations: 'read work', consultation: 'consultation', consultationAction: 'consultation',
  conclusionSigning: 'consultation', countersigning: 'consultation', signedDocuments: 'consultation', conclusion: 'consultation', conclusionPdf: 'consultation', amendment: 'consultation', diagnosisCodes: 'signed in',
  prescribingHelp: 'consultation', prescriptionSigning: 'consultation', prescriptionDocuments: 'consultation', prescriptionPdf: 'consultation', medicines: 'signed in',
  roomToken: 'room', roomInvitation: 'room', callReport: 'nobody', calls: 'consultation', recordingReport: 'nobody', invitationRedemption: 'nobody', invitationTalk: 'nobody', invitationMessage: 'nobody',
  overview: 'step read-overview',
  briefings: 'step attend-briefing', briefingPlan: 'step plan-briefing', briefing: 'step attend-briefing', briefingCancellation: 'step attend-briefing', briefingToken: 'step attend-briefing',
  briefingAttendance: 'step attend-briefing', briefingMessage: 'step attend-briefing', briefingMinutes: 'step attend-briefing', briefingDocument: 'step attend-briefing', briefingPdf: 'step attend-briefing',
  consents: 'step decide-consent', consentDecision: 'step decide-consent',
  carers: 'step withdraw-carer', carerGrant: 'step grant-carer', carerWithdrawal: 'step withdraw-carer', caredFor: 'signed in',
  dataRequests: 'step ask-about-data', dataRequest: 'step ask-about-data', officeRequests: 'step answer-about-data', dataRequestAnswer: 'step answer-about-data',
  emergencyAccess: 'step break-glass', emergencies: 'step review-emergencies', emergencyReview: 'step review-emergencies',
  chart: 'read clinical', accesses: 'read audit',
} as const satisfies Record<RouteName, Question>;

/** The part of docs/policy.md about the routes of the product. */
export const routePolicy = (): string => [
  '## Routes',
  '',
  'What each route asks: a step of the product, an interaction with a group of types (the tables below), or',
  '`signed in` (answers with what is the caller\'s own, or nobody\'s), `nobody` (public), `consultation` (`read work` by a side in',
  'the case; what a side may do when is in [states.md](states.md)), `room` (the same, with a place in a room that is open),',
  '`own duty` (a specialist\'s own), `fhir` (the type and interaction that are asked for).',
  'Service clients (`research`, `system`) have FHIR and none of the others (`HTTP_SCOPE_INSUFFICIENT`).',
  '`test/store/accessMatrixRoutes.test.ts` asks every one of them of everybody.',
  '',
  '| route | asks |',
  '|---|---|',
  ...(Object.keys(routes) as RouteName[]).map((name) => `| ${routes[name].method} ${routes[name].path} | ${routeQuestions[name]} |`),
  '',
].join('\n');
