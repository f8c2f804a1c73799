import './withoutWebSocket.ts';
import { OperationOutcomeError, validateResource } from '@medplum/core';
import type { Coding, OperationOutcomeIssue, Resource } from '@medplum/fhirtypes';
import { isResourceType } from '../search/definitions.ts';
import { dataTypeIssues } from './dataTypes.ts';
import { boundCodes, installDataTypes } from './definitions.ts';
import type { Issue } from './issue.ts';
import { structureIssues } from './structure.ts';

type Tokens = Record<string, { readonly value: unknown; readonly type: string; readonly path: string }[]>;

/**
 * Whether a JSON value is a valid R4 resource: structure, cardinality, data types, invariants by @medplum/core; required
 * bindings, invariants and forms of data types, XHTML, ids, empty elements, reference targets, conflicting choices and contained references by us. [] when it is.
 */
export function validate(resource: Resource): readonly Issue[] {
  if (!isResourceType(resource.resourceType)) return [{ code: 'structure', diagnostics: 'not an R4 resource type', expression: 'resourceType' }];
  const own = structureIssues(resource);
  // The walk of the library expects JSON without holes and does not end well otherwise.
  if (own.length > 0) return own;
  installDataTypes();
  const tokens: Tokens = {};
  const found = coreIssues(resource, tokens);
  return [...found.filter(isFault).map(issueOf), ...bindingIssues(tokens), ...dataTypeIssues(resource)];
}

function coreIssues(resource: Resource, tokens: Tokens): OperationOutcomeIssue[] {
  try {
    return validateResource(resource, { collect: { tokens } });
  } catch (error) {
    if (error instanceof OperationOutcomeError) return error.outcome.issue;
    // The walk throws on some wrong shapes instead of reporting them; whatever it can't walk is no resource.
    return [{ severity: 'error', code: 'structure', details: { text: 'not the shape of the type' }, expression: [resource.resourceType] }];
  }
}

/**
 * Two findings that the library only warns of are errors in R4; the other warnings are not about validity. It takes
 * whitespace in base64 for a fault, which R4 allows: the forms of data types are ours to judge.
 */
function isFault({ severity, details }: OperationOutcomeIssue): boolean {
  const text = details?.text ?? '';
  if (text === 'Invalid base64Binary format') return false;
  if (severity === 'error' || severity === 'fatal') return true;
  return text.startsWith('Conflicting choice') || (/^Invalid reference: got "[A-Z][A-Za-z]+"/.test(text) && isResourceType(/got "(\w+)"/.exec(text)?.[1] ?? ''));
}

function issueOf({ code, details, diagnostics, expression }: OperationOutcomeIssue): Issue {
  const text = details?.text ?? '';
  return {
    code: code === 'invariant' ? 'invariant' : text.startsWith('Missing required') ? 'required' : code === 'structure' ? 'structure' : 'value',
    diagnostics: text || (typeof diagnostics === 'string' ? diagnostics : 'not valid'),
    expression: (expression?.[0] ?? '').replaceAll('[x]', ''),
  };
}

function bindingIssues(tokens: Tokens): Issue[] {
  return Object.entries(tokens).flatMap(([valueSet, values]) => {
    const codes = boundCodes(valueSet);
    if (!codes) return [];
    const bare = new Set([...codes].map((c) => c.slice(c.lastIndexOf('|') + 1)));
    return values.flatMap(({ value, type, path }) => (isBound(value, type, codes, bare) ? [] : [{ code: 'code-invalid' as const, diagnostics: `not a code of ${valueSet}`, expression: path }]));
  });
}

function isBound(value: unknown, type: string, codes: ReadonlySet<string>, bare: ReadonlySet<string>): boolean {
  // A primitive with an extension comes as a String object.
  if (typeof value === 'string' || value instanceof String) return bare.has(value.valueOf());
  if (typeof value !== 'object' || value === null) return true;
  const codings = type === 'CodeableConcept' ? (value as { coding?: unknown }).coding : [value];
  // A concept with text alone has no code to judge; one of several codings is enough. What is no list, the schema refuses.
  return !Array.isArray(codings) || (codings as readonly (Coding | null)[]).some((one) => one?.code === undefined || codes.has(`${one.system}|${one.code}`));
}
