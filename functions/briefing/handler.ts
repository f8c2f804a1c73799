import type { Bundle } from '@medplum/fhirtypes';
import { attendBriefing, cancelBriefing, signMinutes } from '../../shared/briefing/change.ts';
import type { Ask, BriefingContext } from '../../shared/briefing/context.ts';
import { briefingAttendance, briefingCancellation, briefingMessage, briefingMinutes, briefingPlan, type BriefingView } from '../../shared/briefing/contract.ts';
import { joinBriefing, type PassFor } from '../../shared/briefing/join.ts';
import { planBriefing } from '../../shared/briefing/plan.ts';
import { writeInBriefing } from '../../shared/briefing/talk.ts';
import { exportMinutes, listBriefings, viewBriefing } from '../../shared/briefing/view.ts';
import type { Refusal } from '../../shared/kernel/refusal.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { routes } from '../../shared/routes.ts';
import { asCommand, parseBody, type CommandKey } from '../_http/body.ts';
import type { Endpoint, Handled } from '../_http/chain.ts';
import type { SignedInRequest } from '../_http/request.ts';

export type BriefingDeps = { readonly context: BriefingContext & { readonly passFor: PassFor }; readonly onPaper: (document: Bundle, view: BriefingView) => Promise<Uint8Array> };

const askOf = ({ principal, correlationId }: SignedInRequest, command?: CommandKey): Ask => ({ principal, correlationId, ...(command ? { command } : {}) });
const idOf = ({ params }: SignedInRequest): string => params['id'] ?? '';
const answer = (status: 200 | 201, result: Result<unknown, Refusal>): Handled => (result.ok ? ok({ status, json: result.value }) : result);

/** Meetings across facilities without a patient. */
export function briefingEndpoints({ context, onPaper }: BriefingDeps): readonly Endpoint[] {
  const command = (status: 200 | 201, run: (request: SignedInRequest, ask: Ask) => Promise<Result<object, Refusal>>) => (request: SignedInRequest) =>
    asCommand(context.repository, request, async (key) => answer(status, await run(request, askOf(request, key))));
  return [
    { route: routes.briefings, handle: async (request: SignedInRequest) => answer(200, await listBriefings(context, askOf(request))) },
    { route: routes.briefing, handle: async (request: SignedInRequest) => answer(200, await viewBriefing(context, askOf(request), idOf(request))) },
    {
      route: routes.briefingPlan,
      handle: command(201, async (request, ask) => {
        const body = parseBody(request, briefingPlan);
        return body.ok ? await planBriefing(context, ask, body.value) : body;
      }),
    },
    {
      route: routes.briefingCancellation,
      handle: command(200, async (request, ask) => {
        const body = parseBody(request, briefingCancellation);
        return body.ok ? await cancelBriefing(context, ask, idOf(request), body.value.reason) : body;
      }),
    },
    {
      route: routes.briefingMinutes,
      handle: command(200, async (request, ask) => {
        const body = parseBody(request, briefingMinutes);
        return body.ok ? await signMinutes(context, ask, idOf(request), body.value) : body;
      }),
    },
    {
      route: routes.briefingAttendance,
      async handle(request: SignedInRequest) {
        const body = parseBody(request, briefingAttendance);
        return body.ok ? answer(200, await attendBriefing(context, askOf(request), idOf(request))) : body;
      },
    },
    {
      route: routes.briefingMessage,
      handle: command(200, async (request, ask) => {
        const body = parseBody(request, briefingMessage);
        return body.ok ? await writeInBriefing(context, ask, idOf(request), body.value.text) : body;
      }),
    },
    { route: routes.briefingToken, handle: async (request: SignedInRequest) => answer(200, await joinBriefing(context, askOf(request), idOf(request))) },
    {
      route: routes.briefingDocument,
      async handle(request: SignedInRequest) {
        const exported = await exportMinutes(context, askOf(request), idOf(request));
        return exported.ok ? ok({ status: 200, json: exported.value.document, headers: { 'content-type': 'application/fhir+json' } }) : exported;
      },
    },
    {
      route: routes.briefingPdf,
      async handle(request: SignedInRequest) {
        const exported = await exportMinutes(context, askOf(request), idOf(request));
        if (!exported.ok) return exported;
        return ok({ status: 200, bytes: await onPaper(exported.value.document, exported.value.view), headers: { 'content-type': 'application/pdf', 'content-disposition': 'attachment; filename="bien-ban-giao-ban.pdf"' } });
      },
    },
  ];
}
