import * as z from 'zod/mini';
import { roles } from './roles.ts';
import type { Principal } from './policy.ts';
import { firstPartyScope, parseScopes } from './smartScopes.ts';

const reference = <T extends string>(type: T) =>
  z.templateLiteral([type, '/', z.string().check(z.regex(/^[A-Za-z0-9\-.]{1,64}$/))]);

/**
 * The claims of an access token that say who is asking: `sub`, `name`, `roles` and FHIR references. Every issuer of
 * this deployment writes them so (an OIDC provider by its claim mapping); other claims are ignored.
 */
const claims = z.object({
  sub: z.string().check(z.minLength(1), z.maxLength(255)),
  name: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  roles: z.array(z.enum(roles)).check(z.minLength(1)),
  practitioner: z.optional(reference('Practitioner')),
  patient: z.optional(reference('Patient')),
  organization: z.optional(reference('Organization')),
  /** Whom the person chose, at the issuer, for the application that holds the token; `patient` says who the person is. */
  launch_patient: z.optional(reference('Patient')),
  /** RFC 9068 2.2.3. Without `api` it is another application's token, which may do what its SMART scopes say at most. */
  scope: z._default(z.string().check(z.maxLength(4000)), ''),
  /** RFC 9068 2.2; OpenID Connect Core 2 says `azp`. */
  client_id: z.optional(z.string().check(z.minLength(1), z.maxLength(255))),
  azp: z.optional(z.string().check(z.minLength(1), z.maxLength(255))),
  /** RFC 9068 2.2.1, epoch seconds. */
  auth_time: z.optional(z.int().check(z.positive(), z.maximum(1e11))),
});

/** The principal that verified claims stand for, or undefined where a required claim is missing or malformed. */
export function principalFrom(payload: unknown): Principal | undefined {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) return undefined;
  const { sub, name, scope, client_id: client, azp = client, auth_time: signedIn, launch_patient: chosen, ...rest } = parsed.data;
  // A patient without a record to be the patient of could only be a fault of the issuer.
  if (rest.roles.includes('patient') && !rest.patient) return undefined;
  const own = scope.split(' ').includes(firstPartyScope);
  return {
    subject: sub, name: name ?? sub, ...rest,
    ...(own ? {} : { scopes: parseScopes(scope), ...(chosen === undefined ? {} : { chosenPatient: chosen }) }),
    ...(azp === undefined ? {} : { client: azp }),
    ...(signedIn === undefined ? {} : { signedInAt: new Date(signedIn * 1000) }),
  };
}
