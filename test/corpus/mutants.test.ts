import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Resource } from '@medplum/fhirtypes';
import { validate } from '../../shared/fhir/validation/validate.ts';

const folder = dirname(createRequire(import.meta.url).resolve('hl7.fhir.r4.examples/package.json'));

/** Types of a health record: one valid example of each kind of content, made wrong in one place. */
const types = /^(AllergyIntolerance|Appointment|CarePlan|Communication|Composition|Condition|Consent|Coverage|DiagnosticReport|DocumentReference|Encounter|Immunization|Medication|MedicationRequest|Observation|Organization|Patient|Practitioner|PractitionerRole|Procedure|Provenance|QuestionnaireResponse|RelatedPerson|ServiceRequest|Slot|Specimen|Task)-/;

type Json = Record<string, unknown>;
type Place = { readonly parent: Json; readonly name: string; readonly value: unknown };

/** Every property, depth first; narratives and what they hold aside. */
function* places(value: unknown): Generator<Place> {
  if (Array.isArray(value)) for (const one of value) yield* places(one);
  else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value as Json)) {
      if (name !== 'resourceType' && name !== 'text') yield { parent: value as Json, name, value: inner };
      if (name !== 'text') yield* places(inner);
    }
}

const isDate = (value: unknown): boolean => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(T|$)/.test(value);

/** Each makes a place wrong, where it fits. */
const defects: readonly { readonly name: string; readonly fits: (place: Place) => boolean; readonly make: (place: Place) => unknown }[] = [
  { name: 'a number for a text', fits: ({ value }) => typeof value === 'string', make: () => 12345 },
  { name: 'a text for a number', fits: ({ value }) => typeof value === 'number', make: ({ value }) => String(value) },
  { name: 'a text for a truth value', fits: ({ value }) => typeof value === 'boolean', make: ({ value }) => String(value) },
  { name: 'an empty array', fits: ({ value }) => Array.isArray(value), make: () => [] },
  { name: 'an empty object', fits: ({ value }) => typeof value === 'object' && !Array.isArray(value), make: () => ({}) },
  { name: 'an empty text', fits: ({ value }) => typeof value === 'string', make: () => '' },
  { name: 'null', fits: () => true, make: () => null },
  { name: 'a text for an object', fits: ({ value }) => typeof value === 'object' && !Array.isArray(value), make: () => 'x' },
  { name: 'one for a list', fits: ({ value, name }) => Array.isArray(value) && typeof value[0] === 'object' && !name.startsWith('_'), make: ({ value }) => (value as unknown[])[0] },
  { name: 'a list for one', fits: ({ value, name }) => typeof value === 'object' && !Array.isArray(value) && !name.startsWith('_'), make: ({ value }) => [value, value] },
  { name: 'an unknown element', fits: ({ value, name }) => typeof value === 'object' && !Array.isArray(value) && !name.startsWith('_'), make: ({ value }) => ({ ...(value as Json), nonsense: 'x' }) },
  { name: 'a month 13', fits: ({ value, name }) => isDate(value) && !/^(valueString|value|div|display|title|scheduledString)$/.test(name), make: ({ value }) => String(value).replace(/-\d\d/, '-13') },
  { name: 'a code that is not bound', fits: ({ name, value }) => /^(status|use|intent|gender)$/.test(name) && typeof value === 'string', make: () => 'no-such-code' },
  { name: 'a code without system', fits: ({ name, value }) => name === 'valueQuantity' && (value as Json)['code'] !== undefined, make: ({ value }) => ({ ...(value as Json), system: undefined }) },
  { name: 'an end before the start', fits: ({ name, value }) => name === 'period' && typeof value === 'object' && !Array.isArray(value), make: ({ value }) => ({ ...(value as Json), start: '2026-02-01', end: '2026-01-01' }) },
  { name: 'a contained reference to nothing', fits: ({ name, value }) => name === 'reference' && typeof value === 'string', make: () => '#nobody' },
];

/** Places of one kind in a resource that are made wrong; more of them repeat what these say. */
const each = 2;

describe('a valid example that is made wrong in one place', () => {
  const files = readdirSync(folder).filter((name) => types.test(name) && statSync(join(folder, name)).size < 30_000);
  it('is refused', () => {
    let made = 0;
    const survivors: string[] = [];
    for (const file of files) {
      const text = readFileSync(join(folder, file), 'utf8');
      if (validate(JSON.parse(text) as Resource).length > 0) continue;
      for (const { name, fits, make } of defects) {
        const found = [...places(JSON.parse(text))].flatMap((place, i) => (fits(place) ? [i] : []));
        for (const index of found.filter((_, i) => i % Math.ceil(found.length / each) === 0)) {
          const mutant = JSON.parse(text) as Resource;
          const place = [...places(mutant)][index];
          if (!place) continue;
          place.parent[place.name] = make(place);
          made += 1;
          if (validate(JSON.parse(JSON.stringify(mutant)) as Resource).length === 0) survivors.push(`${file}: ${name} at ${place.name}`);
        }
      }
    }
    expect(survivors).toEqual([]);
    expect(made).toBeGreaterThan(4_000);
  });
});
