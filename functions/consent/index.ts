import { consentDeps } from './deps.ts';
import { consentFunction } from './handler.ts';

export const handler = consentFunction(consentDeps());
