import { duplicateDecision, duplicateReport, identityUpdate, personLookup, patientRegistration, signInCodeRequest, signInTokenRequest, type ClientConfiguration } from '../../shared/identity/contract.ts';
import { decideDuplicate } from '../../shared/identity/duplicates/decide.ts';
import { reportDuplicate } from '../../shared/identity/duplicates/raise.ts';
import { listDuplicates, viewDuplicate } from '../../shared/identity/duplicates/view.ts';
import { describeCaller } from '../../shared/identity/describeCaller.ts';
import { lookUpPerson } from '../../shared/identity/lookUpPerson.ts';
import { beginRegistration, listPasskeys, registerPasskey, removePasskey, resetPasskeys } from '../../shared/identity/passkeys/manage.ts';
import { confirmByPasskey } from '../../shared/identity/passkeys/confirm.ts';
import { passkeyCreation, passkeyReset, stepUpRequest } from '../../shared/identity/passkeys/contract.ts';
import { redeemSignInCode } from '../../shared/identity/redeemSignInCode.ts';
import { registerPatient } from '../../shared/identity/registerPatient.ts';
import { updateIdentity } from '../../shared/identity/updateIdentity.ts';
import { requestSignInCode } from '../../shared/identity/requestSignInCode.ts';
import type { Refusal } from '../../shared/kernel/refusal.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { routes } from '../../shared/routes.ts';
import { publishedKeys } from '../../shared/signing/publishedKeys.ts';
import { signOutEverywhere } from '../../shared/identity/signOutEverywhere.ts';
import { asCommand, parseBody, type CommandKey } from '../_http/body.ts';
import { httpFunction, type Endpoint, type Handled } from '../_http/chain.ts';
import type { ApiRequest, SignedInRequest } from '../_http/request.ts';
import { log } from '../_http/log.ts';
import type { IdentityDeps } from './deps.ts';

/** Who am I, who is this person, and how does a patient sign in. */
export function identityFunction(deps: IdentityDeps) {
  const endpoints: readonly Endpoint[] = [
    { route: routes.me, handle: async ({ principal }: SignedInRequest) => ok({ status: 200, json: await describeCaller(deps.repository, principal) }) },
    { route: routes.signOutEverywhere, handle: (request: SignedInRequest) => endSessions(deps, request) },
    ...passkeyEndpoints(deps),
    { route: routes.clientConfiguration, handle: async () => ok({ status: 200, json: configuration(deps), headers: cached }) },
    { route: routes.publicKeys, handle: () => publicKeys(deps) },
    { route: routes.personLookup, handle: (request: SignedInRequest) => lookUp(deps, request) },
    { route: routes.patientRegistration, handle: (request: SignedInRequest) => asCommand(deps.repository, request, (command) => register(deps, request, command)) },
    { route: routes.identityUpdate, handle: (request: SignedInRequest) => asCommand(deps.repository, request, (command) => update(deps, request, command)) },
    { route: routes.duplicates, handle: async (request: SignedInRequest) => answered(200, await listDuplicates(deps, request)) },
    { route: routes.duplicateReport, handle: (request: SignedInRequest) => report(deps, request) },
    { route: routes.duplicate, handle: async (request: SignedInRequest) => answered(200, await viewDuplicate(deps, request, request.params['id'] ?? '')) },
    { route: routes.duplicateDecision, handle: (request: SignedInRequest) => asCommand(deps.repository, request, (command) => decideOn(deps, request, command)) },
    { route: routes.signInCode, handle: (request: ApiRequest) => sendCode(deps, request) },
    { route: routes.signInToken, handle: (request: ApiRequest) => giveToken(deps, request) },
  ];
  return httpFunction({ endpoints, authenticate: deps.authenticate, gate: deps.gate, stepUp: deps.stepUp });
}

/**
 * None of these needs a stored answer to be repeatable: a credential that is known, or an assertion that was taken, is
 * answered as the first time.
 */
function passkeyEndpoints({ passkeys, checks, repository }: IdentityDeps): readonly Endpoint[] {
  const deps = { ...passkeys, checks, repository };
  return [
    { route: routes.passkeys, handle: async (request: SignedInRequest) => answered(200, await listPasskeys(deps, request)) },
    { route: routes.passkeyOptions, handle: async (request: SignedInRequest) => answered(200, await beginRegistration(deps, request)) },
    {
      route: routes.passkeyCreation,
      async handle(request: SignedInRequest) {
        const body = parseBody(request, passkeyCreation);
        return body.ok ? answered(201, await registerPasskey(deps, request, body.value)) : body;
      },
    },
    { route: routes.passkeyRemoval, handle: async (request: SignedInRequest) => answered(200, await removePasskey(deps, request, request.params['id'] ?? '')) },
    {
      route: routes.passkeyReset,
      async handle(request: SignedInRequest) {
        const body = parseBody(request, passkeyReset);
        return body.ok ? answered(200, await resetPasskeys(deps, request, request.params['id'] ?? '', body.value)) : body;
      },
    },
    {
      route: routes.stepUp,
      async handle(request: SignedInRequest) {
        const body = parseBody(request, stepUpRequest);
        return body.ok ? answered(201, await confirmByPasskey(deps, request, body.value)) : body;
      },
    },
  ];
}

async function endSessions(deps: IdentityDeps, { principal, correlationId }: SignedInRequest): Promise<Handled> {
  const ended = await signOutEverywhere(deps, { principal, correlationId });
  return ended.ok ? ok({ status: 200, json: ended.value }) : ended;
}

/** Public and the same for everybody. */
const cached = { 'cache-control': 'public, max-age=300' };

const configuration = ({ oidc, naming, idleMinutes }: IdentityDeps): ClientConfiguration => ({ oidc, idleMinutes: idleMinutes.staff, identifierSystems: naming.systems });

/** RFC 7517: the keys that verify patients' tokens, room passes and signed conclusions. */
async function publicKeys({ signers, retiredKeys }: IdentityDeps): Promise<Handled> {
  const keys = [await signers.token.publicJwk(), ...publishedKeys([await signers.document.publicJwk()], retiredKeys)];
  return ok({ status: 200, json: { keys }, headers: { ...cached, 'content-type': 'application/jwk-set+json' } });
}

async function lookUp(deps: IdentityDeps, request: SignedInRequest): Promise<Handled> {
  const body = parseBody(request, personLookup);
  if (!body.ok) return body;
  const found = await lookUpPerson(deps, request, body.value);
  // The alarm DoorsTried watches for this mark.
  if (!found.ok && found.error.code === 'IDENTITY_LOOKUPS_TOO_MANY') log.warn('lookups-refused', { correlationId: request.correlationId, suspicious: true });
  return found.ok ? ok({ status: 200, json: found.value }) : found;
}

async function register(deps: IdentityDeps, request: SignedInRequest, command: Parameters<typeof registerPatient>[3]): Promise<Handled> {
  const body = parseBody(request, patientRegistration);
  if (!body.ok) return body;
  const registered = await registerPatient(deps, request, body.value, command);
  return registered.ok ? ok({ status: 201, json: registered.value }) : registered;
}

const answered = (status: number, result: Result<unknown, Refusal>): Handled => (result.ok ? ok({ status, json: result.value }) : result);

async function update(deps: IdentityDeps, request: SignedInRequest, command: CommandKey): Promise<Handled> {
  const body = parseBody(request, identityUpdate);
  return body.ok ? answered(200, await updateIdentity(deps, request, request.params['patientId'] ?? '', body.value, command)) : body;
}

/** The same report made twice finds the pair that is there, so it needs no key. */
async function report(deps: IdentityDeps, request: SignedInRequest): Promise<Handled> {
  const body = parseBody(request, duplicateReport);
  return body.ok ? answered(201, await reportDuplicate(deps, request, body.value)) : body;
}

async function decideOn(deps: IdentityDeps, request: SignedInRequest, command: CommandKey): Promise<Handled> {
  const body = parseBody(request, duplicateDecision);
  return body.ok ? answered(200, await decideDuplicate(deps, request, request.params['id'] ?? '', body.value, command)) : body;
}

async function sendCode(deps: IdentityDeps, request: ApiRequest): Promise<Handled> {
  const body = parseBody(request, signInCodeRequest);
  if (!body.ok) return body;
  const sent = await requestSignInCode(deps, body.value.citizenId, request.correlationId);
  return sent.ok ? ok({ status: 202, json: sent.value }) : sent;
}

async function giveToken(deps: IdentityDeps, request: ApiRequest): Promise<Handled> {
  const body = parseBody(request, signInTokenRequest);
  if (!body.ok) return body;
  const given = await redeemSignInCode({ ...deps, signer: deps.signers.token, idleMinutes: deps.idleMinutes.patient }, body.value, request.correlationId);
  return given.ok ? ok({ status: 200, json: given.value }) : given;
}
