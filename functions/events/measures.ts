import { caseMeasure } from '../../shared/consultation/caseMeasure.ts';
import type { Stored } from '../../shared/fhir/repository.ts';
import type { Measure } from '../../shared/overview/ports.ts';
import { callMeasure } from '../../shared/room/callMeasure.ts';

/** What is counted of a resource that has changed; undefined where nothing is. */
export function measureOf(resource: Stored, base: string): Measure | undefined {
  if (resource.resourceType === 'Task') return caseMeasure(resource, base);
  if (resource.resourceType === 'Observation') return callMeasure(resource, base);
  return undefined;
}
