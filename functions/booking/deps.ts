import { commonDeps } from '../_http/deps.ts';

export function bookingDeps() {
  const { environment, repository, clock, authenticate } = commonDeps();
  return { authenticate, repository, clock, base: environment.IDENTIFIER_BASE };
}
