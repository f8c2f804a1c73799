import * as z from 'zod/mini';
import { retiredKeys } from './retiredKeys.ts';

/**
 * What the template gives every function, parsed once at cold start. cdk/ writes these names, local/ passes on what
 * the template says; there is no other configuration.
 */
const environment = z.object({
  TABLE_NAME: z.string().check(z.minLength(3)),
  BLOB_BUCKET: z.string().check(z.minLength(3)),
  /** Seals of the audit log, with object lock. */
  SEAL_BUCKET: z.string().check(z.minLength(3)),
  TENANT: z.string().check(z.minLength(1)),
  /** Public address of the product, without a slash at the end; also the issuer of patients' access tokens. */
  BASE_URL: z.url(),
  /** Another origin, from which files are fetched by signed links; without a slash at the end. */
  FILES_URL: z.url(),
  OIDC_ISSUER: z.url(),
  OIDC_AUDIENCE: z.string(),
  OIDC_CLIENT_ID: z.string(),
  /** What browsers bind passkeys to (Web Authentication: RP ID): the host of BASE_URL unless said, or a domain above it. For ever. */
  PASSKEY_RP_ID: z._default(z.string(), ''),
  /** 'required': nobody signs without a passkey. 'offered': a fresh sign-in does for whoever has registered none. */
  PASSKEYS: z._default(z.enum(['offered', 'required']), 'offered'),
  /** Minutes without a touch until the client locks (docs/adr/0134); staff and patients. */
  STAFF_IDLE_MINUTES: z._default(z.coerce.number().check(z.multipleOf(1), z.minimum(2), z.maximum(720)), 15),
  PATIENT_IDLE_MINUTES: z._default(z.coerce.number().check(z.multipleOf(1), z.minimum(3), z.maximum(30)), 20),
  /** KMS keys (ECC_NIST_P256, SIGN_VERIFY): one signs conclusions, the other tokens of patients and rooms. */
  DOCUMENT_KEY_ID: z.string(),
  TOKEN_KEY_ID: z.string(),
  RETIRED_KEYS: retiredKeys,
  /** Where signatures are time-stamped (RFC 3161 over HTTP); empty: nowhere. */
  TIME_STAMP_URL: z._default(z.union([z.url(), z.literal('')]), ''),
  /** Certificates of the authorities whose time-stamps are believed, base64 of DER, separated by commas. */
  TIME_STAMP_AUTHORITIES: z.pipe(z._default(z.string(), ''), z.transform((text: string) => text.split(',').map((one) => one.trim()).filter((one) => one !== ''))),
  /** Base of our own identifier systems and extensions, until an official name space exists. */
  IDENTIFIER_BASE: z.url(),
  /** Systems of others for our numbers, beside the known ones: "citizenId=http://a,http://b;facility=http://c". */
  IDENTIFIER_ALIASES: z._default(z.string(), ''),
  INSURER_URL: z.url(),
  INSURER_BODY: z.enum(['json', 'form']),
  /** JSON from the secret: { "<facility code>": { username, password, staffName, staffCitizenId } } */
  INSURER_CREDENTIALS: z.string(),
  /** Certificate of the document key as the claim gateway knows the signer of messages, base64 of DER; empty: the bare public key goes along. */
  CLAIM_CERTIFICATE: z._default(z.string(), ''),
  SMS_URL: z.url(),
  /** JSON from the secret: { apiKey, secretKey, brandname } */
  SMS_CREDENTIALS: z.string(),
  /** The national e-prescription system; empty: prescriptions are signed and not sent. */
  PRESCRIPTION_URL: z._default(z.union([z.url(), z.literal('')]), ''),
  /** JSON from the secret: { "<link code of a facility>": { "<Practitioner id>": { code, password } } } */
  PRESCRIPTION_CREDENTIALS: z._default(z.string(), '{}'),
  /** WebSocket address of the SFU as a browser reaches it. */
  SFU_URL: z.url(),
  /** HTTP address of the SFU's control side as the functions reach it: `POST <it>/rooms/<room>/close`. */
  SFU_CONTROL_URL: z.url(),
  /** Servers outside that may be called, separated by commas: hosts (https, public addresses), or whole origins for what stands beside us. */
  OUTBOUND_HOSTS: z._default(z.string(), ''),
  /** JSON from the secret: { "<host of a FHIR server>": "<bearer token>" } */
  FHIR_SERVER_CREDENTIALS: z._default(z.string(), '{}'),
  /** TURN servers as a browser takes them (turn:…, turns:…), separated by commas; empty where there are none. */
  TURN_URLS: z.pipe(z._default(z.string(), ''), z.transform((text: string) => text.split(',').map((url) => url.trim()).filter((url) => url !== ''))),
  /** The key of TURN's time-limited credentials. */
  TURN_SECRET: z._default(z.string(), ''),
  /** 'off': no call is recorded. 'with-consent': of everybody in the room (docs/adr/0117). */
  RECORDING: z._default(z.enum(['off', 'with-consent']), 'off'),
  /** Multiplies every rate limit of functions/_http/limits.ts: above 1 for load tests. */
  RATE_LIMIT_SCALE: z._default(z.coerce.number().check(z.positive()), 1),
  /** 'all': every type has a list of its own, at one write unit more a create (docs/adr/0131). */
  TYPE_LISTS: z._default(z.enum(['directories', 'all']), 'directories'),
  /** Bundles of more than fifty entries that are worked on at once. */
  IMPORTS_AT_ONCE: z._default(z.coerce.number().check(z.multipleOf(1), z.positive()), 8),
  /** 'on': a log line for every request to the database, with its capacity units. For measuring, not for production. */
  METERING: z._default(z.enum(['on', 'off']), 'off'),
});

export type Environment = z.infer<typeof environment>;

/** Throws with the names (never the values) of what is missing: a deployment fault, seen at once in the log. */
export function readEnvironment(source: NodeJS.ProcessEnv = process.env): Environment {
  const parsed = environment.safeParse(source);
  if (parsed.success) return parsed.data;
  throw new Error(`environment: ${parsed.error.issues.map((i) => i.path.join('.')).join(', ')} missing or wrong`);
}
