import { setTimeout as wait } from 'node:timers/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { answerJson, readFields } from './http.ts';

/** What can go wrong with the portal, on demand: POST /faults, DELETE /faults ends it. `times`: so many calls, then well again. */
const fault = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('slow'), milliseconds: z.number().int().min(1).max(60_000), times: z.number().int().optional() }),
  z.object({ kind: z.literal('status'), status: z.number().int().min(400).max(599), times: z.number().int().optional() }),
  z.object({ kind: z.literal('wrong-shape'), times: z.number().int().optional() }),
  z.object({ kind: z.literal('unauthorized'), times: z.number().int().optional() }),
  z.object({ kind: z.literal('result'), code: z.string(), times: z.number().int().optional() }),
  z.object({ kind: z.literal('down'), times: z.number().int().optional() }),
]);
export type PortalFault = z.infer<typeof fault>;

/** `planned`: the fault of the n-th call, for benches that seed them; what is set over HTTP goes before it. */
export function portalFaults(planned: (call: number) => PortalFault | undefined = () => undefined) {
  let calls = 0;
  let current: { readonly fault: PortalFault; left: number } | undefined;

  function next(): PortalFault | undefined {
    calls += 1;
    if (!current || current.left === 0) return planned(calls);
    current.left -= 1;
    return current.fault;
  }

  return {
    /** The admin calls. */
    async set(request: IncomingMessage, response: ServerResponse): Promise<void> {
      if (request.method === 'DELETE') {
        current = undefined;
        return answerJson(response, 200, {});
      }
      const parsed = fault.safeParse(await readFields(request));
      if (!parsed.success) return answerJson(response, 400, { error: z.prettifyError(parsed.error) });
      current = { fault: parsed.data, left: parsed.data.times ?? Number.POSITIVE_INFINITY };
      return answerJson(response, 200, parsed.data);
    },
    /** Plays the fault; true when the call is answered (or never will be). */
    async play(response: ServerResponse): Promise<boolean> {
      const now = next();
      if (!now) return false;
      switch (now.kind) {
        case 'slow':
          await wait(now.milliseconds);
          return false;
        case 'status':
          answerJson(response, now.status, { Message: 'An error has occurred.' });
          return true;
        case 'wrong-shape':
          response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Hệ thống đang bảo trì</body></html>');
          return true;
        case 'unauthorized':
          answerJson(response, 401, { Message: 'Authorization has been denied for this request.' });
          return true;
        case 'result':
          answerJson(response, 200, { maKetQua: now.code, ghiChu: 'Mô phỏng' });
          return true;
        case 'down':
          response.destroy();
          return true;
      }
    },
  };
}
