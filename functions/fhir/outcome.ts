import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes';
import type { Issue } from '../../shared/fhir/validation/issue.ts';
import type { SearchRefusal } from '../../shared/fhir/repository.ts';
import { refusal, type Refusal } from '../../shared/kernel/refusal.ts';
import type { ProblemBody } from '../_http/problems/index.ts';
import type { ApiAnswer } from '../_http/request.ts';
import { json } from './context.ts';

/** R4 issue-type by our code where the status says too little, else by the status. */
const byCode: Readonly<Record<string, OperationOutcomeIssue['code']>> = {
  FHIR_SEARCH_TOO_COSTLY: 'too-costly',
  FHIR_PARAMETER_UNKNOWN: 'not-supported',
  FHIR_PARAMETER_INVALID: 'value',
  FHIR_MULTIPLE_MATCHES: 'multiple-matches',
  FHIR_DOCUMENT_SIGNED: 'business-rule',
  FHIR_CONSULTATION_SIGNED: 'business-rule',
  FHIR_EXPORT_BUSY: 'throttled',
  FHIR_GRAPHQL_TOO_COSTLY: 'too-costly',
  HTTP_CONTENTION: 'lock-error',
};
const byStatus: Readonly<Record<number, OperationOutcomeIssue['code']>> = {
  400: 'invalid', 401: 'login', 403: 'forbidden', 404: 'not-found', 405: 'not-supported', 406: 'not-supported', 409: 'conflict', 410: 'deleted', 412: 'conflict', 413: 'too-long', 415: 'not-supported', 422: 'processing', 503: 'transient',
};

/** Every refusal of the FHIR endpoint: our permanent code stands in details.coding, the words in the caller's language. */
export const outcomeWith = (identifierBase: string) => (problem: ProblemBody, refused: Refusal): ApiAnswer => ({
  status: problem.status,
  headers: { ...json, ...(problem.status === 405 ? { allow: 'GET, POST, PUT, PATCH, DELETE' } : {}) },
  json: outcomeOf(problem, refused, identifierBase),
});

export function outcomeOf(problem: ProblemBody, refused: Refusal, identifierBase: string): OperationOutcome {
  const first: OperationOutcomeIssue = {
    severity: 'error',
    code: byCode[refused.code] ?? byStatus[problem.status] ?? 'processing',
    details: { coding: [{ system: `${identifierBase}/CodeSystem/problem`, code: problem.code }], text: problem.title },
    diagnostics: `${problem.detail} (${problem.correlationId})`,
    ...(refused.at ? { expression: [refused.at] } : {}),
  };
  const more = isIssues(refused.help) ? refused.help.issues.map(issueOf) : [];
  return { resourceType: 'OperationOutcome', issue: [first, ...more] };
}

/** The element at fault by R4's plain path and, where it is one type of a choice, by the path that tells which. */
export const issueOf = ({ severity = 'error', code, text, diagnostics, expression, typed }: Issue): OperationOutcomeIssue => ({
  severity, code, details: { text }, diagnostics, ...(expression ? { expression: typed ? [expression, typed] : [expression] } : {}),
});

type Issues = { readonly issues: readonly Issue[] };
const isIssues = (help: unknown): help is Issues => typeof help === 'object' && help !== null && Array.isArray((help as Issues).issues);

export const invalidResource = (issues: readonly Issue[]): Refusal =>
  refusal('FHIR_RESOURCE_INVALID', { params: { count: issues.length }, help: { issues } satisfies Issues, ...(issues[0]?.expression ? { at: issues[0].expression } : {}) });

export function searchRefusal(refused: SearchRefusal): Refusal {
  switch (refused.kind) {
    case 'unknown-parameter':
      return refusal('FHIR_PARAMETER_UNKNOWN', { params: { parameter: refused.parameter } });
    case 'invalid-value':
      return refusal('FHIR_PARAMETER_INVALID', { params: { parameter: refused.parameter, reason: refused.reason } });
    case 'too-costly':
      return refusal('FHIR_SEARCH_TOO_COSTLY', { params: { add: refused.add.join(', ') } });
  }
}
