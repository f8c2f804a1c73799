import type { IdentifierSystems } from '../fhir/identifierSystems.ts';

/** Where identifiers and extensions of this deployment live. */
export type Naming = { readonly base: string; readonly systems: IdentifierSystems };
