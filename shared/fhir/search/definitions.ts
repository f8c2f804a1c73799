import { encodedParameters } from './parameters.generated.ts';

/** Where values of a parameter stand: property names, at most one filter a step, and the data type found there. */
export type ValuePath = {
  readonly steps: readonly { readonly name: string; readonly filter?: { readonly name: string; readonly value: string }; readonly first?: true }[];
  readonly type: string;
  /** Only references to this type count ("where(resolve() is Patient)"). */
  readonly target?: string;
};

export type ParameterType = 'string' | 'token' | 'reference' | 'date' | 'number' | 'quantity' | 'uri';

export type SimpleParameter = {
  readonly code: string;
  readonly type: ParameterType;
  readonly paths: readonly ValuePath[];
  /** Types a reference may point to; ["*"] for any. */
  readonly targets: readonly string[];
};

export type CompositeParameter = {
  readonly code: string;
  readonly type: 'composite';
  /** One entry for each place where the parts stand together. */
  readonly places: readonly { readonly base?: ValuePath; readonly parts: readonly SimpleParameter[] }[];
};

export type SearchParameterDefinition = SimpleParameter | CompositeParameter;

const common =
  '_id t id:string;_lastUpdated d meta.lastUpdated:instant;_profile u meta.profile:canonical;_security t meta.security:Coding;_source u meta.source:uri;_tag t meta.tag:Coding';

const types: Record<string, ParameterType> = { s: 'string', t: 'token', r: 'reference', d: 'date', n: 'number', q: 'quantity', u: 'uri' };

const decoded = new Map<string, ReadonlyMap<string, SearchParameterDefinition>>();

/** The search parameters of a type by code, e.g. parametersOf('Patient').get('birthdate'); undefined for no R4 type. */
export function parametersOf(resourceType: string): ReadonlyMap<string, SearchParameterDefinition> | undefined {
  const encoded = Object.hasOwn(encodedParameters, resourceType) ? encodedParameters[resourceType] : undefined;
  if (encoded === undefined) return undefined;
  let parameters = decoded.get(resourceType);
  if (!parameters) {
    parameters = new Map(`${common};${encoded}`.split(';').filter(Boolean).map(decode).map((p) => [p.code, p]));
    decoded.set(resourceType, parameters);
  }
  return parameters;
}

/** Every resource type of R4. */
export const resourceTypes: readonly string[] = Object.keys(encodedParameters);

export const isResourceType = (name: string): boolean => Object.hasOwn(encodedParameters, name);

/** "code letter path:Type,path:Type targets"; composite: "code c base!letterpaths!letterpaths+...". */
function decode(entry: string): SearchParameterDefinition {
  const [code = '', letter = '', ...rest] = entry.split(' ');
  if (letter === 'c') return { code, type: 'composite', places: rest.join(' ').split('+').map(decodePlace) };
  const body = rest.join(' ');
  // A filter holds a blank ("[is Patient]"), so the targets are what follows the last one outside brackets.
  const cut = letter === 'r' ? body.lastIndexOf(' ') : -1;
  const paths = cut < 0 ? body : body.slice(0, cut);
  const targets = cut < 0 ? [] : body.slice(cut + 1).split(',').filter(Boolean);
  return { code, type: types[letter] ?? 'string', paths: decodePaths(paths), targets };
}

function decodePlace(place: string) {
  const [base = '', ...parts] = place.split('!');
  return {
    ...(base ? { base: decodePath(`${base}:BackboneElement`) } : {}),
    parts: parts.map((part): SimpleParameter => ({ code: '', type: types[part.charAt(0)] ?? 'string', paths: decodePaths(part.slice(1)), targets: [] })),
  };
}

const decodePaths = (paths: string): ValuePath[] => paths.split(',').filter(Boolean).map(decodePath);

function decodePath(path: string): ValuePath {
  const colon = path.lastIndexOf(':');
  let target: string | undefined;
  const steps = path
    .slice(0, colon)
    .split('.')
    .map((step) => {
      const [, name = '', bracket] = /^([@\w]+)(?:\[(.*)\])?$/.exec(step) ?? [];
      if (bracket === undefined) return { name };
      if (bracket === '0') return { name, first: true as const };
      if (bracket.startsWith('is ')) {
        target = bracket.slice(3);
        return { name };
      }
      const [field = '', value = ''] = bracket.split('=');
      return { name, filter: { name: field, value } };
    });
  return { steps, type: path.slice(colon + 1), ...(target ? { target } : {}) };
}
