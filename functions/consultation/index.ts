import { httpFunction } from '../_http/chain.ts';
import { consultationDeps } from './deps.ts';
import { consultationEndpoints } from './handler.ts';

const deps = consultationDeps();

export const handler = httpFunction({ endpoints: consultationEndpoints(deps), authenticate: deps.authenticate, gate: deps.gate, stepUp: deps.stepUp });
