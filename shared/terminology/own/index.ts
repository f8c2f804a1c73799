import type { CodeSystem, ValueSet } from '@medplum/fhirtypes';
import { careSystems } from './care.ts';
import { codeSystemOf, valueSetOf } from './define.ts';
import { externalSystems } from './external.ts';
import { nationalSystems } from './national.ts';

const made = new Map<string, { readonly systems: readonly CodeSystem[]; readonly sets: readonly ValueSet[] }>();

function ofBase(base: string) {
  const before = made.get(base);
  if (before) return before;
  const own = [...careSystems(base), ...nationalSystems(base)];
  const whole = own.map(({ url, name, title }) => valueSetOf(url.replace('/CodeSystem/', '/ValueSet/'), `${name}Codes`, title, { include: [{ system: url }] }));
  const vitals = ['85354-9', '8867-4', '9279-1', '8310-5', '2708-6', '59408-5', '29463-7', '8302-2', '15074-8'];
  const sets = [
    ...whole,
    valueSetOf(`${base}/ValueSet/vital-sign`, 'VitalSign', 'Dấu hiệu sinh tồn được ghi', { include: [{ system: 'http://loinc.org', concept: vitals.map((code) => ({ code })) }] }),
    valueSetOf(`${base}/ValueSet/unit`, 'Unit', 'Đơn vị đo đang dùng', { include: [{ system: 'http://unitsofmeasure.org' }] }),
    valueSetOf(`${base}/ValueSet/diagnosis`, 'Diagnosis', 'Chẩn đoán ICD-10 đang dùng', { include: [{ system: 'http://hl7.org/fhir/sid/icd-10' }] }),
  ];
  const systems = [...own.map((d) => codeSystemOf(d)), ...externalSystems.map((d) => codeSystemOf(d, { 'http://hl7.org/fhir/sid/icd-10': 'icd-10', 'http://loinc.org': 'loinc', 'http://unitsofmeasure.org': 'ucum' }[d.url]))];
  const both = { systems, sets };
  made.set(base, both);
  return both;
}

/** The code systems that this product defines, and the parts that it uses of those of others. */
export const ownCodeSystems = (base: string): readonly CodeSystem[] => ofBase(base).systems;
/** A value set for each of our code systems, and those that our profiles bind. */
export const ownValueSets = (base: string): readonly ValueSet[] => ofBase(base).sets;
