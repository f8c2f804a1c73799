import { overviewQuery } from '../../shared/overview/contract.ts';
import { readOverview, type OverviewDeps } from '../../shared/overview/readOverview.ts';
import { ok } from '../../shared/kernel/result.ts';
import { routes } from '../../shared/routes.ts';
import { parseQuery } from '../_http/body.ts';
import type { Endpoint } from '../_http/chain.ts';
import type { SignedInRequest } from '../_http/request.ts';

/** Figures for the health department. */
export const overviewEndpoints = (deps: OverviewDeps): readonly Endpoint[] => [
  {
    route: routes.overview,
    async handle(request: SignedInRequest) {
      const query = parseQuery(request, overviewQuery);
      if (!query.ok) return query;
      const read = await readOverview(deps, request, query.value);
      return read.ok ? ok({ status: 200, json: read.value }) : read;
    },
  },
];
