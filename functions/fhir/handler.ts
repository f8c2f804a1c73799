import { aliasTable } from '../../shared/fhir/identifierAliases.ts';
import { hasContext } from '../../shared/identity/policy.ts';
import { needsPatient } from '../../shared/identity/smartScopes.ts';
import { refusal } from '../../shared/kernel/refusal.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { routes } from '../../shared/routes.ts';
import { httpFunction, type Endpoint, type Handled } from '../_http/chain.ts';
import type { ApiAnswer, ApiRequest, SignedInRequest } from '../_http/request.ts';
import { accessOf } from './access.ts';
import { capabilities } from './capabilities.ts';
import { answer } from './context.ts';
import type { FhirDeps } from './deps.ts';
import { outcomeWith } from './outcome.ts';
import { withBuiltIn } from './knowledge/builtIn.ts';
import { once } from './repeated.ts';
import { route } from './router.ts';
import { smartConfiguration } from './smart.ts';

/** The FHIR R4 endpoint: REST on the repository, under the same policy and audit as everything else. */
export function fhirFunction(given: FhirDeps) {
  const aliases = aliasTable(given.identifierBase, given.identifierAliases);
  const loadBuiltIn = async () => (await import('./knowledge/knowledge.ts')).knowledgeOf(given.repository, given.identifierBase).builtIn;
  const loadCodes = async () => (await import('./knowledge/knowledge.ts')).knowledgeOf(given.repository, given.identifierBase).terminology.whole;
  const deps: FhirDeps = { ...given, repository: withBuiltIn(given.repository, loadBuiltIn, aliases, loadCodes) };
  const handle = async (request: SignedInRequest): Promise<Handled> => {
    if (!acceptsJson(request)) return refuse(refusal('FHIR_FORMAT_UNSUPPORTED'));
    if (needsPatient(request.principal.scopes) && !hasContext(request.principal)) return refuse(refusal('FHIR_PATIENT_NOT_CHOSEN'));
    const path = (request.params['path'] ?? '').split('/').filter(Boolean);
    const query = new URLSearchParams([...request.query].filter(([name]) => name !== '_format' && name !== '_pretty'));
    const access = accessOf(deps.repository, request.principal, deps);
    try {
      // RFC 9110 9.3.2: HEAD is a GET without the body, and is judged and audited as one.
      const method = request.method === 'HEAD' ? 'GET' : request.method;
      const handled = await once({ deps, request, access, method, path, query, headers: request.headers, language: request.language }, route);
      return handled.ok ? ok(asSent(request, handled.value)) : handled;
    } catch (error) {
      if (deps.isTooLarge(error)) return refuse(refusal('FHIR_BUNDLE_TOO_LARGE'));
      throw error;
    }
  };
  const endpoints: readonly Endpoint[] = [
    { route: routes.fhirMetadata, handle: async (request: ApiRequest) => (acceptsJson(request) ? ok(answer(200, capabilities(deps))) : refuse(refusal('FHIR_FORMAT_UNSUPPORTED'))) },
    { route: routes.smartConfiguration, handle: () => smartConfiguration(deps) },
    { route: routes.fhirRoot, handle },
    { route: routes.fhir, handle },
  ];
  return httpFunction({ endpoints, authenticate: deps.authenticate, gate: deps.gate, refuseWith: outcomeWith(deps.identifierBase) });
}

function asSent({ method, query }: SignedInRequest, sent: ApiAnswer): ApiAnswer {
  if (method === 'HEAD') return { status: sent.status, ...(sent.headers ? { headers: sent.headers } : {}) };
  return query.get('_pretty') === 'true' && sent.json !== undefined ? { ...sent, indent: 2 } : sent;
}

/** XML and Turtle are refused, unless something else is accepted as well. Files are asked for by their own type. */
function acceptsJson({ query, headers }: Pick<SignedInRequest, 'query' | 'headers'>): boolean {
  const format = query.get('_format')?.replace(' ', '+');
  if (format) return ['json', 'application/json', 'application/fhir+json', 'text/json'].includes(format.split(';')[0] ?? '');
  // R4 2.1.0.8.1: a version of FHIR that is not ours is a type that is not ours.
  const accepted = (headers['accept'] ?? '*/*').split(',').filter((type) => (/fhirVersion\s*=\s*"?([\d.]+)/.exec(type)?.[1] ?? '4.0') === '4.0');
  return accepted.map((type) => type.trim().split(';')[0] ?? '').some((type) => type === '' || !/(xml|turtle|rdf|html)$/.test(type));
}
