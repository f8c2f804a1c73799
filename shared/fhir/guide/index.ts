import type { StructureDefinition } from '@medplum/fhirtypes';

/** The profiles and extensions of this deployment: docs/ig has their pages. */
export const guideDefinitions = (_base: string): readonly StructureDefinition[] => [];
