import { changeDuty } from '../../shared/booking/changeDuty.ts';
import { dutyChange, freeSlotsQuery, type FreeSlots } from '../../shared/booking/contract.ts';
import { readDirectory } from '../../shared/booking/directory.ts';
import { findFreeSlots } from '../../shared/booking/freeSlots.ts';
import type { FhirRepository } from '../../shared/fhir/repository.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import { refusal } from '../../shared/kernel/refusal.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { routes } from '../../shared/routes.ts';
import { parseBody, parseQuery } from '../_http/body.ts';
import type { Endpoint, Handled } from '../_http/chain.ts';
import type { SignedInRequest } from '../_http/request.ts';

export type BookingDeps = { readonly repository: FhirRepository; readonly clock: Clock; readonly base: string };

/** The directory, free slots and the duty switch. None of it is about a patient, so reading it is not audited. */
export function bookingEndpoints(deps: BookingDeps): readonly Endpoint[] {
  const { repository, base } = deps;
  return [
    { route: routes.directory, handle: async () => ok({ status: 200, json: await readDirectory(repository, base) }) },
    { route: routes.freeSlots, handle: (request: SignedInRequest) => freeSlots(deps, request) },
    {
      route: routes.duty,
      async handle(request: SignedInRequest) {
        const body = parseBody(request, dutyChange);
        if (!body.ok) return body;
        const changed = await changeDuty(repository, base, request, body.value);
        return changed.ok ? ok({ status: 200, json: changed.value }) : changed;
      },
    },
  ];
}

async function freeSlots({ repository, clock }: BookingDeps, request: SignedInRequest): Promise<Handled> {
  const query = parseQuery(request, freeSlotsQuery);
  if (!query.ok) return query;
  const { facility, specialty, practitioner, from, limit } = query.value;
  if (!facility && !practitioner) return refuse(refusal('BOOKING_SEARCH_TOO_WIDE'));
  const now = clock.now();
  const start = from ? new Date(from) : now;
  const slots = await findFreeSlots(repository, {
    from: start > now ? start : now,
    limit,
    ...(facility ? { facilityId: facility } : {}),
    ...(specialty ? { specialty } : {}),
    ...(practitioner ? { practitionerId: practitioner } : {}),
  });
  return ok({ status: 200, json: { slots } satisfies FreeSlots });
}
