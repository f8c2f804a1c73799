type Fields = Readonly<Record<string, string>>;
export type PortalHttpAnswer =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'unavailable'; readonly why: 'timeout' | 'network' | 'fault' | 'wrong-shape' };
export type PortalCall = (path: string, query: Fields, body: Fields, headers?: Fields) => Promise<PortalHttpAnswer>;

/** One call to the portal: body as JSON (documented) or as a form (seen), and every way it can fail told apart. */
export function portalHttp(options: { readonly url: string; readonly body: 'json' | 'form'; readonly timeoutMilliseconds: number; readonly fetch?: typeof fetch }): PortalCall {
  const { url, body: style, timeoutMilliseconds, fetch: send = fetch } = options;
  const base = url.replace(/\/$/, '');
  return async (path, query, body, headers = {}) => {
    const search = new URLSearchParams(query).toString();
    try {
      const response = await send(`${base}${path}${search ? `?${search}` : ''}`, {
        method: 'POST',
        headers: { ...headers, accept: 'application/json', 'content-type': style === 'json' ? 'application/json' : 'application/x-www-form-urlencoded' },
        body: style === 'json' ? JSON.stringify(body) : new URLSearchParams(body).toString(),
        signal: AbortSignal.timeout(timeoutMilliseconds),
      });
      if (response.status === 401) return { kind: 'unauthorized' };
      if (!response.ok) return { kind: 'unavailable', why: 'fault' };
      return parsed(await response.text());
    } catch (error) {
      // Nothing of the error goes on: it may carry the address.
      return { kind: 'unavailable', why: nameOf(error) === 'TimeoutError' ? 'timeout' : 'network' };
    }
  };
}

const nameOf = (error: unknown): unknown => (typeof error === 'object' && error !== null && 'name' in error ? error.name : undefined);

function parsed(text: string): PortalHttpAnswer {
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch {
    return { kind: 'unavailable', why: 'wrong-shape' };
  }
}
