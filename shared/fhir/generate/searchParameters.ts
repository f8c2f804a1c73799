/**
 * Writes search/parameters.generated.ts: R4's search parameters with every path resolved to plain property names
 * and the data type found there, so that nothing evaluates FHIRPath at run time.
 *
 *     node shared/fhir/generate/searchParameters.ts
 */
import { writeFileSync } from 'node:fs';
import type { CompartmentDefinition, SearchParameter, StructureDefinition } from '@medplum/fhirtypes';
import { baseElements, definition, definitions } from './definitions.ts';

type Found = { path: string; at: string; type: string };

const elements = baseElements();
const resourceTypes = definitions<StructureDefinition>('profiles-resources.json')
  .filter((d) => d.resourceType === 'StructureDefinition' && d.kind === 'resource' && !d.abstract && d.derivation === 'specialization')
  .map((d) => d.type ?? '')
  .toSorted();

const typeCode = (code = ''): string => code.replace('http://hl7.org/fhirpath/System.String', 'string');
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** One property step from `from`, one result for each type of a choice. */
function step(from: Found, name: string): Found[] {
  const plain = elements.get(`${from.at}.${name}`);
  const element = plain ?? elements.get(`${from.at}.${name}[x]`);
  if (!element) return [];
  if (element.contentReference) return [{ path: join(from.path, name), at: element.contentReference.slice(1), type: 'BackboneElement' }];
  return (element.type ?? []).map(({ code }) => {
    const type = typeCode(code);
    const own = type === 'BackboneElement' || type === 'Element';
    return { path: join(from.path, plain ? name : `${name}${capital(type)}`), at: own ? `${from.at}.${name}` : type, type };
  });
}

const join = (path: string, name: string): string => (path ? `${path}.${name}` : name);

function steps(expression: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const c of expression) {
    if (c === '(') depth++;
    if (c === ')') depth--;
    if (c === '.' && depth === 0) {
      parts.push(part);
      part = '';
    } else part += c;
  }
  return [...parts, part];
}

function follow(start: Found, parts: string[]): Found[] {
  let found = [start];
  for (const part of parts) {
    // The molecular sequence composites compare across the resource: no plain path says that.
    if (part === '%resource') return [];
    const type = /^(?:ofType|as)\((\w+)\)$/.exec(part)?.[1];
    const target = /^where\(resolve\(\) is (\w+)\)$/.exec(part)?.[1];
    const filter = /^where\((\w+)='([\w-]+)'\)$/.exec(part);
    const first = /^(\w+)\[0\]$/.exec(part)?.[1];
    if (type) found = found.filter((f) => f.type === type);
    else if (target) found = found.map((f) => ({ ...f, path: `${f.path}[is ${target}]` }));
    else if (filter) found = found.map((f) => ({ ...f, path: `${f.path}[${filter[1]}=${filter[2]}]` }));
    else if (first) found = found.flatMap((f) => step(f, first)).map((f) => ({ ...f, path: `${f.path}[0]` }));
    else if (/^\w+$/.test(part)) found = found.flatMap((f) => step(f, part));
    else throw new Error(`not understood: ${part}`);
  }
  return found;
}

/** Top-level alternatives, without the brackets around each. */
function alternatives(expression: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const c of `${expression}|`) {
    if (c === '(') depth++;
    if (c === ')') depth--;
    if (c === '|' && depth === 0) {
      parts.push(part.trim());
      part = '';
    } else part += c;
  }
  return parts.map((p) => p.replace(/^\((.*)\)((?:\.\w+)*)$/, '$1$2'));
}

function pathsFor(resourceType: string, expression: string): string[] {
  const found: string[] = [];
  for (const alternative of alternatives(expression)) {
    const [head = '', ...rest] = steps(alternative);
    if (head !== resourceType && head !== 'Resource' && head !== 'DomainResource') continue;
    for (const { path, type } of follow({ path: '', at: head === resourceType ? head : resourceType, type: head }, rest)) found.push(`${path}:${type}`);
  }
  return [...new Set(found)];
}

const letters: Record<string, string> = { string: 's', token: 't', reference: 'r', date: 'd', number: 'n', quantity: 'q', uri: 'u', composite: 'c' };
const byUrl = new Map(definitions<SearchParameter>('search-parameters.json').map((p) => [p.url, p]));

/** Composite: `base path!type letter paths!type letter paths`. */
function composite(resourceType: string, parameter: SearchParameter): string {
  const found = alternatives(parameter.expression ?? '').flatMap((alternative) => {
    const [head = '', ...rest] = steps(alternative);
    if (head !== resourceType) return [];
    return follow({ path: '', at: resourceType, type: resourceType }, rest).map((base) => {
      const parts = (parameter.component ?? []).map((component) => {
        const of = byUrl.get(component.definition ?? '');
        const paths = alternatives(component.expression ?? '').flatMap((expression) =>
          follow({ path: '', at: base.at, type: base.type }, steps(expression)).map(({ path, type }) => `${path}:${type}`),
        );
        return `${letters[of?.type ?? ''] ?? '?'}${[...new Set(paths)].join(',')}`;
      });
      return [base.path, ...parts].join('!');
    });
  });
  return found.join('+');
}

/** "*" for "any resource", which R4 writes as a list of all. */
const targetsOf = ({ target = [] }: SearchParameter): string => (target.length > 100 ? '*' : target.join(','));

/** The common ones are the same for every type and stand in definitions.ts. */
const skipped = new Set(['_text', '_content', '_query', '_filter', '_list', '_has', '_type', '_in', '_id', '_lastUpdated', '_profile', '_security', '_source', '_tag']);
const lines: string[] = [];
const omitted: string[] = [];
for (const resourceType of resourceTypes) {
  const entries: string[] = [];
  for (const parameter of byUrl.values()) {
    const code = parameter.code ?? '';
    if (!parameter.base?.some((b) => (b as string) === resourceType || (b as string) === 'Resource' || (b as string) === 'DomainResource') || skipped.has(code)) continue;
    const letter = letters[parameter.type ?? ''];
    if (!letter || !parameter.expression) {
      omitted.push(`${resourceType}?${code} (${parameter.type})`);
      continue;
    }
    if (parameter.id === 'Patient-deceased') {
      entries.push(`${code} t @deceased:boolean`);
      continue;
    }
    const paths = letter === 'c' ? composite(resourceType, parameter) : pathsFor(resourceType, parameter.expression).join(',');
    const targets = letter === 'r' ? ` ${targetsOf(parameter)}` : '';
    if (paths) entries.push(`${code} ${letter} ${paths}${targets}`);
    else omitted.push(`${resourceType}?${code}`);
  }
  lines.push(`  ${resourceType}: '${entries.join(';')}',`);
}
/** Task is not in R4's patient compartment; a request about a patient belongs to the patient's record here. */
const ours: Record<string, string[]> = { Task: ['patient'] };
const compartment = definition<CompartmentDefinition>('compartmentdefinition-patient.json')
  .resource?.map(({ code, param = [] }) => ({ code, codes: [...param.filter((p) => !p.startsWith('{')), ...(ours[code] ?? [])] }))
  .filter(({ codes }) => codes.length > 0)
  .map(({ code, codes }) => `  ${code}: '${codes.join(' ')}',`);
const target = new URL('../search/parameters.generated.ts', import.meta.url);
writeFileSync(target, `/** Made by generate/searchParameters.ts from HL7's R4 definitions; do not edit. Format: definitions.ts. */\nexport const encodedParameters: Readonly<Record<string, string>> = {\n${lines.join('\n')}\n};\n\n/** The parameters by which a type belongs to a patient (R4 compartmentdefinition-patient). */\nexport const encodedPatientCompartment: Readonly<Record<string, string>> = {\n${compartment?.join('\n')}\n};\n`);
process.stdout.write(`${lines.length} types, omitted: ${omitted.join(', ') || 'none'}\n`);
