import { CfnParameter, type CfnParameterProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * Addresses of what is outside, given when deploying (`--parameters`); the embedded runner gives its own. They are
 * parameters and not context so that one synthesised template serves every place.
 */
export type Parameters = Readonly<Record<keyof typeof definitions, CfnParameter>>;

const definitions = {
  BaseUrl: { description: 'Public address of the product, https and without a slash at the end' },
  FilesUrl: { description: 'Public address of the files, on a host that is not the product\'s, https and without a slash at the end' },
  Tenant: { description: 'Whose data this deployment holds', default: 'lien-tuyen' },
  OidcIssuer: { description: 'Issuer of staff\'s access tokens' },
  OidcAudience: { description: 'Audience that those tokens must have', default: 'lien-tuyen-api' },
  OidcClientId: { description: 'Public client of the web application', default: 'lien-tuyen-web' },
  PasskeyRpId: { description: 'The domain that passkeys are bound to: the host of BaseUrl where empty, or a domain above it. Changing it makes every passkey worthless', default: '' },
  Passkeys: { description: 'required: nobody signs without a passkey; offered: a fresh sign-in does for whoever has none', default: 'offered', allowedValues: ['offered', 'required'] },
  StaffIdleMinutes: { description: 'Minutes without a touch until the screen of a member of staff locks; the issuer must be set to it too (docs/deploy.md)', default: '15', allowedPattern: '[1-9][0-9]*' },
  PatientIdleMinutes: { description: 'The same for patients, whose sessions end after half an hour in any case', default: '20', allowedPattern: '[1-9][0-9]*' },
  IdentifierBase: { description: 'Base of our own identifier systems', default: 'https://lien-tuyen.example' },
  IdentifierAliases: { description: 'Systems of others for our numbers, taken as ours on import: "citizenId=http://a,http://b;facility=http://c"', default: '' },
  RetiredKeys: { description: 'JSON list of the public keys (from /api/keys) that signed conclusions before a rotation', default: '[]' },
  TimeStampUrl: { description: 'Time-stamp authority (RFC 3161 over HTTP) for signatures; empty: none', default: '' },
  TimeStampAuthorities: { description: 'Certificates of the time-stamp authorities that are trusted, base64 of DER, separated by commas', default: '' },
  InsurerUrl: { description: 'The insurer\'s portal' },
  InsurerBody: { description: 'How that portal takes its bodies', default: 'json', allowedValues: ['json', 'form'] },
  ClaimCertificate: { description: 'Certificate of the document key, by which the claim gateway knows who signs the messages: base64 of DER', default: '' },
  SmsUrl: { description: 'The SMS gateway' },
  PrescriptionUrl: { description: 'The national e-prescription system; empty: prescriptions are signed and not sent', default: '' },
  OutboundHosts: { description: 'Servers that subscriptions and documents may be sent to, separated by commas: hosts (https), or whole origins of servers beside the product', default: '' },
  Recording: { description: 'off: no call is recorded; with-consent: where everybody in the room says yes, and where the law of the place allows it', default: 'off', allowedValues: ['off', 'with-consent'] },
  RateLimitScale: { description: 'Multiplies every rate limit; above 1 for load tests only', default: '1', allowedPattern: '[0-9]+(\\.[0-9]+)?' },
  TypeLists: { description: 'all: every type of resource can be searched whole, by any parameter, at one write unit more for each create; directories: only what belongs to no patient. To be chosen before the first record, or followed by npm run lists (docs/deploy.md)', default: 'directories', allowedValues: ['directories', 'all'] },
  ImportsAtOnce: { description: 'Bundles of more than fifty entries that are worked on at once; the others are told when to come again', default: '8', allowedPattern: '[1-9][0-9]*' },
  Metering: { description: 'A log line for every request to the database; for measuring only', default: 'off', allowedValues: ['on', 'off'] },
  SfuUrl: { description: 'WebSocket address of the media server as a browser reaches it' },
  TurnUrls: { description: 'TURN servers as browsers take them, separated by commas: turn:turn.example:3478?transport=tcp,turns:turn.example:443?transport=tcp', default: '' },
  SfuControlUrl: { description: 'HTTP address of the media server\'s control side as the functions reach it' },
} satisfies Record<string, CfnParameterProps>;

export function addParameters(scope: Construct): Parameters {
  const made = Object.entries(definitions).map(([name, definition]) => [name, new CfnParameter(scope, name, definition)]);
  return Object.fromEntries(made) as Parameters;
}
