/** Makes a new unique id, valid as a FHIR id (R4 2.24.0.1: [A-Za-z0-9\-.]{1,64}). Injected. */
export type NewId = () => string;

/** Ids in a fixed order: `prefix-1`, `prefix-2`, ... For tests. */
export function countingIds(prefix = 'id'): NewId {
  let n = 0;
  return () => `${prefix}-${++n}`;
}
