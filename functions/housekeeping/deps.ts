import { randomBytes } from 'node:crypto';
import { bookings } from '../../shared/booking/bookings.ts';
import type { CareContext } from '../../shared/consultation/context.ts';
import type { ConfirmDeps } from '../../shared/insurance/confirmWaiting.ts';
import { commonDeps } from '../_http/deps.ts';
import { insurerDeps } from '../_http/insurer/deps.ts';

export function housekeepingDeps() {
  const common = commonDeps();
  const { environment, repository, clock, newId } = common;
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
  const insurance: ConfirmDeps = { repository, clock, newId, ...insurerDeps(common) };
  return { care, insurance, newId };
}
