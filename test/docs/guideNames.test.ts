import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { guideDefinitions } from '../../shared/fhir/guide/index.ts';
import { inside } from '../../shared/fhir/guide/inside.ts';
import { identifierSystems } from '../../shared/fhir/identifierSystems.ts';
import { ownCodeSystems } from '../../shared/terminology/own/index.ts';

const root = join(import.meta.dirname, '../..');
const base = 'https://lien-tuyen.example';
type Kind = 'StructureDefinition' | 'CodeSystem' | 'sid';

const sources = ['shared', 'functions'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/(test|test\.support|fake|fixtures?|generated)\.ts$|^(fhir\/guide|terminology)\//.test(path))
    .map((path) => join(folder, path)),
);

/** Names that a source puts under the base: in templates, and by the helpers that take a name. */
function namesIn(text: string): readonly (readonly [Kind, string])[] {
  const name = "([a-z][a-z0-9]*(?:-[a-z0-9]+)*)";
  const templates = [...text.matchAll(new RegExp(`\\}/(StructureDefinition|CodeSystem|sid)/${name}(?=[\`'"])`, 'g'))].map(([, kind, found]) => [kind as Kind, found ?? ''] as const);
  const asked = [...text.matchAll(new RegExp(`\\b(url|extensionUrl|codeSystem)\\((?:[\\w.]+, )?'${name}'\\)`, 'g'))].map(([, helper, found]) => [helper === 'codeSystem' ? 'CodeSystem' : 'StructureDefinition', found ?? ''] as const);
  // The names that a helper takes, as its type lists them.
  const listed = /ExtensionName =\n((?: {2}\| '[a-z-]+';?\n?)+)/.exec(text)?.[1]?.matchAll(/'([a-z-]+)'/g) ?? [];
  return [...templates, ...asked, ...[...listed].map(([, found]) => ['StructureDefinition', found ?? ''] as const)];
}

const written = sources.flatMap((path) => namesIn(readFileSync(join(root, path), 'utf8')).map(([kind, name]) => ({ path, kind, name })));

const last = (url: string): string => url.split('/').at(-1) ?? '';
const defined: Readonly<Record<Kind, ReadonlySet<string>>> = {
  StructureDefinition: new Set(guideDefinitions(base).map(({ url }) => last(url))),
  CodeSystem: new Set(ownCodeSystems(base).map(({ url }) => last(url ?? ''))),
  sid: new Set(Object.values(identifierSystems(base)).map(last)),
};
const told: Readonly<Record<Kind, readonly string[]>> = { StructureDefinition: Object.keys(inside.extensions), CodeSystem: Object.keys(inside.codeSystems), sid: Object.keys(inside.identifiers) };

describe('the names that the code puts under the base of a deployment', () => {
  it('are found, however they are put there', () => {
    expect(namesIn("x = `${base}/CodeSystem/role`; url(base, 'sent-at'); codeSystem(a.base, 'specialty'); `http://hl7.org/fhir/sid/icd-10`; `${base}/StructureDefinition/prescription-${name}`;")).toEqual([['CodeSystem', 'role'], ['StructureDefinition', 'sent-at'], ['CodeSystem', 'specialty']]);
    expect(new Set(written.map(({ kind, name }) => `${kind}/${name}`)).size).toBeGreaterThan(80);
  });
  it('stand all in the implementation guide, defined or told as of the inside', () => {
    expect(written.filter(({ kind, name }) => !defined[kind].has(name) && !told[kind].includes(name))).toEqual([]);
  });
  it('are told as of the inside only where they are written and not defined', () => {
    const all = sources.map((path) => readFileSync(join(root, path), 'utf8')).join('\n');
    for (const kind of Object.keys(told) as Kind[]) {
      expect(told[kind].filter((name) => defined[kind].has(name))).toEqual([]);
      expect(told[kind].filter((name) => !written.some((one) => one.kind === kind && one.name === name) && !(name.startsWith('confirmation-') && all.includes('`confirmation-${')))).toEqual([]);
    }
  });
});
