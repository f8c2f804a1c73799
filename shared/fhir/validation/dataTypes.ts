import { getAllDataTypes } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import { invariants, type Fields } from './invariants.ts';
import type { Issue } from './issue.ts';
import { primitiveFault } from './primitives.ts';
import { xhtmlFault } from './xhtml.ts';

/** Property names of a type with what they hold and FHIRPath's name for it: "valueQuantity" -> Quantity, "value". */
type Properties = ReadonlyMap<string, { readonly type: string; readonly element: string }>;

const known = new Map<string, Properties>();

function propertiesOf(type: string): Properties {
  const before = known.get(type);
  if (before) return before;
  const properties = new Map<string, { type: string; element: string }>();
  for (const [name, { type: types }] of Object.entries(getAllDataTypes()[type]?.elements ?? {})) {
    if (!name.endsWith('[x]')) properties.set(name, { type: types[0]?.code ?? '', element: name });
    else for (const { code } of types) properties.set(name.slice(0, -3) + code.charAt(0).toUpperCase() + code.slice(1), { type: code, element: name.slice(0, -3) });
  }
  known.set(type, properties);
  return properties;
}

/** Forms of primitives, invariants of data types and XHTML: what the schema walk of the library leaves out, by its schemas. */
export function dataTypeIssues(resource: Resource): Issue[] {
  const issues: Issue[] = [];
  visit(resource, resource.resourceType, resource.resourceType, issues);
  return issues;
}

function visit(value: unknown, type: string, path: string, issues: Issue[]): void {
  if (Array.isArray(value)) return value.forEach((one, i) => visit(one, type, `${path}[${i}]`, issues));
  if (typeof value !== 'object' || value === null) {
    const fault = type === 'xhtml' ? xhtmlFault(String(value)) : primitiveFault(type, value);
    if (fault) issues.push({ code: type === 'xhtml' ? 'invariant' : 'value', diagnostics: type === 'xhtml' ? `txt-1: ${fault}` : fault, expression: path });
    return undefined;
  }
  const inner = value as Fields;
  const actual = type === 'Resource' && typeof inner['resourceType'] === 'string' ? inner['resourceType'] : type;
  for (const { key, says, holds } of invariants[actual] ?? []) if (!holds(inner)) issues.push({ code: 'invariant', diagnostics: `${key}: ${says}`, expression: path });
  const properties = propertiesOf(actual);
  for (const [name, one] of Object.entries(inner)) {
    const of = name.startsWith('_') ? { type: 'Element', element: name.slice(1) } : properties.get(name);
    if (of !== undefined) visit(one, of.type, `${path}.${of.element}`, issues);
  }
  return undefined;
}
