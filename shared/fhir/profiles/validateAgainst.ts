import type { Resource } from '@medplum/fhirtypes';
import { r4Membership, type Membership } from '../validation/bindings.ts';
import { issue, type Issue } from '../validation/issue.ts';
import { checkProfile } from './check.ts';
import { extensionsIn, isInContext } from './extensions.ts';
import { rootItem } from './items.ts';
import { loadProfiles, valueSetsIn, type FindDefinition } from './load.ts';
import { nameOfProfile, type Known } from './profile.ts';

/** Where definitions and the codes of value sets come from. */
export type Definitions = {
  readonly find: FindDefinition;
  /** Extensions that are judged wherever they stand, without being named by a profile. */
  readonly judges: (extension: string) => boolean;
  /** "system|code" of a value set; undefined when it is not known or can't be listed. */
  readonly codes: (valueSet: string) => Promise<ReadonlySet<string> | undefined>;
};

/** Profiles named by the resource itself, those asked for, and the definitions of its extensions. */
export async function profileIssues(resource: Resource, definitions: Definitions, asked: readonly string[] = []): Promise<readonly Issue[]> {
  const claimed = [...new Set([...(resource.meta?.profile ?? []), ...asked])];
  const root = rootItem(resource);
  const extensions = [...extensionsIn(root)].filter(({ url }) => definitions.judges(url));
  if (claimed.length === 0 && extensions.length === 0) return [];
  const loaded = await loadProfiles([...claimed, ...extensions.map(({ url }) => url)], definitions.find);
  const known: Known = { profile: (url) => loaded.profiles.get(url.split('|')[0] ?? ''), membership: await membershipOf([...loaded.profiles.values()].flatMap(({ root: node }) => [...valueSetsIn(node)]), definitions) };
  const isAsked = (url: string) => claimed.some((c) => c.split('|')[0] === url);
  return [
    ...loaded.unknown.filter(isAsked).map((profile) => issue('profile-unknown', `${resource.resourceType}.meta.profile`, { profile }, 'warning')),
    ...[...loaded.unsupported].filter(([url]) => isAsked(url)).map(([profile, [why]]) => issue('profile-unsupported', `${resource.resourceType}.meta.profile`, { profile, reason: `${why?.at}: ${why?.reason}` }, 'warning')),
    ...claimed.flatMap((url) => {
      const profile = known.profile(url);
      return profile ? checkProfile(root, profile, known) : [];
    }),
    ...extensions.flatMap((placed) => {
      const profile = known.profile(placed.url);
      if (!profile || profile.type !== 'Extension') return [];
      return [...checkProfile(placed.item, profile, known), ...(isInContext(placed, profile.context) ? [] : [issue('extension-context', placed.item.path, { profile: nameOfProfile(placed.url) }, contextSeverity(placed.url))])];
    }),
  ];
}

/** HL7's own examples use its extensions where their definitions do not let them: told, and taken. */
const contextSeverity = (url: string): Issue['severity'] => (url.startsWith('http://hl7.org/fhir/StructureDefinition/') ? 'warning' : 'error');

/** The value sets at hand: R4's own, and those of the profiles. */
async function membershipOf(valueSets: readonly string[], { codes }: Definitions): Promise<Membership> {
  const urls = [...new Set(valueSets.map((url) => url.split('|')[0] ?? ''))].filter((url) => !r4Membership(url));
  const sets = new Map(await Promise.all(urls.map(async (url) => [url, await codes(url)] as const)));
  return (valueSet) => {
    const own = r4Membership(valueSet);
    const set = sets.get(valueSet.split('|')[0] ?? '');
    if (own || !set) return own;
    return { has: (system, code) => (system === undefined ? [...set].some((token) => token.endsWith(`|${code}`)) : set.has(`${system}|${code}`)) };
  };
}
