import type { Found } from './values.ts';

export type Token = {
  readonly system?: string;
  readonly code?: string;
  /** A `code` has the system of its binding, which no instance says: any system asked for is taken as that. */
  readonly impliedSystem: boolean;
  readonly texts: readonly string[];
};

type Coding = { system?: string; code?: string; display?: string };

/** The tokens of a value by its data type (R4 3.1.1.4.10, the table of types). */
export function tokensOf({ value, type }: Found): Token[] {
  if (value === undefined || value === null) return [];
  if (typeof value === 'string') return [{ code: value, impliedSystem: type === 'code', texts: type === 'string' ? [value] : [] }];
  if (typeof value !== 'object') return [{ code: JSON.stringify(value), impliedSystem: false, texts: [] }];
  switch (type) {
    case 'CodeableConcept': {
      const { coding = [], text } = value as { coding?: readonly Coding[]; text?: string };
      const tokens = coding.map((c) => codingToken(c, text));
      return tokens.length > 0 || text === undefined ? tokens : [{ impliedSystem: false, texts: [text] }];
    }
    case 'Coding':
      return [codingToken(value)];
    case 'Identifier': {
      const { system, value: code, type: kind } = value as { system?: string; value?: string; type?: { text?: string } };
      return [{ ...(system ? { system } : {}), ...(code === undefined ? {} : { code }), impliedSystem: false, texts: kind?.text ? [kind.text] : [] }];
    }
    case 'ContactPoint': {
      const { value: code } = value as { value?: string };
      return [{ ...(code === undefined ? {} : { code }), impliedSystem: true, texts: [] }];
    }
    default:
      return [];
  }
}

const codingToken = ({ system, code, display }: Coding, text?: string): Token => ({
  ...(system ? { system } : {}),
  ...(code === undefined ? {} : { code }),
  impliedSystem: false,
  texts: [display, text].filter((t) => t !== undefined),
});
