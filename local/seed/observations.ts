import type { Encounter, Observation } from '@medplum/fhirtypes';
import type { Vitals } from '../../shared/consultation/contract.ts';
import { marked, type Made } from './tags.ts';

const loinc = 'http://loinc.org';
const ucum = 'http://unitsofmeasure.org';
const vitalSigns = [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs', display: 'Vital Signs' }] }];

/** LOINC code, display, UCUM unit of each single value (FHIR R4 vital signs; glucose by LOINC 15074-8). */
const single = {
  heartRate: ['8867-4', 'Heart rate', '/min'],
  respiratoryRate: ['9279-1', 'Respiratory rate', '/min'],
  temperature: ['8310-5', 'Body temperature', 'Cel'],
  oxygenSaturation: ['2708-6', 'Oxygen saturation in Arterial blood', '%'],
  weight: ['29463-7', 'Body weight', 'kg'],
  height: ['8302-2', 'Body height', 'cm'],
  bloodGlucose: ['15074-8', 'Glucose [Moles/volume] in Blood', 'mmol/L'],
} as const satisfies Partial<Record<keyof Vitals, readonly [string, string, string]>>;

export type Visit = {
  readonly id: string;
  readonly patient: { readonly id: string; readonly name: string };
  readonly station: { readonly id: string; readonly name: string };
  readonly at: Date;
  readonly reason: string;
  readonly vitals: Vitals;
};

/** A visit to the station in person: the encounter and what was measured. */
export function visitResources(base: string, visit: Visit): readonly Made[] {
  const subject = { reference: `Patient/${visit.patient.id}`, display: visit.patient.name };
  const encounter: Encounter & { id: string } = {
    resourceType: 'Encounter',
    id: visit.id,
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB', display: 'ambulatory' },
    subject,
    period: { start: visit.at.toISOString(), end: new Date(visit.at.getTime() + 20 * 60_000).toISOString() },
    reasonCode: [{ text: visit.reason }],
    serviceProvider: { reference: `Organization/${visit.station.id}`, display: visit.station.name },
  };
  const common: Omit<Observation, 'code'> = {
    resourceType: 'Observation',
    status: 'final',
    category: vitalSigns,
    subject,
    encounter: { reference: `Encounter/${visit.id}` },
    effectiveDateTime: visit.at.toISOString(),
    performer: [{ reference: `Organization/${visit.station.id}`, display: visit.station.name }],
  };
  const { systolic, diastolic } = visit.vitals;
  const pressure: (Observation & { id: string })[] = systolic === undefined || diastolic === undefined ? [] : [{
    ...common,
    id: `${visit.id}-bp`,
    code: { coding: [{ system: loinc, code: '85354-9', display: 'Blood pressure panel with all children optional' }] },
    component: [component('8480-6', 'Systolic blood pressure', systolic), component('8462-4', 'Diastolic blood pressure', diastolic)],
  }];
  const others = (Object.keys(single) as (keyof typeof single)[]).flatMap((key): (Observation & { id: string })[] => {
    const value = visit.vitals[key];
    const [code, display, unit] = single[key];
    return value === undefined ? [] : [{ ...common, id: `${visit.id}-${code}`, code: { coding: [{ system: loinc, code, display }] }, valueQuantity: quantity(value, unit) }];
  });
  return [encounter, ...pressure, ...others].map((resource) => marked(base, resource));
}

const quantity = (value: number, unit: string) => ({ value, unit, system: ucum, code: unit });

const component = (code: string, display: string, value: number) => ({ code: { coding: [{ system: loinc, code, display }] }, valueQuantity: quantity(value, 'mm[Hg]') });
