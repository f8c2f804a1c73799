/**
 * Headers of the issuer's pages. A form ends at the application, and browsers hold each redirect after it against
 * form-action: `redirectUri`, one of those that the application registered, is where it may go beside our own address.
 */
export function pageHeaders(redirectUri?: string): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; script-src 'self'; form-action 'self'${after(redirectUri)}; base-uri 'none'; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  };
}

/** The origin; of an application's own scheme ("app.example:/callback") the scheme. */
function after(redirectUri: string | undefined): string {
  if (!redirectUri || !URL.canParse(redirectUri)) return '';
  const { origin, protocol } = new URL(redirectUri);
  return ` ${origin === 'null' ? protocol : origin}`;
}
