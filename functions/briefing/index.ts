import { httpFunction } from '../_http/chain.ts';
import { briefingDeps } from './deps.ts';
import { briefingEndpoints } from './handler.ts';

const { authenticate, gate, stepUp, ...deps } = briefingDeps();

export const handler = httpFunction({ endpoints: briefingEndpoints(deps), authenticate, gate, stepUp });
