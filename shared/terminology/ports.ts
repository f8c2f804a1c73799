import type { CodeSystem, ValueSet } from '@medplum/fhirtypes';

/** Code systems and value sets that were stored through the API, by their canonical url. */
export type StoredTerminology = {
  readonly codeSystem: (url: string) => Promise<CodeSystem | undefined>;
  readonly valueSet: (url: string) => Promise<ValueSet | undefined>;
};

export const nothingStored: StoredTerminology = { codeSystem: async () => undefined, valueSet: async () => undefined };
