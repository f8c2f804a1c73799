import './withoutWebSocket.ts';
import { getAllDataTypes, type InternalSchemaElement } from '@medplum/core';
import { installDataTypes } from './definitions.ts';

type ElementType = InternalSchemaElement['type'][number];
type Constraint = NonNullable<InternalSchemaElement['constraints']>[number];

/** A property of a type in JSON: "valueQuantity" holds a Quantity and is FHIRPath's "value". */
export type Property = {
  readonly element: string;
  /** As a path names it: with its type where the element has a choice of types, "value.ofType(Quantity)". */
  readonly step: string;
  readonly rule: InternalSchemaElement;
  readonly type: ElementType;
  readonly isPrimitive: boolean;
};

export type TypeRules = {
  readonly properties: ReadonlyMap<string, Property>;
  /** Elements that may not be left out, each with the names that it can have in JSON. */
  readonly required: readonly { readonly element: string; readonly names: readonly string[] }[];
  readonly constraints: readonly Constraint[];
  readonly isResource: boolean;
};

export const isPrimitiveType = (code: string): boolean => /^[a-z]/.test(code);

const known = new Map<string, TypeRules>();

/** What R4 says of a data type, a backbone element ("PatientContact") or a resource type; undefined when it has none of that name. */
export function rulesOf(type: string): TypeRules | undefined {
  const before = known.get(type);
  if (before) return before;
  installDataTypes();
  const types = getAllDataTypes();
  const schema = Object.hasOwn(types, type) ? types[type] : undefined;
  if (!schema) return undefined;
  const properties = new Map<string, Property>();
  const required: { element: string; names: readonly string[] }[] = [];
  for (const [name, rule] of Object.entries(schema.elements)) {
    const element = name.replace('[x]', '');
    const names = rule.type.map((one) => {
      const json = name.endsWith('[x]') ? element + one.code.charAt(0).toUpperCase() + one.code.slice(1) : name;
      properties.set(json, { element, step: json === element ? element : `${element}.ofType(${one.code})`, rule, type: one, isPrimitive: isPrimitiveType(one.code) });
      return json;
    });
    if (rule.min > 0) required.push({ element, names });
  }
  const made = { properties, required, constraints: schema.constraints ?? [], isResource: schema.elements['meta'] !== undefined && schema.elements['implicitRules'] !== undefined };
  known.set(type, made);
  return made;
}
