import { checkInsurance } from '../../shared/insurance/checkInsurance.ts';
import { insuranceCheckRequest } from '../../shared/insurance/contract.ts';
import { insuredVisits } from '../../shared/insurance/insuredVisits.ts';
import { lastInsurance } from '../../shared/insurance/lastInsurance.ts';
import { ok } from '../../shared/kernel/result.ts';
import { routes } from '../../shared/routes.ts';
import { asCommand, parseBody } from '../_http/body.ts';
import { httpFunction, type Endpoint } from '../_http/chain.ts';
import type { SignedInRequest } from '../_http/request.ts';
import type { InsuranceDeps } from './deps.ts';

/** Is this person insured? Asked of the insurer's portal, kept with its age. */
export function insuranceFunction(deps: InsuranceDeps) {
  const endpoints: readonly Endpoint[] = [
    {
      route: routes.insuranceCheck,
      handle: (request: SignedInRequest) =>
        asCommand(deps.repository, request, async (command) => {
          // The ordinary check says nothing more than whom.
          const asked = request.body.length === 0 ? ok({}) : parseBody(request, insuranceCheckRequest);
          if (!asked.ok) return asked;
          const checked = await checkInsurance(deps, request, patientOf(request), asked.value, command);
          return checked.ok ? ok({ status: 201, json: checked.value }) : checked;
        }),
    },
    {
      route: routes.insurance,
      handle: async (request: SignedInRequest) => {
        const last = await lastInsurance(deps, request, patientOf(request));
        return last.ok ? ok({ status: 200, json: last.value }) : last;
      },
    },
    {
      route: routes.insuredVisits,
      handle: async (request: SignedInRequest) => {
        const told = await insuredVisits(deps, request, patientOf(request));
        return told.ok ? ok({ status: 200, json: told.value }) : told;
      },
    },
  ];
  return httpFunction({ endpoints, authenticate: deps.authenticate, gate: deps.gate });
}

/** An id that no patient can have stays one: the answer is then that there is none. */
const patientOf = ({ params }: SignedInRequest): string => (/^[A-Za-z0-9\-.]{1,64}$/.test(params['patientId'] ?? '') ? (params['patientId'] ?? '') : 'unknown');
