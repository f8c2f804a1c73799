/** CloudFormation as far as the runner reads it: enough of the format, nothing of a single service. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export type TemplateResource = { readonly Type: string; readonly Properties?: Readonly<Record<string, Json>> };

export type Template = {
  readonly Parameters?: Readonly<Record<string, { readonly Type: string; readonly Default?: string }>>;
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: Json; readonly Export?: { readonly Name: Json } }>>;
};

export type SynthesisedStack = {
  readonly name: string;
  readonly region: string;
  readonly template: Template;
  /** Absolute folder of each file asset, by the S3 key that a function's code names. */
  readonly assets: ReadonlyMap<string, string>;
};
