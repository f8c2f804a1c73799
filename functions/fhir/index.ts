import { fhirDeps } from './deps.ts';
import { fhirFunction } from './handler.ts';

export const handler = fhirFunction(fhirDeps());
