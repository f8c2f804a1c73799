import { commonDeps } from '../_http/deps.ts';

export function bookingDeps() {
  const { environment, repository, clock, authenticate, gate } = commonDeps();
  return { authenticate, gate, repository, clock, base: environment.IDENTIFIER_BASE };
}
