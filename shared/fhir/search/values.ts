import type { ValuePath } from './definitions.ts';

/** A value found in a resource, with its FHIR data type. */
export type Found = { readonly value: unknown; readonly type: string; readonly target?: string };

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Everything that stands at the paths, arrays flattened. */
export function valuesAt(resource: unknown, paths: readonly ValuePath[]): Found[] {
  return paths.flatMap(({ steps, type, target }): Found[] => {
    let current: unknown[] = [resource];
    for (const step of steps) {
      // R4 Patient.deceased: "deceased.exists() and deceased != false".
      if (step.name === '@deceased') return current.filter(isObject).map((p) => ({ value: p['deceasedBoolean'] === true || p['deceasedDateTime'] !== undefined, type }));
      current = current.filter(isObject).flatMap((item) => {
        const value = item[step.name];
        const list = Array.isArray(value) ? (value as unknown[]) : value === undefined || value === null ? [] : [value];
        return step.first ? list.slice(0, 1) : list;
      });
      const { filter } = step;
      if (filter) current = current.filter((item) => isObject(item) && item[filter.name] === filter.value);
    }
    return current.map((value) => ({ value, type, ...(target ? { target } : {}) }));
  });
}
