/**
 * The one table of routes. cdk/ makes API resources and functions of it, local/ mounts what the synthesised
 * template says, web/ builds its addresses from it, and the integration suite walks it.
 */
export type FunctionName =
  | 'fhir'
  | 'identity'
  | 'insurance'
  | 'booking'
  | 'consent'
  | 'consultation'
  | 'room'
  | 'briefing'
  | 'overview'
  | 'record';

export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'ANY';
  /** API Gateway resource path: `{name}` is one segment, `{name+}` the rest. */
  readonly path: string;
  readonly function: FunctionName;
  /** `bearer`: refused with 401 without a valid access token. `public`: the use case needs none. */
  readonly auth: 'bearer' | 'public';
  /**
   * The person confirms the command itself, by a passkey (docs/adr/0091): whatever signs or breaks glass. `to-register`:
   * for the first passkey a fresh sign-in always does. The chain asks before the endpoint sees the command.
   */
  readonly stepUp?: 'always' | 'to-register';
};

/** Keeps `auth` as the literal that it is: an endpoint of a bearer route gets a signed-in request. */
function route(method: Route['method'], path: string, fn: FunctionName): Route & { readonly auth: 'bearer' };
function route(method: Route['method'], path: string, fn: FunctionName, auth: 'public'): Route & { readonly auth: 'public' };
function route(method: Route['method'], path: string, fn: FunctionName, auth: Route['auth'] = 'bearer'): Route {
  return { method, path, function: fn, auth };
}

/** `conclusionSigning: signed(route('POST', …))`: one word makes an endpoint ask for the passkey. */
const signed = <R extends Route & { readonly auth: 'bearer' }>(of: R, stepUp: NonNullable<Route['stepUp']> = 'always'): R & Pick<Route, 'stepUp'> => ({ ...of, stepUp });

export const routes = {
  fhirMetadata: route('GET', '/fhir/metadata', 'fhir', 'public'),
  smartConfiguration: route('GET', '/fhir/.well-known/smart-configuration', 'fhir', 'public'),
  fhirRoot: route('ANY', '/fhir', 'fhir'),
  fhir: route('ANY', '/fhir/{path+}', 'fhir'),

  publicKeys: route('GET', '/api/keys', 'identity', 'public'),
  /** Signed by the documents' key, so the function that may use it answers. */
  keyHistory: route('GET', '/api/keys/history', 'consultation', 'public'),
  clientConfiguration: route('GET', '/api/configuration', 'identity', 'public'),
  me: route('GET', '/api/me', 'identity'),
  signOutEverywhere: route('POST', '/api/sign-outs', 'identity'),
  passkeys: route('GET', '/api/passkeys', 'identity'),
  passkeyOptions: signed(route('POST', '/api/passkey-registrations', 'identity'), 'to-register'),
  passkeyCreation: route('POST', '/api/passkeys', 'identity'),
  passkeyRemoval: signed(route('POST', '/api/passkeys/{id}/removals', 'identity')),
  passkeyReset: signed(route('POST', '/api/practitioners/{id}/passkey-resets', 'identity')),
  stepUp: route('POST', '/api/step-ups', 'identity'),
  personLookup: route('POST', '/api/people/lookups', 'identity'),
  patientRegistration: route('POST', '/api/patients', 'identity'),
  identityUpdate: route('POST', '/api/patients/{patientId}/identity-updates', 'identity'),
  duplicates: route('GET', '/api/duplicates', 'identity'),
  duplicateReport: route('POST', '/api/duplicates', 'identity'),
  duplicate: route('GET', '/api/duplicates/{id}', 'identity'),
  duplicateDecision: route('POST', '/api/duplicates/{id}/decisions', 'identity'),
  signInCode: route('POST', '/api/patient-sign-in/codes', 'identity', 'public'),
  signInToken: route('POST', '/api/patient-sign-in/tokens', 'identity', 'public'),

  insuranceCheck: route('POST', '/api/patients/{patientId}/insurance-checks', 'insurance'),
  insurance: route('GET', '/api/patients/{patientId}/insurance', 'insurance'),
  insuredVisits: route('GET', '/api/patients/{patientId}/insured-visits', 'insurance'),

  directory: route('GET', '/api/directory', 'booking'),
  freeSlots: route('GET', '/api/slots', 'booking'),
  duty: route('PUT', '/api/duty', 'booking'),

  consultationRequest: route('POST', '/api/consultations', 'consultation'),
  consultations: route('GET', '/api/consultations', 'consultation'),
  consultation: route('GET', '/api/consultations/{id}', 'consultation'),
  consultationAction: route('POST', '/api/consultations/{id}/actions', 'consultation'),
  conclusionSigning: signed(route('POST', '/api/consultations/{id}/conclusion', 'consultation')),
  countersigning: signed(route('POST', '/api/consultations/{id}/signatures', 'consultation')),
  signedDocuments: route('GET', '/api/consultations/{id}/documents', 'consultation'),
  conclusion: route('GET', '/api/consultations/{id}/conclusion', 'consultation'),
  conclusionPdf: route('GET', '/api/consultations/{id}/conclusion.pdf', 'consultation'),
  amendment: signed(route('POST', '/api/consultations/{id}/amendments', 'consultation')),
  prescribingHelp: route('GET', '/api/consultations/{id}/prescribing', 'consultation'),
  prescriptionSigning: signed(route('POST', '/api/consultations/{id}/prescriptions', 'consultation')),
  prescriptionDocuments: route('GET', '/api/consultations/{id}/prescriptions', 'consultation'),
  prescriptionPdf: route('GET', '/api/consultations/{id}/prescription.pdf', 'consultation'),
  diagnosisCodes: route('GET', '/api/diagnosis-codes', 'consultation'),
  medicines: route('GET', '/api/medicines', 'consultation'),

  roomToken: route('POST', '/api/consultations/{id}/room-tokens', 'room'),
  roomInvitation: route('POST', '/api/consultations/{id}/invitations', 'room'),
  invitationRedemption: route('POST', '/api/invitation-redemptions', 'room', 'public'),
  callReport: route('PUT', '/api/call-reports/{stay}', 'room', 'public'),
  calls: route('GET', '/api/consultations/{id}/calls', 'room'),
  recordingReport: route('PUT', '/api/call-recordings/{recording}', 'room', 'public'),
  invitationTalk: route('POST', '/api/invitation-talks', 'room', 'public'),
  invitationMessage: route('POST', '/api/invitation-messages', 'room', 'public'),

  overview: route('GET', '/api/overview', 'overview'),
  briefings: route('GET', '/api/briefings', 'briefing'),
  briefingPlan: route('POST', '/api/briefings', 'briefing'),
  briefing: route('GET', '/api/briefings/{id}', 'briefing'),
  briefingCancellation: route('POST', '/api/briefings/{id}/cancellations', 'briefing'),
  briefingToken: route('POST', '/api/briefings/{id}/room-tokens', 'briefing'),
  briefingAttendance: route('POST', '/api/briefings/{id}/attendance', 'briefing'),
  briefingMessage: route('POST', '/api/briefings/{id}/messages', 'briefing'),
  briefingMinutes: signed(route('POST', '/api/briefings/{id}/minutes', 'briefing')),
  briefingDocument: route('GET', '/api/briefings/{id}/minutes', 'briefing'),
  briefingPdf: route('GET', '/api/briefings/{id}/minutes.pdf', 'briefing'),

  consents: route('GET', '/api/patients/{patientId}/consents', 'consent'),
  consentDecision: route('PUT', '/api/patients/{patientId}/consents/{purpose}', 'consent'),
  carers: route('GET', '/api/patients/{patientId}/carers', 'consent'),
  carerGrant: route('POST', '/api/patients/{patientId}/carers', 'consent'),
  carerWithdrawal: route('POST', '/api/patients/{patientId}/carers/{id}/withdrawals', 'consent'),
  caredFor: route('GET', '/api/cared-for', 'consent'),
  dataRequests: route('GET', '/api/patients/{patientId}/data-requests', 'consent'),
  dataRequest: route('POST', '/api/patients/{patientId}/data-requests', 'consent'),
  officeRequests: route('GET', '/api/data-requests', 'consent'),
  dataRequestAnswer: route('POST', '/api/data-requests/{id}/answers', 'consent'),
  emergencyAccess: signed(route('POST', '/api/patients/{patientId}/emergency-accesses', 'consent')),
  emergencies: route('GET', '/api/emergency-accesses', 'consent'),
  emergencyReview: route('POST', '/api/emergency-accesses/{id}/reviews', 'consent'),

  chart: route('GET', '/api/patients/{patientId}/chart', 'record'),
  accesses: route('GET', '/api/patients/{patientId}/accesses', 'record'),
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;

/** The address of a route: `pathOf('chart', { patientId: 'p1' })` is `/api/patients/p1/chart`. */
export function pathOf(name: RouteName, params: Readonly<Record<string, string>> = {}): string {
  return routes[name].path.replace(/\{(\w+)(\+?)\}/g, (_, key: string, rest: string) => {
    const value = params[key];
    if (value === undefined) throw new Error(`route ${name} needs ${key}`);
    return rest ? value.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(value);
  });
}
