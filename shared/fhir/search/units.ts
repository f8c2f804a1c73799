import { encodedUnits } from './ucum.generated.ts';

type Measure = { readonly dimension: string; readonly factor: number; readonly offset: number };

let measures: ReadonlyMap<string, Measure> | undefined;

function measureOf(code: string): Measure | undefined {
  measures ??= new Map(
    Object.entries(encodedUnits).flatMap(([dimension, units]) =>
      units.split(';').map((unit) => {
        const [name = '', factor = '', offset = '0'] = unit.split(' ');
        return [name, { dimension, factor: Number(factor), offset: Number(offset) }] as const;
      }),
    ),
  );
  return measures.get(code);
}

/** What is exact in decimals stays so: 3 mg and 0.003 g come to the same number. */
const settled = (value: number): number => Number(value.toPrecision(12));

/**
 * How values of one UCUM unit are compared with another's: both as multiples of the base units of their dimension.
 * undefined when they measure different things, or the unit is none of the common ones.
 */
export function commonMeasure(one: string, other: string): { readonly one: (value: number) => number; readonly other: (value: number) => number } | undefined {
  const [a, b] = [measureOf(one), measureOf(other)];
  if (!a || !b || a.dimension !== b.dimension) return undefined;
  const based = ({ factor, offset }: Measure) => (value: number) => settled(value * factor + offset);
  return { one: based(a), other: based(b) };
}
