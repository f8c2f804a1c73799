export type OutsideAddresses = { readonly baseUrl: string; readonly filesUrl: string; readonly insurerUrl: string; readonly smsUrl: string; readonly partnerUrl: string; readonly timeStampUrl: string; readonly timeStampAuthority: string; readonly prescriptionUrl: string; readonly sfuControlUrl: string; readonly turnUrls: string };

/** What an operator gives when deploying: the template's parameters, with the local addresses. */
export function localParameters({ baseUrl, filesUrl, insurerUrl, smsUrl, partnerUrl, timeStampUrl, timeStampAuthority, prescriptionUrl, sfuControlUrl, turnUrls }: OutsideAddresses): Readonly<Record<string, string>> {
  return {
    BaseUrl: baseUrl,
    FilesUrl: filesUrl,
    OidcIssuer: `${baseUrl}/oidc`,
    InsurerUrl: insurerUrl,
    SmsUrl: smsUrl,
    OutboundHosts: partnerUrl,
    TimeStampUrl: timeStampUrl,
    TimeStampAuthorities: timeStampAuthority,
    PrescriptionUrl: prescriptionUrl,
    SfuUrl: `${baseUrl.replace(/^http/, 'ws')}/sfu`,
    SfuControlUrl: sfuControlUrl,
    TurnUrls: turnUrls,
    Passkeys: process.env['PASSKEYS'] === 'required' ? 'required' : 'offered',
    // Nobody who develops is locked out before lunch; a deployment has 15 (docs/adr/0134).
    StaffIdleMinutes: process.env['STAFF_IDLE_MINUTES'] ?? '480',
    // To be tried here; a deployment has it off until somebody switches it on.
    Recording: process.env['RECORDING'] ?? 'with-consent',
    RateLimitScale: process.env['RATE_LIMIT_SCALE'] ?? '1',
    TypeLists: process.env['TYPE_LISTS'] === 'all' ? 'all' : 'directories',
    // One processor for the database, one for the functions.
    ImportsAtOnce: process.env['IMPORTS_AT_ONCE'] ?? '2',
    Metering: process.env['METERING'] === 'on' ? 'on' : 'off',
  };
}
