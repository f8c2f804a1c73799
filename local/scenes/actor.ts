import { randomUUID } from 'node:crypto';
import { pathOf, routes, type RouteName } from '../../shared/routes.ts';
import { signInAs } from '../oidc/signInAs.ts';

type Sending = { readonly params?: Readonly<Record<string, string>>; readonly query?: Readonly<Record<string, string>>; readonly body?: unknown };

/** Somebody of the story, signed in, over the API and nothing else. Throws what the API refuses. */
export type Actor = { readonly send: <T>(route: RouteName, sending?: Sending) => Promise<T> };

export type Company = Readonly<Record<'nurse' | 'nurse2' | 'specialist' | 'specialist2', Actor>>;

export async function actorFor(baseUrl: string, user: string): Promise<Actor> {
  const token = await signInAs(baseUrl, user);
  return {
    async send<T>(route: RouteName, { params, query, body }: Sending = {}) {
      const { method } = routes[route];
      const address = new URL(pathOf(route, params), baseUrl);
      address.search = new URLSearchParams(query).toString();
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() };
      const answer = await fetch(address, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      if (!answer.ok) throw new Error(`${route} answered ${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as T;
    },
  };
}
