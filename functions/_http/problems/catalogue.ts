/** One entry for each permanent code: its status and its words. `{name}` is filled from the refusal's params. */
export type ProblemEntry = {
  readonly status: 400 | 401 | 403 | 404 | 405 | 406 | 409 | 410 | 412 | 413 | 415 | 422 | 423 | 428 | 429 | 502 | 503;
  readonly vi: { readonly title: string; readonly detail: string };
  readonly en: { readonly title: string; readonly detail: string };
};

export type ProblemCatalogue<Code extends string> = Readonly<Record<Code, ProblemEntry>>;
