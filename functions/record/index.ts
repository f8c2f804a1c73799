import { httpFunction } from '../_http/chain.ts';
import { recordDeps } from './deps.ts';
import { recordEndpoints } from './handler.ts';

const deps = recordDeps();

export const handler = httpFunction({ endpoints: recordEndpoints(deps), authenticate: deps.authenticate, gate: deps.gate });
