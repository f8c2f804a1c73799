import type { Bundle } from '@medplum/fhirtypes';
import { Client, type FhirResource } from 'fhir-kit-client';
import * as z from 'zod';
import type { DocumentReceiver } from '../exchange/ports.ts';
import type { OutboundRules } from './outbound.ts';

export type FhirServerOptions = {
  readonly rules: OutboundRules;
  /** JSON of the secret: { "<host>": "<bearer token>" }. A host without one is asked without. */
  readonly credentials: string;
  readonly timeoutMilliseconds: number;
};

/** Other organisations' FHIR servers. Where they may be is the configuration's to say, not the directory's. */
export function fhirServers({ rules, credentials, timeoutMilliseconds }: FhirServerOptions): DocumentReceiver {
  const tokens = z.record(z.string(), z.string()).parse(JSON.parse(credentials));
  return {
    async send({ address }, document) {
      const barred = await rules.barred(address);
      if (barred) return { kind: 'failed', why: barred };
      const condition = identifierOf(document);
      if (!condition) return { kind: 'failed', why: 'no-identifier' };
      const token = tokens[new URL(address).host];
      const client = new Client({ baseUrl: address.replace(/\/$/, ''), ...(token ? { bearerToken: token } : {}), requestOptions: { redirect: 'manual' } });
      try {
        // R4 3.1.0.8.1: created unless one with this identifier is there.
        await client.create({ resourceType: 'Bundle', body: withoutOurVersion(document), options: { headers: { 'If-None-Exist': condition }, signal: AbortSignal.timeout(timeoutMilliseconds) } });
        return { kind: 'sent' };
      } catch (error) {
        return { kind: 'failed', why: whyOf(error) };
      }
    },
  };
}

function identifierOf({ identifier }: Bundle): string | undefined {
  if (!identifier?.value) return undefined;
  return new URLSearchParams({ identifier: `${identifier.system ?? ''}|${identifier.value}` }).toString();
}

/** Version, time and id are the receiver's own to give; what was signed (the entries) stays as it is. */
function withoutOurVersion(bundle: Bundle): FhirResource {
  const { meta: _, id: __, ...document } = bundle;
  return document;
}

/** Nothing of the error goes on but its kind: it may carry the address or what the other side said. */
function whyOf(error: unknown): string {
  const { response, name } = error as { readonly response?: { readonly status?: number }; readonly name?: string };
  if (response?.status !== undefined) return `HTTP ${response.status}`;
  return name === 'TimeoutError' ? 'timeout' : 'network';
}
