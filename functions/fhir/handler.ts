import { refusal } from '../../shared/kernel/refusal.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { routes } from '../../shared/routes.ts';
import { httpFunction, type Endpoint, type Handled } from '../_http/chain.ts';
import type { ApiRequest, SignedInRequest } from '../_http/request.ts';
import { accessOf } from './access.ts';
import { capabilities } from './capabilities.ts';
import { answer } from './context.ts';
import type { FhirDeps } from './deps.ts';
import { outcomeWith } from './outcome.ts';
import { route } from './router.ts';

/** The FHIR R4 endpoint: REST on the repository, under the same policy and audit as everything else. */
export function fhirFunction(deps: FhirDeps) {
  const handle = async (request: SignedInRequest): Promise<Handled> => {
    if (!acceptsJson(request)) return refuse(refusal('FHIR_FORMAT_UNSUPPORTED'));
    const path = (request.params['path'] ?? '').split('/').filter(Boolean);
    const query = new URLSearchParams([...request.query].filter(([name]) => name !== '_format' && name !== '_pretty'));
    const access = accessOf(deps.repository, request.principal, deps.clock);
    try {
      return await route({ deps, request, access, method: request.method, path, query, headers: request.headers, language: request.language });
    } catch (error) {
      if (deps.isTooLarge(error)) return refuse(refusal('FHIR_BUNDLE_TOO_LARGE'));
      throw error;
    }
  };
  const endpoints: readonly Endpoint[] = [
    { route: routes.fhirMetadata, handle: async (request: ApiRequest) => (acceptsJson(request) ? ok(answer(200, capabilities(deps))) : refuse(refusal('FHIR_FORMAT_UNSUPPORTED'))) },
    { route: routes.fhirRoot, handle },
    { route: routes.fhir, handle },
  ];
  return httpFunction({ endpoints, authenticate: deps.authenticate, refuseWith: outcomeWith(deps.identifierBase) });
}

/** XML and Turtle are refused, unless something else is accepted as well. Files are asked for by their own type. */
function acceptsJson({ query, headers }: Pick<SignedInRequest, 'query' | 'headers'>): boolean {
  const format = query.get('_format')?.replace(' ', '+');
  if (format) return ['json', 'application/json', 'application/fhir+json', 'text/json'].includes(format.split(';')[0] ?? '');
  const accepted = (headers['accept'] ?? '*/*').split(',').map((type) => type.trim().split(';')[0] ?? '');
  return accepted.some((type) => type === '' || !/(xml|turtle|rdf|html)$/.test(type));
}
