import * as z from 'zod';
import { retiredKeys } from './retiredKeys.ts';

/**
 * What the template gives every function, parsed once at cold start. cdk/ writes these names, local/ passes on what
 * the template says; there is no other configuration.
 */
const environment = z.object({
  TABLE_NAME: z.string().min(3),
  BLOB_BUCKET: z.string().min(3),
  /** Seals of the audit log, with object lock. */
  SEAL_BUCKET: z.string().min(3),
  TENANT: z.string().min(1),
  /** Public address of the product, without a slash at the end; also the issuer of patients' access tokens. */
  BASE_URL: z.url(),
  /** Another origin, from which files are fetched by signed links; without a slash at the end. */
  FILES_URL: z.url(),
  OIDC_ISSUER: z.url(),
  OIDC_AUDIENCE: z.string(),
  OIDC_CLIENT_ID: z.string(),
  /** What browsers bind passkeys to (Web Authentication: RP ID): the host of BASE_URL unless said, or a domain above it. For ever. */
  PASSKEY_RP_ID: z.string().default(''),
  /** 'required': nobody signs without a passkey. 'offered': a fresh sign-in does for whoever has registered none. */
  PASSKEYS: z.enum(['offered', 'required']).default('offered'),
  /** KMS keys (ECC_NIST_P256, SIGN_VERIFY): one signs conclusions, the other tokens of patients and rooms. */
  DOCUMENT_KEY_ID: z.string(),
  TOKEN_KEY_ID: z.string(),
  RETIRED_KEYS: retiredKeys,
  /** Where signatures are time-stamped (RFC 3161 over HTTP); empty: nowhere. */
  TIME_STAMP_URL: z.url().or(z.literal('')).default(''),
  /** Certificates of the authorities whose time-stamps are believed, base64 of DER, separated by commas. */
  TIME_STAMP_AUTHORITIES: z.string().default('').transform((text) => text.split(',').map((one) => one.trim()).filter((one) => one !== '')),
  /** Base of our own identifier systems and extensions, until an official name space exists. */
  IDENTIFIER_BASE: z.url(),
  /** Systems of others for our numbers, beside the known ones: "citizenId=http://a,http://b;facility=http://c". */
  IDENTIFIER_ALIASES: z.string().default(''),
  INSURER_URL: z.url(),
  INSURER_BODY: z.enum(['json', 'form']),
  /** JSON from the secret: { "<facility code>": { username, password, staffName, staffCitizenId } } */
  INSURER_CREDENTIALS: z.string(),
  /** Certificate of the document key as the claim gateway knows the signer of messages, base64 of DER; empty: the bare public key goes along. */
  CLAIM_CERTIFICATE: z.string().default(''),
  SMS_URL: z.url(),
  /** JSON from the secret: { apiKey, secretKey, brandname } */
  SMS_CREDENTIALS: z.string(),
  /** The national e-prescription system; empty: prescriptions are signed and not sent. */
  PRESCRIPTION_URL: z.url().or(z.literal('')).default(''),
  /** JSON from the secret: { "<link code of a facility>": { "<Practitioner id>": { code, password } } } */
  PRESCRIPTION_CREDENTIALS: z.string().default('{}'),
  /** WebSocket address of the SFU as a browser reaches it. */
  SFU_URL: z.url(),
  /** HTTP address of the SFU's control side as the functions reach it: `POST <it>/rooms/<room>/close`. */
  SFU_CONTROL_URL: z.url(),
  /** Servers outside that may be called, separated by commas: hosts (https, public addresses), or whole origins for what stands beside us. */
  OUTBOUND_HOSTS: z.string().default(''),
  /** JSON from the secret: { "<host of a FHIR server>": "<bearer token>" } */
  FHIR_SERVER_CREDENTIALS: z.string().default('{}'),
  /** TURN servers as a browser takes them (turn:…, turns:…), separated by commas; empty where there are none. */
  TURN_URLS: z.string().default('').transform((text) => text.split(',').map((url) => url.trim()).filter((url) => url !== '')),
  /** The key of TURN's time-limited credentials. */
  TURN_SECRET: z.string().default(''),
  /** Multiplies every rate limit of functions/_http/limits.ts: above 1 for load tests. */
  RATE_LIMIT_SCALE: z.coerce.number().positive().default(1),
  /** Bundles of more than fifty entries that are worked on at once. */
  IMPORTS_AT_ONCE: z.coerce.number().int().positive().default(8),
  /** 'on': a log line for every request to the database, with its capacity units. For measuring, not for production. */
  METERING: z.enum(['on', 'off']).default('off'),
});

export type Environment = z.infer<typeof environment>;

/** Throws with the names (never the values) of what is missing: a deployment fault, seen at once in the log. */
export function readEnvironment(source: NodeJS.ProcessEnv = process.env): Environment {
  const parsed = environment.safeParse(source);
  if (parsed.success) return parsed.data;
  throw new Error(`environment: ${parsed.error.issues.map((i) => i.path.join('.')).join(', ')} missing or wrong`);
}
