import { language } from './language.ts';

export type Dictionary = { readonly [key: string]: string | ((...values: never[]) => string) | Dictionary };

/** The same keys and parameters, with other words in them. */
export type SameKeys<V> = {
  readonly [K in keyof V]: V[K] extends string
    ? string
    : V[K] extends (...values: infer A) => string
      ? (...values: A) => string
      : SameKeys<V[K]>;
};

/**
 * The words of one part of the client, in both languages: `const t = words({ title: 'Hôm nay' }, { title: 'Today' })`.
 * A key missing or too many in the second language is a type error. Called while rendering, `t().title` follows the
 * language switch by itself.
 */
export function words<V extends Dictionary>(vi: V, en: SameKeys<V>): () => SameKeys<V> {
  const first = vi as unknown as SameKeys<V>;
  return () => (language.value === 'en' ? en : first);
}
