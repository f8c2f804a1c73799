import type { Environment } from '../../functions/_http/environment.ts';
import type { DataStack } from '../data/DataStack.ts';
import type { Parameters } from './parameters.ts';

/** The environment of every function, as functions/_http/environment.ts reads it. */
export function environmentOf(p: Parameters, data: DataStack): Readonly<Record<keyof Environment, string>> {
  return {
    TABLE_NAME: data.table.tableName,
    BLOB_BUCKET: data.blobBucket.bucketName,
    SEAL_BUCKET: data.sealBucket.bucketName,
    TENANT: p.Tenant.valueAsString,
    BASE_URL: p.BaseUrl.valueAsString,
    FILES_URL: p.FilesUrl.valueAsString,
    OIDC_ISSUER: p.OidcIssuer.valueAsString,
    OIDC_AUDIENCE: p.OidcAudience.valueAsString,
    OIDC_CLIENT_ID: p.OidcClientId.valueAsString,
    PASSKEY_RP_ID: p.PasskeyRpId.valueAsString,
    PASSKEYS: p.Passkeys.valueAsString,
    STAFF_IDLE_MINUTES: p.StaffIdleMinutes.valueAsString,
    PATIENT_IDLE_MINUTES: p.PatientIdleMinutes.valueAsString,
    DOCUMENT_KEY_ID: data.documentKey.keyArn,
    TOKEN_KEY_ID: data.tokenKey.keyArn,
    RETIRED_KEYS: p.RetiredKeys.valueAsString,
    TIME_STAMP_URL: p.TimeStampUrl.valueAsString,
    TIME_STAMP_AUTHORITIES: p.TimeStampAuthorities.valueAsString,
    IDENTIFIER_BASE: p.IdentifierBase.valueAsString,
    IDENTIFIER_ALIASES: p.IdentifierAliases.valueAsString,
    INSURER_URL: p.InsurerUrl.valueAsString,
    INSURER_BODY: p.InsurerBody.valueAsString,
    CLAIM_CERTIFICATE: p.ClaimCertificate.valueAsString,
    // Dynamic references: CloudFormation resolves them while deploying, the template never holds the value.
    INSURER_CREDENTIALS: data.insurerSecret.secretValue.unsafeUnwrap(),
    SMS_URL: p.SmsUrl.valueAsString,
    SMS_CREDENTIALS: data.smsSecret.secretValue.unsafeUnwrap(),
    PRESCRIPTION_URL: p.PrescriptionUrl.valueAsString,
    PRESCRIPTION_CREDENTIALS: data.prescriptionSecret.secretValue.unsafeUnwrap(),
    OUTBOUND_HOSTS: p.OutboundHosts.valueAsString,
    FHIR_SERVER_CREDENTIALS: data.fhirServerSecret.secretValue.unsafeUnwrap(),
    SFU_URL: p.SfuUrl.valueAsString,
    SFU_CONTROL_URL: p.SfuControlUrl.valueAsString,
    TURN_URLS: p.TurnUrls.valueAsString,
    TURN_SECRET: data.turnSecret.secretValue.unsafeUnwrap(),
    RECORDING: p.Recording.valueAsString,
    RATE_LIMIT_SCALE: p.RateLimitScale.valueAsString,
    TYPE_LISTS: p.TypeLists.valueAsString,
    IMPORTS_AT_ONCE: p.ImportsAtOnce.valueAsString,
    METERING: p.Metering.valueAsString,
  };
}
