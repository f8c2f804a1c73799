import { randomBytes } from 'node:crypto';
import { bookings } from '../../shared/booking/bookings.ts';
import type { CareContext } from '../../shared/consultation/context.ts';
import { commonDeps } from '../_http/deps.ts';

export function housekeepingDeps() {
  const { environment, repository, clock, newId } = commonDeps();
  const nothing = (): never => {
    throw new Error('housekeeping signs nothing');
  };
  const care: CareContext = {
    repository, clock, newId,
    base: environment.IDENTIFIER_BASE,
    isKnownDiagnosis: () => false,
    newRoom: () => randomBytes(18).toString('base64url'),
    bookings: bookings(repository, clock),
    documents: { sign: nothing, view: nothing, digest: nothing },
  };
  return { care, newId };
}
