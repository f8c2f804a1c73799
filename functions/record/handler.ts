import { routes } from '../../shared/routes.ts';
import { readAccesses } from '../../shared/record/accesses.ts';
import { readChart, type ChartDeps } from '../../shared/record/chart.ts';
import { accessesQuery } from '../../shared/record/contract.ts';
import { ok } from '../../shared/kernel/result.ts';
import { parseQuery } from '../_http/body.ts';
import type { Endpoint } from '../_http/chain.ts';
import type { SignedInRequest } from '../_http/request.ts';

/** The endpoints of the record: the chart, and who has read it. */
export function recordEndpoints(deps: ChartDeps): readonly Endpoint[] {
  return [
    {
      route: routes.chart,
      async handle({ params, principal, correlationId }: SignedInRequest) {
        const chart = await readChart(deps, { principal, correlationId }, params['patientId'] ?? '');
        return chart.ok ? ok({ status: 200, json: chart.value }) : chart;
      },
    },
    {
      route: routes.accesses,
      async handle(request: SignedInRequest) {
        const { params, principal, correlationId, language } = request;
        const query = parseQuery(request, accessesQuery);
        if (!query.ok) return query;
        const accesses = await readAccesses(deps, { principal, correlationId }, { patientId: params['patientId'] ?? '', language, ...query.value });
        return accesses.ok ? ok({ status: 200, json: accesses.value }) : accesses;
      },
    },
  ];
}
