import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';

/** An element of a differential; the path follows from the id. */
export type Rule = Omit<ElementDefinition, 'path' | 'id'>;
export type Rules = Readonly<Record<string, Rule>>;

const version = '0.2.0';
const pathOf = (id: string): string => id.replace(/:[^.]+/g, '');

function definition(base: string, id: string, type: string, title: string, description: string, rules: Rules): StructureDefinition {
  const [root, ...rest] = [type, ...Object.keys(rules).filter((key) => key !== type)];
  return {
    resourceType: 'StructureDefinition',
    id,
    url: `${base}/StructureDefinition/${id}`,
    version,
    name: id.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(''),
    title,
    status: 'active',
    publisher: 'Liên Tuyến',
    description,
    fhirVersion: '4.0.1',
    kind: type === 'Extension' ? 'complex-type' : 'resource',
    abstract: false,
    type,
    baseDefinition: `http://hl7.org/fhir/StructureDefinition/${type}`,
    derivation: 'constraint',
    differential: {
      element: [root, ...rest].map((key) => ({ id: key, path: pathOf(key ?? type), ...sliceOf(key ?? type), ...rules[key ?? type] })),
    },
  };
}

/** "Patient.identifier:citizenId" begins a slice; what is below one does not. */
function sliceOf(id: string): { sliceName?: string } {
  const slice = /:([^.]+)$/.exec(id)?.[1];
  return slice === undefined ? {} : { sliceName: slice };
}

export const profile = definition;

/** "date" -> fixed type of the value; the element that it may stand on. */
export function extension(base: string, id: string, title: string, on: readonly string[], types: readonly string[], rules: Rules = {}): StructureDefinition {
  const url = `${base}/StructureDefinition/${id}`;
  const value: Rules = types.length > 0 ? { 'Extension.extension': { max: '0' }, 'Extension.value[x]': { min: 1, type: types.map((code) => ({ code })) } } : { 'Extension.value[x]': { max: '0' } };
  return {
    ...definition(base, id, 'Extension', title, title, { 'Extension.url': { fixedUri: url }, ...value, ...rules }),
    context: on.map((expression) => ({ type: 'element' as const, expression })),
  };
}

/** A part of an extension: its url within, how often, what it holds. */
export const part = (name: string, min: number, type: string): Rules => ({
  [`Extension.extension:${name}`]: { min, max: '1' },
  [`Extension.extension:${name}.url`]: { fixedUri: name },
  [`Extension.extension:${name}.value[x]`]: { min: 1, type: [{ code: type }] },
});

export const rule = (key: string, human: string, expression: string): NonNullable<ElementDefinition['constraint']>[number] => ({ key, severity: 'error', human, expression });
export const target = (...types: string[]): NonNullable<ElementDefinition['type']> => [{ code: 'Reference', targetProfile: types.map((type) => `http://hl7.org/fhir/StructureDefinition/${type}`) }];
export const required = (valueSet: string) => ({ strength: 'required' as const, valueSet });
