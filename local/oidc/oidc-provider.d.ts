/** oidc-provider ships no types; this is the part of it that local/oidc uses. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export type Interaction = { readonly uid: string; readonly prompt: { readonly name: string; readonly details: Readonly<Record<string, unknown>> }; readonly params: Readonly<Record<string, string | undefined>>; readonly session?: { readonly accountId: string }; readonly grantId?: string };
  export type Grant = { readonly jti: string; addOIDCScope(scope: string): void; addResourceScope(resource: string, scope: string): void; save(): Promise<string> };
  type WithScope = { readonly scope?: string; readonly authTime?: number };
  export type Context = { readonly oidc: { readonly params?: Readonly<Record<string, string | undefined>>; readonly entities: { readonly AuthorizationCode?: WithScope; readonly RefreshToken?: WithScope }; readonly route?: string; readonly client?: { readonly clientId: string; readonly clientName?: string }; readonly result?: { readonly launch?: { readonly accountId: string; readonly patient?: string } }; readonly session?: { readonly accountId?: string; authTime(): number | undefined; grantIdFor(clientId: string): string | undefined } }; body: unknown; type: string };

  export const interactionPolicy: {
    readonly Check: new (reason: string, description: string, error: string, check: (context: Context) => boolean, details: (context: Context) => object) => object;
    readonly Prompt: new (of: { readonly name: string; readonly requestable: boolean }, ...checks: object[]) => object;
    readonly base: () => object & { add(prompt: object, at: number): void };
  };

  export default class Provider {
    constructor(issuer: string, configuration: object);
    readonly Grant: { new (of: { accountId: string; clientId: string }): Grant; find(id: string): Promise<Grant | undefined> };
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>;
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: object, options?: { mergeWithLastSubmission: boolean }): Promise<void>;
    use(middleware: (context: Context, next: () => Promise<void>) => Promise<void>): void;
    on(event: string, listener: (...args: never[]) => void): this;
  }
}
