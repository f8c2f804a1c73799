import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { answerJson, readFields } from './http.ts';

export type FaultSwitch<Fault> = {
  /** What goes wrong with the call that came in now. */
  readonly next: () => Fault | undefined;
  readonly set: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
};

/** What goes wrong with a simulator, set from outside: POST says what, DELETE ends it. `times`: so many calls, then well again. */
export function faultSwitch<Fault extends { readonly times?: number | undefined }>(schema: z.ZodType<Fault>): FaultSwitch<Fault> {
  let current: { readonly fault: Fault; left: number } | undefined;
  return {
    next() {
      if (!current || current.left === 0) return undefined;
      current.left -= 1;
      return current.fault;
    },
    async set(request, response) {
      if (request.method === 'DELETE') current = undefined;
      else {
        const parsed = schema.safeParse(await readFields(request));
        if (!parsed.success) return answerJson(response, 400, { error: z.prettifyError(parsed.error) });
        current = { fault: parsed.data, left: parsed.data.times ?? Number.POSITIVE_INFINITY };
      }
      return answerJson(response, 200, {});
    },
  };
}
