import type { CodeSystem, ElementDefinition, StructureDefinition, ValueSet } from '@medplum/fhirtypes';
import { guideExtensions } from '../../shared/fhir/guide/extensions.ts';
import { guideProfiles } from '../../shared/fhir/guide/index.ts';
import { inside } from '../../shared/fhir/guide/inside.ts';
import { knownAliases } from '../../shared/fhir/identifierAliases.ts';
import { identifierSystems, type IdentifierSystems } from '../../shared/fhir/identifierSystems.ts';
import { ownCodeSystems, ownValueSets } from '../../shared/terminology/own/index.ts';
import { guideExamples } from './guideExamples.ts';

/** The base that the pages are written with; each deployment has its own (IDENTIFIER_BASE). */
const base = 'https://lien-tuyen.example';
const made = 'Made from `shared/fhir/guide` and `shared/terminology` by `npm run docs`; do not edit.';
const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\n/g, ' ');

/** Every file of docs/ig by its name in docs/: pages, and the artifacts as JSON. */
export function guidePages(): Readonly<Record<string, string>> {
  const profiles = guideProfiles(base);
  const artifacts: readonly (StructureDefinition | CodeSystem | ValueSet)[] = [...profiles, ...guideExtensions(base), ...ownCodeSystems(base), ...ownValueSets(base)];
  return {
    'ig/README.md': index(profiles),
    ...Object.fromEntries(profiles.map((p) => [`ig/${p.id}.md`, page(p)])),
    ...Object.fromEntries(artifacts.map((a) => [`ig/artifacts/${a.resourceType}-${a.id}.json`, json(a)])),
  };
}

function index(profiles: readonly StructureDefinition[]): string {
  const systems = identifierSystems(base);
  return [
    '# Implementation guide', '', made, '',
    'FHIR R4 (4.0.1). The profiles below are what this product itself writes and asks of what claims them in `meta.profile`;',
    `they are built into the server: \`GET /fhir/StructureDefinition?url=…\`. \`${base}\` stands for the deployment's own base`,
    '(`IDENTIFIER_BASE`): no Vietnamese identifier system is official. A profile that the server does not know is told as a',
    'warning and does not refuse a resource ([ADR 0056](../adr/0056-profiles.md)).', '',
    '## Profiles', '', '| profile | of | what it is |', '|---|---|---|',
    ...profiles.map((p) => `| [${p.id}](${p.id}.md) | ${p.type} | ${cell(p.title ?? '')} |`), '',
    '## Identifiers', '', 'Other systems that are known to name the same numbers are kept under ours and found under both ([ADR 0058](../adr/0058-identifier-aliases.md)).', '',
    '| number | system | taken as the same |', '|---|---|---|',
    ...(Object.keys(systems) as (keyof IdentifierSystems)[]).map((name) => `| ${name} | \`${systems[name]}\` | ${(knownAliases[name] ?? []).map((url) => `\`${url}\``).join(' ')} |`), '',
    '## Extensions', '', '| extension | on | holds | what it is |', '|---|---|---|---|',
    ...guideExtensions(base).map((e) => `| \`${e.id}\` | ${(e.context ?? []).map((c) => c.expression).join(', ')} | ${holds(e)} | ${cell(e.title ?? '')} |`), '',
    '## Code systems', '', '| code system | codes | what it is |', '|---|---|---|',
    ...ownCodeSystems(base).map((s) => `| \`${s.url}\`${s.content === 'fragment' ? ' (in use)' : ''} | ${s.concept?.length ?? 0} | ${cell(s.title ?? '')} |`), '',
    '## Value sets', '', ...ownValueSets(base).map((s) => `- \`${s.url}\`: ${s.title ?? ''}`), '',
    '## Inside the house', '', `Names under \`${base}\` that its own records hold for its own use: whoever may read such a record sees them, nobody outside needs`, 'them, and they may change.', '',
    '| name | of | what it is |', '|---|---|---|',
    ...([['extensions', 'StructureDefinition'], ['codeSystems', 'CodeSystem'], ['identifiers', 'sid']] as const).flatMap(([kind, path]) => Object.entries(inside[kind]).map(([name, words]) => `| \`${path}/${name}\` | ${kindNames[kind]} | ${cell(words)} |`)), '',
    'All artifacts as JSON: [artifacts](artifacts/).', '',
  ].join('\n');
}

const kindNames = { extensions: 'extension', codeSystems: 'code system', identifiers: 'identifier' } as const;

function holds({ differential }: StructureDefinition): string {
  const elements = differential?.element ?? [];
  const value = elements.find((e) => e.id === 'Extension.value[x]');
  const parts = elements.flatMap((e) => (e.sliceName ? [e.sliceName] : []));
  return parts.length > 0 ? `extensions: ${parts.join(', ')}` : (value?.type ?? []).map((t) => t.code).join(', ');
}

function page(profile: StructureDefinition): string {
  const example = guideExamples(base)[profile.id ?? ''];
  return [
    `# ${profile.title} (${profile.id})`, '', made, '', profile.description ?? '', '', `\`${profile.url}\`, on ${profile.type}. [As JSON](artifacts/StructureDefinition-${profile.id}.json).`, '',
    '| element | how often | rules |', '|---|---|---|',
    ...(profile.differential?.element ?? []).map((e) => `| \`${e.id}\` | ${often(e)} | ${cell(rulesOf(e))} |`), '',
    ...(example ? ['## Example', '', '```json', json(example.right).trimEnd(), '```', '', '## Refused', '', ...example.wrong.map(({ why }) => `- ${why}`), ''] : []),
  ].join('\n');
}

const often = ({ min, max }: ElementDefinition): string => (min === undefined && max === undefined ? '' : `${min ?? ''}..${max ?? ''}`);

function rulesOf(element: ElementDefinition): string {
  const fixed = Object.entries(element).find(([name]) => /^(fixed|pattern)[A-Z]/.test(name));
  return [
    ...(fixed ? [`${fixed[0].startsWith('fixed') ? 'is' : 'has'} \`${JSON.stringify(fixed[1])}\``] : []),
    ...(element.binding ? [`${element.binding.strength}: \`${element.binding.valueSet}\``] : []),
    ...(element.type ?? []).map(({ code, targetProfile, profile }) => [code, ...(targetProfile ?? profile ?? []).map((url) => url.split('/').at(-1))].join(' ')),
    ...(element.slicing ? [`slices by ${(element.slicing.discriminator ?? []).map((d) => `${d.type} of ${d.path}`).join(', ')}`] : []),
    ...(element.constraint ?? []).map(({ key, human }) => `${key}: ${human}`),
  ].join('; ');
}
