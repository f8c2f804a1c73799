import { insuranceDeps } from './deps.ts';
import { insuranceFunction } from './handler.ts';

export const handler = insuranceFunction(insuranceDeps());
