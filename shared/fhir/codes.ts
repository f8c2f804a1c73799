/**
 * What searching and validating ask of terminology: the port. shared/terminology has the implementation
 * (`terminologyOn`). Tokens are "system|code".
 */
export type Codes = {
  /** Every code of a value set (`:in`, `:not-in`, bindings); undefined when it is not known here or can't be listed. */
  readonly codesOf: (valueSet: string) => Promise<ReadonlySet<string> | undefined>;
  /**
   * A code with all that it subsumes (`:below`) or that subsume it (`:above`); undefined for a system that is not known
   * here. Of ICD-10 every code that begins so is below: "E11" takes in "E11.9".
   */
  readonly related: (direction: 'below' | 'above', system: string, code: string) => Promise<ReadonlySet<string> | undefined>;
};
