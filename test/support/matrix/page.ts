import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const interactions = ['read', 'search', 'create', 'update', 'delete', 'history'] as const;
export type Interaction = (typeof interactions)[number];

/** What docs/policy.md says: for a role, a group of types and an interaction the relations that open it. */
export type PolicyPage = {
  readonly groups: readonly string[];
  readonly groupOf: (type: string) => string;
  readonly allows: (role: string, group: string, interaction: Interaction, held: readonly string[]) => boolean;
  /** May somebody who stands so take the step of the product? */
  readonly step: (role: string, step: string, held: readonly string[]) => boolean;
  /** What each route ("GET /api/me") asks. */
  readonly routes: ReadonlyMap<string, string>;
  /** Types that persons write by steps of the product only. */
  readonly bySteps: ReadonlySet<string>;
  readonly cells: number;
};

/** Reads the page as a reader does, so that the page itself is what is tested. */
export function readPolicyPage(): PolicyPage {
  const text = readFileSync(join(import.meta.dirname, '../../../docs/policy.md'), 'utf8');
  const sections = new Map(text.split(/^## /m).slice(1).map((part) => [part.split('\n', 1)[0] ?? '', part] as const));
  const types = new Map(rowsOf(sections.get('Groups of resource types')).flatMap(([group = '', list = '']) => list.split(', ').map((type) => [type, group] as const)));
  const cells = new Map<string, readonly string[]>();
  for (const [role, part] of sections)
    for (const [group, ...words] of rowsOf(part)) words.forEach((cell, i) => cells.set(`${role} ${group} ${interactions[i]}`, cell === 'no' ? [] : cell.split(', ')));
  const taken = new Map(rowsOf(sections.get('Steps of the product')).map(([step = '', who = '']) => [step, new Map(who.split('; ').map((one) => { const [role = '', when = ''] = one.split(': '); return [role, when.split(', ')] as const; }))] as const));
  const steps = /by a person through FHIR[^\n]*\n([^\n]+)\./.exec(text)?.[1]?.split(', ') ?? [];
  return {
    groups: [...new Set(types.values()), 'other'],
    groupOf: (type) => types.get(type) ?? 'other',
    allows: (role, group, interaction, held) => {
      const cell = cells.get(`${role} ${group} ${interaction}`);
      if (!cell) throw new Error(`docs/policy.md has no cell for ${role}, ${group}, ${interaction}`);
      return cell.includes('always') || cell.some((relation) => held.includes(relation));
    },
    step: (role, step, held) => {
      const when = taken.get(step)?.get(role) ?? [];
      return when.includes('always') || when.some((relation) => held.includes(relation));
    },
    routes: new Map(rowsOf(sections.get('Routes')).map(([route = '', asks = '']) => [route, asks] as const)),
    bySteps: new Set(steps),
    cells: [...cells.keys()].filter((key) => interactions.some((i) => key.endsWith(` ${i}`))).length,
  };
}

const rowsOf = (part = ''): string[][] =>
  part.split('\n').filter((line) => line.startsWith('| ')).map((line) => line.slice(2, -2).split(' | ')).slice(1);
