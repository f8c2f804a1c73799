import { httpFunction } from '../_http/chain.ts';
import { overviewDeps } from './deps.ts';
import { overviewEndpoints } from './handler.ts';

const deps = overviewDeps();

export const handler = httpFunction({ endpoints: overviewEndpoints(deps), authenticate: deps.authenticate, gate: deps.gate });
