import { identityDeps } from './deps.ts';
import { identityFunction } from './handler.ts';

export const handler = identityFunction(identityDeps());
