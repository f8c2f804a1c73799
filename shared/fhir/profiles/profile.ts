import type { Membership } from '../validation/bindings.ts';

/** A step of a discriminator's path (R4 profiling.html#discriminator): a restricted FHIRPath. */
export type Step =
  | { readonly kind: 'element'; readonly name: string }
  | { readonly kind: 'extension'; readonly url: string }
  | { readonly kind: 'ofType'; readonly type: string }
  | { readonly kind: 'resolve' };

export type DiscriminatorType = 'value' | 'pattern' | 'exists' | 'type' | 'profile';

export type Slicing = {
  readonly discriminators: readonly { readonly type: DiscriminatorType; readonly path: readonly Step[] }[];
  readonly rules: 'open' | 'closed' | 'openAtEnd';
  readonly ordered: boolean;
};

export type NodeType = { readonly code: string; readonly profile?: readonly string[]; readonly targetProfile?: readonly string[] };

/** What a profile asks of one element (or of one slice of it). Absent: what the base says, which is checked already. */
export type Node = {
  /** Name in the definition: "value[x]", "identifier". */
  readonly name: string;
  readonly sliceName?: string;
  readonly min?: number;
  readonly max?: number;
  readonly types?: readonly NodeType[];
  readonly fixed?: unknown;
  readonly pattern?: unknown;
  readonly binding?: { readonly strength: string; readonly valueSet: string };
  readonly constraints: readonly { readonly key: string; readonly severity: 'error' | 'warning'; readonly expression: string; readonly human: string }[];
  readonly maxLength?: number;
  readonly minValue?: unknown;
  readonly maxValue?: unknown;
  readonly slicing?: Slicing;
  readonly slices: readonly Node[];
  readonly children: ReadonlyMap<string, Node>;
};

export type ExtensionContext = { readonly type: string; readonly expression: string };

/** A StructureDefinition made ready: its own rules, on top of those of `base` where that is a profile too. */
export type Profile = {
  readonly url: string;
  readonly version?: string;
  /** "Patient", "Extension", "HumanName". */
  readonly type: string;
  /** The profile that it narrows; absent when that is R4's own definition of the type. */
  readonly base?: string;
  readonly root: Node;
  /** Of an extension: where it may stand. */
  readonly context: readonly ExtensionContext[];
};

export const nameOfProfile = (url: string): string => url.split('|')[0]?.split('/').at(-1) ?? url;

/** "…/StructureDefinition/Patient": R4's own definition of a type, whose rules hold anyway. */
export const isCoreType = (url: string, isType: (name: string) => boolean): boolean => {
  const [, name = ''] = /^http:\/\/hl7\.org\/fhir\/StructureDefinition\/([^|/]+)/.exec(url) ?? [];
  return isType(name);
};

/** What a check may look up: profiles by their url, value sets by theirs. */
export type Known = {
  readonly profile: (url: string) => Profile | undefined;
  readonly membership: Membership;
};
