import * as z from 'zod';

/**
 * Event filtering of an event source mapping, as far as our templates use it: nested fields, exact values, prefix,
 * exists, anything-but. https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
 */
export function passes(record: unknown, filters: readonly { readonly Pattern: string }[]): boolean {
  return filters.length === 0 || filters.some(({ Pattern }) => matches(record, JSON.parse(Pattern)));
}

const rule = z.union([
  z.string(), z.number(), z.boolean(), z.null(),
  z.strictObject({ prefix: z.string() }),
  z.strictObject({ exists: z.boolean() }),
  z.strictObject({ 'anything-but': z.array(z.union([z.string(), z.number()])) }),
]);

function matches(value: unknown, pattern: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.some((one) => fits(value, rule.parse(one)));
  if (typeof pattern !== 'object' || pattern === null) throw new Error('filter: a pattern is an object or a list');
  return Object.entries(pattern).every(([key, inner]) => matches(isObject(value) ? value[key] : undefined, inner));
}

function fits(value: unknown, one: z.infer<typeof rule>): boolean {
  if (typeof one !== 'object' || one === null) return value === one;
  if ('prefix' in one) return typeof value === 'string' && value.startsWith(one.prefix);
  if ('exists' in one) return (value !== undefined) === one.exists;
  return value !== undefined && !one['anything-but'].includes(value as string | number);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
