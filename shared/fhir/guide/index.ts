import type { StructureDefinition } from '@medplum/fhirtypes';
import { consultationProfiles } from './consultation.ts';
import { guideExtensions } from './extensions.ts';
import { peopleProfiles } from './people.ts';

const made = new Map<string, readonly StructureDefinition[]>();

export const guideProfiles = (base: string): readonly StructureDefinition[] => [...peopleProfiles(base), ...consultationProfiles(base)];

/** The profiles and extensions of this deployment: docs/ig has their pages. Made once for each base. */
export function guideDefinitions(base: string): readonly StructureDefinition[] {
  const all = made.get(base) ?? [...guideProfiles(base), ...guideExtensions(base)];
  made.set(base, all);
  return all;
}
