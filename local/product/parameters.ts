/** What an operator gives when deploying: parameters and secrets of the template, with the local addresses. */
export function localParameters(baseUrl: string, simulators: { readonly insurer: string; readonly sms: string }): Readonly<Record<string, string>> {
  return {
    BaseUrl: baseUrl,
    OidcIssuer: `${baseUrl}/oidc`,
    InsurerUrl: simulators.insurer,
    SmsUrl: simulators.sms,
    SfuUrl: `${baseUrl.replace(/^http/, 'ws')}/sfu`,
    // The media server's own port, once it runs; until then nobody listens here and there is no room to close.
    SfuControlUrl: 'http://127.0.0.1:9',
  };
}
