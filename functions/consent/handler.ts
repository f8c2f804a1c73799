import type * as z from 'zod';
import { listEmergencies, openInEmergency, reviewEmergency } from '../../shared/consent/breakGlass.ts';
import { grantCarer, listCaredFor, listCarers, withdrawCarer } from '../../shared/consent/carers.ts';
import type { Ask } from '../../shared/consent/context.ts';
import { carerGrant, carerWithdrawal, consentDecision, dataRequestAnswer, dataRequestAsk, emergencyAccessRequest, emergencyReview } from '../../shared/consent/contract.ts';
import { answerAboutData, askAboutData, listOfficeRequests, listOwnRequests } from '../../shared/consent/dataRequests.ts';
import { decideConsent, readConsents } from '../../shared/consent/decideConsent.ts';
import type { Refusal } from '../../shared/kernel/refusal.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { routes } from '../../shared/routes.ts';
import { asCommand, parseBody } from '../_http/body.ts';
import { httpFunction, type Endpoint, type Handled } from '../_http/chain.ts';
import type { SignedInRequest } from '../_http/request.ts';
import type { ConsentDeps } from './deps.ts';

type Params = { readonly patientId: string; readonly id: string; readonly purpose: string };

/** What a person decides about their record, and who may open it beside the rules: consent, carers, emergencies, requests. */
export function consentFunction({ context, repository, authenticate, gate, stepUp }: ConsentDeps) {
  const reading = (run: (ask: Ask, params: Params) => Promise<Result<unknown, Refusal>>) => async (request: SignedInRequest): Promise<Handled> =>
    answer(200, await run(askOf(request), paramsOf(request)));
  const command = <S extends z.ZodType>(status: 200 | 201, shape: S, run: (ask: Ask, params: Params, body: z.output<S>) => Promise<Result<unknown, Refusal>>) => (request: SignedInRequest): Promise<Handled> =>
    asCommand(repository, request, async (key) => {
      const body = parseBody(request, shape);
      return body.ok ? answer(status, await run({ ...askOf(request), command: key }, paramsOf(request), body.value)) : body;
    });
  const endpoints: readonly Endpoint[] = [
    { route: routes.consents, handle: reading((ask, { patientId }) => readConsents(context, ask, patientId)) },
    { route: routes.consentDecision, handle: command(200, consentDecision, (ask, { patientId, purpose }, decision) => decideConsent(context, ask, { patientId, purpose, decision })) },
    { route: routes.emergencyAccess, handle: command(201, emergencyAccessRequest, (ask, { patientId }, request) => openInEmergency(context, ask, { patientId, request })) },
    { route: routes.emergencies, handle: reading((ask) => listEmergencies(context, ask)) },
    { route: routes.emergencyReview, handle: command(200, emergencyReview, (ask, { id }, review) => reviewEmergency(context, ask, { id, review })) },
    { route: routes.carers, handle: reading((ask, { patientId }) => listCarers(context, ask, patientId)) },
    { route: routes.carerGrant, handle: command(201, carerGrant, (ask, { patientId }, grant) => grantCarer(context, ask, { patientId, grant })) },
    { route: routes.carerWithdrawal, handle: command(200, carerWithdrawal, (ask, { patientId, id }, withdrawal) => withdrawCarer(context, ask, { patientId, id, withdrawal })) },
    { route: routes.caredFor, handle: reading((ask) => listCaredFor(context, ask)) },
    { route: routes.dataRequests, handle: reading((ask, { patientId }) => listOwnRequests(context, ask, patientId)) },
    { route: routes.dataRequest, handle: command(201, dataRequestAsk, (ask, { patientId }, request) => askAboutData(context, ask, { patientId, request })) },
    { route: routes.officeRequests, handle: reading((ask) => listOfficeRequests(context, ask)) },
    { route: routes.dataRequestAnswer, handle: command(200, dataRequestAnswer, (ask, { id }, given) => answerAboutData(context, ask, { id, answer: given })) },
  ];
  return httpFunction({ endpoints, authenticate, gate, stepUp });
}

const askOf = ({ principal, correlationId }: SignedInRequest): Ask => ({ principal, correlationId });
const paramsOf = ({ params }: SignedInRequest): Params => ({ patientId: params['patientId'] ?? '', id: params['id'] ?? '', purpose: params['purpose'] ?? '' });
const answer = (status: 200 | 201, result: Result<unknown, Refusal>): Handled => (result.ok ? ok({ status, json: result.value }) : result);
