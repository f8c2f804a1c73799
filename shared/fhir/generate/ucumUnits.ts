/**
 * Writes search/ucum.generated.ts: the units that R4 lists as common (ValueSet ucum-common), each as a multiple of the
 * base units of its dimension, so that a search for 5 mg finds 0.005 g without a parser of units at run time.
 *
 *     node shared/fhir/generate/ucumUnits.ts
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toCanonicalForm } from '@atomic-ehr/ucum';
import type { ValueSet } from '@medplum/fhirtypes';
import { definitions } from './definitions.ts';

/** Units with another zero than their base: kelvin = value * factor + offset. */
const shifted: Readonly<Record<string, { readonly factor: number; readonly offset: number }>> = { Cel: { factor: 1, offset: 273.15 }, '[degF]': { factor: 5 / 9, offset: (459.67 * 5) / 9 } };

/** Customary units that measure; every other one in brackets is arbitrary, or means what only its procedure says. */
const customary = /^\[(?:degF|in_i|ft_i|yd_i|mi_i|lb_av|oz_av|oz_tr|gal_us|in_i'Hg|in_i'H2O)\]$|^[cm]?m\[(?:Hg|H2O)\]$/;
const substance = /^(?:[kmunpf])?(mol|U|kat|eq|osm)$/;

/**
 * UCUM counts a mole as a number and an international unit as 1; in a laboratory they are not that: a count per litre
 * is no concentration. They stand in the name of the dimension, and undefined says that a unit compares by its code only.
 */
function kindOf(code: string): string | undefined {
  if (code.includes('{')) return undefined;
  const [above = '', ...below] = code.split('/');
  const kinds = new Set<string>();
  for (const [at, part] of [above, ...below].entries())
    for (const term of part.split(/[.()]/)) {
      const counted = substance.exec(term)?.[1] ?? (/^[kmu]?\[[iI]U\]$/.test(term) ? 'iU' : undefined);
      if (counted === undefined && term.includes('[') && !customary.test(term)) return undefined;
      if (counted === undefined) continue;
      if (at > 0) return undefined;
      // An enzyme unit is a micromole a minute, a katal a mole a second.
      kinds.add(counted === 'U' || counted === 'kat' ? 'mol' : counted);
    }
  return kinds.size > 1 ? undefined : [...kinds].join('');
}

const list = definitions<ValueSet>('valuesets.json').find((v) => v.resourceType === 'ValueSet' && v.url === 'http://hl7.org/fhir/ValueSet/ucum-common');
const byDimension = new Map<string, string[]>();
for (const { code = '' } of list?.compose?.include[0]?.concept ?? []) {
  const form = canonical(code);
  const kind = kindOf(code);
  if (!form || kind === undefined || (form.specialFunction && !shifted[code])) continue;
  const units = form.units.map(({ unit, exponent }: { readonly unit: string; readonly exponent: number }) => `${unit}${exponent === 1 ? '' : exponent}`).toSorted().join('.');
  const { factor, offset } = shifted[code] ?? { factor: form.magnitude, offset: 0 };
  const dimension = [units, kind].filter(Boolean).join('/') || '1';
  byDimension.set(dimension, [...(byDimension.get(dimension) ?? []), `${code} ${Number(factor.toPrecision(12))}${offset === 0 ? '' : ` ${Number(offset.toPrecision(12))}`}`]);
}

function canonical(code: string) {
  try {
    return toCanonicalForm(code);
  } catch {
    return undefined;
  }
}

// A unit alone in its dimension compares with itself by its code.
const text = [...byDimension].filter(([, units]) => units.length > 1).map(([dimension, units]) => `  '${dimension}': ${JSON.stringify(units.join(';'))},`).toSorted();
writeFileSync(join(import.meta.dirname, '../search/ucum.generated.ts'), `/** Made by generate/ucumUnits.ts from R4's common units; do not edit. Dimension: "code factor[ offset];...". */\nexport const encodedUnits: Readonly<Record<string, string>> = {\n${text.join('\n')}\n};\n`);
