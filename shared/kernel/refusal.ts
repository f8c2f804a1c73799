/**
 * An expected failure of a use case.
 * `code` is permanent and never reused; its status and its texts live in functions/_http/problems.
 */
export type Refusal<Code extends string = string> = {
  readonly code: Code;
  /** Values for the {placeholders} of the text. Never personal data. */
  readonly params?: Readonly<Record<string, string | number>>;
  /** JSON pointer (RFC 6901) of the field at fault in the request body, where there is one. */
  readonly at?: string;
  /** What helps the caller to go on, e.g. the next free slots. Sent to the client as it is. */
  readonly help?: unknown;
};

export const refusal = <Code extends string>(
  code: Code,
  more: Omit<Refusal, 'code'> = {},
): Refusal<Code> => ({ code, ...more });
