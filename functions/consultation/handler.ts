import { act } from '../../shared/consultation/act.ts';
import type { Ask, CareContext } from '../../shared/consultation/context.ts';
import { amendment, conclusion, consultationAction, consultationRequest, consultationsQuery, countersignature, type ConsultationView, type DiagnosisCodes } from '../../shared/consultation/contract.ts';
import { listConsultations } from '../../shared/consultation/list.ts';
import { prescribe, prescribingHelp, readPrescription, readPrescriptionDocuments, type ReadPrescription } from '../../shared/consultation/prescribe.ts';
import { readConclusion, readDocuments, type ReadConclusion } from '../../shared/consultation/readConclusion.ts';
import { requestConsultation } from '../../shared/consultation/request.ts';
import { countersign, signConclusion } from '../../shared/consultation/sign.ts';
import { viewConsultation } from '../../shared/consultation/view.ts';
import type { Refusal } from '../../shared/kernel/refusal.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { prescribing, prescriptionPdfQuery, type Medicines } from '../../shared/prescription/contract.ts';
import { pathOf, routes } from '../../shared/routes.ts';
import type { SignedKeyHistory } from '../../shared/signing/contract.ts';
import { searchDiagnoses } from '../../shared/terminology/icd10.ts';
import { searchMedicines } from '../../shared/terminology/searchMedicines.ts';
import { asCommand, parseBody, parseQuery, type CommandKey } from '../_http/body.ts';
import type { Endpoint, Handled } from '../_http/chain.ts';
import type { SignedInRequest } from '../_http/request.ts';

export type ConsultationDeps = {
  readonly care: CareContext;
  /** What a check of a signature of any age needs: every key with its time and revocation, and the trusted time-stamp authorities. */
  readonly keys: () => Promise<SignedKeyHistory>;
  readonly onPaper: (read: ReadConclusion) => Promise<Uint8Array>;
  readonly prescriptionPaper: (read: ReadPrescription) => Promise<Uint8Array>;
};

const askOf = ({ principal, correlationId }: SignedInRequest, command?: CommandKey): Ask => ({ principal, correlationId, ...(command ? { command } : {}) });
const idOf = ({ params }: SignedInRequest): string => params['id'] ?? '';
const answer = (status: 200 | 201, result: Result<unknown, Refusal>): Handled => (result.ok ? ok({ status, json: result.value }) : result);

/** Asking, acting, concluding: every command is repeatable by its key. */
export function consultationEndpoints({ care, keys, onPaper, prescriptionPaper }: ConsultationDeps): readonly Endpoint[] {
  const command = (status: 200 | 201, run: (request: SignedInRequest, ask: Ask) => Promise<Result<ConsultationView, Refusal>>) => (request: SignedInRequest) =>
    asCommand(care.repository, request, async (key) => answer(status, await run(request, askOf(request, key))));
  return [
    {
      route: routes.consultationRequest,
      handle: command(201, async (request, ask) => {
        const body = parseBody(request, consultationRequest);
        return body.ok ? await requestConsultation(care, ask, body.value) : body;
      }),
    },
    {
      route: routes.consultationAction,
      handle: command(200, async (request, ask) => {
        const body = parseBody(request, consultationAction);
        return body.ok ? await act(care, ask, idOf(request), body.value) : body;
      }),
    },
    {
      route: routes.conclusionSigning,
      handle: command(200, async (request, ask) => {
        const body = parseBody(request, conclusion);
        return body.ok ? await signConclusion(care, ask, idOf(request), body.value) : body;
      }),
    },
    {
      route: routes.amendment,
      handle: command(200, async (request, ask) => {
        const body = parseBody(request, amendment);
        if (!body.ok) return body;
        const { reason, ...content } = body.value;
        return await signConclusion(care, ask, idOf(request), content, reason);
      }),
    },
    {
      route: routes.countersigning,
      handle: command(200, async (request, ask) => {
        const body = parseBody(request, countersignature);
        return body.ok ? await countersign(care, ask, idOf(request), body.value) : body;
      }),
    },
    {
      route: routes.prescriptionSigning,
      handle: command(200, async (request, ask) => {
        const body = parseBody(request, prescribing);
        return body.ok ? await prescribe(care, ask, idOf(request), body.value) : body;
      }),
    },
    ...readingEndpoints(care, onPaper),
    { route: routes.keyHistory, handle: async () => ok({ status: 200, json: await keys(), headers: { 'cache-control': 'public, max-age=300' } }) },
    ...prescriptionEndpoints(care, prescriptionPaper),
  ];
}

function readingEndpoints(care: CareContext, onPaper: ConsultationDeps['onPaper']): readonly Endpoint[] {
  return [
    {
      route: routes.consultations,
      async handle(request: SignedInRequest) {
        const query = parseQuery(request, consultationsQuery);
        return query.ok ? answer(200, await listConsultations(care, askOf(request), query.value.list)) : query;
      },
    },
    { route: routes.consultation, handle: async (request: SignedInRequest) => answer(200, await viewConsultation(care, askOf(request), idOf(request))) },
    {
      route: routes.conclusion,
      async handle(request: SignedInRequest) {
        const read = await readConclusion(care, askOf(request), idOf(request), 'conclusion-read');
        return read.ok ? ok({ status: 200, json: read.value.conclusion }) : read;
      },
    },
    { route: routes.signedDocuments, handle: async (request: SignedInRequest) => answer(200, await readDocuments(care, askOf(request), idOf(request))) },
    { route: routes.conclusionPdf, handle: (request: SignedInRequest) => paper(care, onPaper, request) },
    {
      route: routes.diagnosisCodes,
      handle: (request: SignedInRequest) => Promise.resolve(ok({ status: 200, json: { codes: searchDiagnoses(request.query.get('q') ?? '') } satisfies DiagnosisCodes })),
    },
  ];
}

function prescriptionEndpoints(care: CareContext, onPaper: ConsultationDeps['prescriptionPaper']): readonly Endpoint[] {
  return [
    {
      route: routes.prescriptionPdf,
      async handle(request: SignedInRequest) {
        const query = parseQuery(request, prescriptionPdfQuery);
        if (!query.ok) return query;
        const read = await readPrescription(care, askOf(request), idOf(request), query.value.document);
        if (!read.ok) return read;
        return ok({ status: 200, headers: { 'content-type': 'application/pdf', 'content-disposition': `inline; filename="don-thuoc-${read.value.prescription.code}.pdf"` }, bytes: await onPaper(read.value) });
      },
    },
    { route: routes.prescribingHelp, handle: async (request: SignedInRequest) => answer(200, await prescribingHelp(care, askOf(request), idOf(request))) },
    { route: routes.prescriptionDocuments, handle: async (request: SignedInRequest) => answer(200, await readPrescriptionDocuments(care, askOf(request), idOf(request))) },
    {
      route: routes.medicines,
      handle: (request: SignedInRequest) => Promise.resolve(ok({ status: 200, json: { medicines: searchMedicines(request.query.get('q') ?? '') } satisfies Medicines })),
    },
  ];
}

async function paper(care: CareContext, onPaper: ConsultationDeps['onPaper'], request: SignedInRequest): Promise<Handled> {
  const read = await readConclusion(care, askOf(request), idOf(request), 'conclusion-downloaded');
  if (!read.ok) return read;
  return ok({
    status: 200,
    headers: { 'content-type': 'application/pdf', 'content-disposition': `inline; filename="ket-luan-${read.value.conclusion.documentId}.pdf"` },
    bytes: await onPaper(read.value),
  });
}

/** Where the public keys are, as it is printed on the paper. */
export const keysAddress = (baseUrl: string): string => `${baseUrl}${pathOf('publicKeys')}`;
