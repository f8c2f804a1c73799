import { callsTo } from '../../../functions/_http/call.test.support.ts';
import { httpFunction } from '../../../functions/_http/chain.ts';
import { openGate } from '../../../functions/_http/limits.ts';
import { openStepUp } from '../../../functions/_http/stepUp.ts';
import { bookingEndpoints } from '../../../functions/booking/handler.ts';
import { briefingEndpoints } from '../../../functions/briefing/handler.ts';
import { consentFunction } from '../../../functions/consent/handler.ts';
import { consultationEndpoints } from '../../../functions/consultation/handler.ts';
import { identityFunction } from '../../../functions/identity/handler.ts';
import { insuranceFunction } from '../../../functions/insurance/handler.ts';
import { overviewEndpoints } from '../../../functions/overview/handler.ts';
import { recordEndpoints } from '../../../functions/record/handler.ts';
import { roomEndpoints } from '../../../functions/room/handler.ts';
import { bookings } from '../../../shared/booking/bookings.ts';
import type { BriefingContext } from '../../../shared/briefing/context.ts';
import type { PassFor } from '../../../shared/briefing/join.ts';
import type { CareContext } from '../../../shared/consultation/context.ts';
import { roomTalk } from '../../../shared/consultation/roomTalk.ts';
import { rooms } from '../../../shared/consultation/rooms.ts';
import { identifierSystems } from '../../../shared/fhir/identifierSystems.ts';
import type { FhirRepository } from '../../../shared/fhir/repository.ts';
import { fakeChallengeStore } from '../../../shared/identity/challengeStore.fake.ts';
import type { Principal } from '../../../shared/identity/policy.ts';
import { recordingIn, recordingType } from '../../../shared/room/recordingResources.ts';
import { relationsToPatient } from '../../../shared/identity/relations.ts';
import { fakeConfirmations, fakePasskeys } from '../../../shared/identity/passkeys/stores.fake.ts';
import { fakeSignOuts } from '../../../shared/identity/signOuts.fake.ts';
import { fakeSmsGateway } from '../../../shared/identity/smsGateway.fake.ts';
import { answerFrom } from '../../../shared/insurance/records.ts';
import { fakeInsuredHistory, fakeInsurerPortal } from '../../../shared/insurance/insurerPortal.fake.ts';
import { fakeAnswerCache } from '../../../shared/insurance/ports.fake.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { fakeMeasures } from '../../../shared/overview/measureStore.fake.ts';
import { routes, type RouteName } from '../../../shared/routes.ts';
import { prescriptions } from '../../../shared/prescription/prescriptions.ts';
import { documents, signingInOrder } from '../../../shared/signing/documents.ts';
import { fakeKeySigner } from '../../../shared/signing/keySigner.fake.ts';
import { keyStatements } from '../../../shared/signing/keyStatement.ts';
import { base } from './matrixSetting.ts';

/** The functions beside FHIR before one repository; outside systems are their fakes. The token is the name of who asks. */
export async function matrixRoutes(repository: FhirRepository, clock: Clock, principalOf: (who: string) => Principal) {
  const newId = () => crypto.randomUUID();
  const authenticate = async (token: string) => await Promise.resolve(ok(principalOf(token)));
  const common = { authenticate, gate: openGate, stepUp: openStepUp };
  const naming = { base, systems: identifierSystems(base) };
  const signers = { token: await fakeKeySigner(), document: await fakeKeySigner() };
  const signing = documents({ repository, signer: signers.document, base });
  const care: CareContext = {
    repository, clock, newId, base, newRoom: newId, isKnownDiagnosis: () => true,
    bookings: bookings(repository, clock), documents: signing,
    prescriptions: prescriptions({ repository, base, newId, newCode: () => newId().slice(0, 7), signing, medicines: [] }),
  };
  const meetings: BriefingContext & { readonly passFor: PassFor } = {
    repository, clock, newId, base, newRoom: newId, signing: signingInOrder({ repository, signer: signers.document, base }), isGenuine: () => Promise.resolve(true),
    passFor: (_, { sub, role, name }) => Promise.resolve(ok({ token: sub, url: '', room: '', role, name, expiresAt: '', iceServers: [] })),
  };
  const oidc = { issuer: 'https://x.example/oidc', clientId: 'web', scope: 'openid', audience: 'urn:api' };
  const functions = {
    identity: identityFunction({
      ...common, repository, clock, newId, signers, naming, oidc,
      checks: { created: () => Promise.resolve(undefined), asserted: () => Promise.resolve(undefined) },
      passkeys: { passkeys: fakePasskeys(), confirmations: fakeConfirmations(), party: { id: 'x.example', name: 'Liên Tuyến', origin: 'https://x.example' }, passkeysRequired: false, newChallenge: newId, clock },
      retiredKeys: [], challenges: fakeChallengeStore(), signOuts: fakeSignOuts(), sms: fakeSmsGateway(),
      newCode: () => '123456', untilAnswer: () => Promise.resolve(), onSmsFailure: () => undefined, idleMinutes: { staff: 15, patient: 20 }, issuer: 'https://x.example', audience: 'urn:api',
    }),
    insurance: insuranceFunction({ ...common, repository, clock, newId, naming, cache: fakeAnswerCache(), portal: fakeInsurerPortal(), history: fakeInsuredHistory({ kind: 'answered', resultCode: '000', visits: [] }) }),
    booking: httpFunction({ ...common, endpoints: bookingEndpoints({ repository, clock, base }) }),
    consent: consentFunction({ ...common, repository, context: { repository, clock, newId, base } }),
    consultation: httpFunction({ ...common, endpoints: consultationEndpoints({ care, keys: keyStatements({ signer: signers.document, retired: [], authorities: [], issuer: 'https://x.example', clock }), onPaper: ({ documents: all }) => Promise.resolve(new TextEncoder().encode(`%PDF ${all.at(-1)?.id ?? ''}`)), prescriptionPaper: ({ prescription }) => Promise.resolve(new TextEncoder().encode(`%PDF ${prescription.code}`)) }) }),
    room: httpFunction({
      ...common,
      endpoints: roomEndpoints({ repository, clock, base, newId, newSecret: () => `${newId()}${newId()}`, signer: signers.token, issuer: 'https://x.example', sfuUrl: 'wss://sfu.example', turn: { urls: [], secret: '' }, consultations: rooms(care), talk: roomTalk(care) }),
    }),
    briefing: httpFunction({ ...common, endpoints: briefingEndpoints({ context: meetings, onPaper: () => Promise.resolve(new TextEncoder().encode('%PDF')) }) }),
    overview: httpFunction({ ...common, endpoints: overviewEndpoints({ repository, clock, measures: fakeMeasures(), stated: () => ({ stat: 5, urgent: 30, routine: 1440 }) }) }),
    record: httpFunction({
      ...common,
      endpoints: recordEndpoints({ repository, clock, base, insuranceIn: (response, card) => answerFrom(response, card, naming), recordings: { type: recordingType(base), in: recordingIn }, relations: async (principal, patient) => await relationsToPatient(repository, principal, patient, clock) }),
    }),
  };
  const calls = Object.fromEntries(Object.entries(functions).map(([name, handler]) => [name, callsTo(handler)]));
  return {
    care,
    async call(who: string, route: RouteName, params: Readonly<Record<string, string>> = {}, body?: unknown, query: Record<string, string[]> = {}) {
      const send = calls[routes[route].function];
      if (!send) throw new Error(`${route} is FHIR`);
      return await send(route, { token: who, params, query, key: `key-${newId()}`, ...(body === undefined ? {} : { body }) });
    },
  };
}
