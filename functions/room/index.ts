import { httpFunction } from '../_http/chain.ts';
import { roomDeps } from './deps.ts';
import { roomEndpoints } from './handler.ts';

const deps = roomDeps();

export const handler = httpFunction({ endpoints: roomEndpoints(deps.context), authenticate: deps.authenticate, gate: deps.gate });
