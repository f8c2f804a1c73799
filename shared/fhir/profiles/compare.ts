import { isDeepStrictEqual } from 'node:util';
import { isObject } from './items.ts';

export const equals = (value: unknown, fixed: unknown): boolean => isDeepStrictEqual(value, fixed);

/** R4 elementdefinition pattern[x]: what the pattern has, the value has; of lists each entry is found somewhere. */
export function includes(value: unknown, pattern: unknown): boolean {
  if (Array.isArray(pattern)) return Array.isArray(value) && pattern.every((one) => value.some((other) => includes(other, one)));
  if (!isObject(pattern)) return equals(value, pattern);
  return isObject(value) && Object.entries(pattern).every(([name, one]) => includes(value[name], one));
}

/** Whether a value is outside [least, most]; only like is compared with like. */
export function isOutside(value: unknown, least: unknown, most: unknown): boolean {
  const size = (one: unknown): number | string | undefined => (isObject(one) ? size(one['value']) : typeof one === 'number' || typeof one === 'string' ? one : undefined);
  const [v, low, high] = [size(value), size(least), size(most)];
  if (v === undefined) return false;
  return (typeof low === typeof v && low !== undefined && v < low) || (typeof high === typeof v && high !== undefined && v > high);
}
