import type { ResourceType } from '@medplum/fhirtypes';

/**
 * What a condition is guarded under, so that of two writers who both found nothing for it only one commits: each value
 * of an identifier, since conditions that name the same one overlap whatever else they ask; otherwise the whole condition.
 */
export function guardsOf(type: ResourceType, condition: URLSearchParams): readonly string[] {
  const values = condition.getAll('identifier').flatMap((list) => list.split(','));
  const codes = values.map((value) => value.slice(value.indexOf('|') + 1).toLowerCase()).filter((code) => code !== '');
  if (codes.length > 0) return [...new Set(codes.map((code) => `${type}?identifier=${code}`))];
  const whole = new URLSearchParams(condition);
  whole.sort();
  return [`${type}?${whole.toString()}`];
}
