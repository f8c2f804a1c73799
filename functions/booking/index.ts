import { httpFunction } from '../_http/chain.ts';
import { bookingDeps } from './deps.ts';
import { bookingEndpoints } from './handler.ts';

const deps = bookingDeps();

export const handler = httpFunction({ endpoints: bookingEndpoints(deps), authenticate: deps.authenticate, gate: deps.gate });
