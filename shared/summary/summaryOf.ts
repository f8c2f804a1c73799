import type { Bundle, Composition, CompositionSection, Device, Patient, Resource } from '@medplum/fhirtypes';
import { clinicalDate } from '../fhir/compartment.ts';
import type { Stored } from '../fhir/repository.ts';
import { nothingRecorded } from './absent.ts';
import { nameOf, patientNarrative, sectionNarrative } from './narrative.ts';
import { belongs, sections, type SectionPlan } from './sections.ts';

type Identified = Resource & { readonly id: string };

export type SummaryFacts = {
  readonly patient: Stored<Patient>;
  /** The patient's record, as far as it is for a summary. */
  readonly record: readonly Stored[];
  /** What the record's resources refer to and a reader needs. */
  readonly referred: readonly Stored[];
  readonly now: Date;
  readonly newId: () => string;
  /** Address of the FHIR endpoint: what is stored here is named by it. */
  readonly address: string;
};

const ips = 'http://hl7.org/fhir/uv/ips/StructureDefinition';

/**
 * The International Patient Summary of a record (HL7 IPS 1.1): a document Bundle whose Composition has every required
 * section, each with a narrative in Vietnamese and English. Pure. Made by the machine from what is recorded: nobody
 * attests it, and its author is the system.
 */
export function summaryOf({ patient, record, referred, now, newId, address }: SummaryFacts): Bundle {
  const author: Device & { id: string } = { resourceType: 'Device', id: newId(), deviceName: [{ name: 'Liên Tuyến', type: 'user-friendly-name' }], type: { text: 'Phần mềm hồ sơ sức khỏe / Health record software' } };
  const made = sections.flatMap((plan) => sectionOf(plan, record, patient, newId) ?? []);
  const named = [...made.flatMap(({ resources }) => resources), ...referred.filter((r) => r.resourceType !== 'Patient')];
  const composition: Composition & { id: string } = {
    resourceType: 'Composition',
    id: newId(),
    meta: { profile: [`${ips}/Composition-uv-ips`] },
    language: 'vi',
    text: patientNarrative(patient),
    status: 'final',
    type: { coding: [{ system: 'http://loinc.org', code: '60591-5', display: 'Patient summary Document' }] },
    subject: { reference: `${address}/Patient/${patient.id}` },
    date: now.toISOString(),
    author: [{ reference: urn(author.id), display: 'Liên Tuyến' }],
    title: 'Tóm tắt hồ sơ sức khỏe / International Patient Summary',
    confidentiality: 'N',
    section: made.map(({ section }) => section),
  };
  const resources: readonly Identified[] = [patient, author, ...new Map(named.map((r) => [`${r.resourceType}/${r.id}`, r])).values()];
  return {
    resourceType: 'Bundle',
    meta: { profile: [`${ips}/Bundle-uv-ips`] },
    identifier: { system: 'urn:ietf:rfc:3986', value: urn(newId()) },
    type: 'document',
    timestamp: now.toISOString(),
    entry: [
      { fullUrl: urn(composition.id), resource: absolute(composition, address) },
      ...resources.map((resource) => ({ fullUrl: isStored(resource) ? `${address}/${resource.resourceType}/${resource.id}` : urn(resource.id), resource: absolute(resource, address) })),
    ],
  };

  function sectionOf(plan: SectionPlan, all: readonly Stored[], { id }: Stored<Patient>, nextId: () => string): { section: CompositionSection; resources: readonly Identified[] } | undefined {
    const found = newest(all.filter((resource) => belongs(plan, resource)), plan);
    const saysNothing = found.length === 0 && plan.required ? nothingRecorded(plan.loinc, nextId(), `Patient/${id}`) : undefined;
    const entries: readonly Identified[] = saysNothing ? [saysNothing] : found;
    if (entries.length === 0) return undefined;
    return {
      resources: entries,
      section: {
        title: `${plan.vi} / ${plan.en}`,
        code: { coding: [{ system: 'http://loinc.org', code: plan.loinc, display: plan.display }] },
        text: sectionNarrative(plan, saysNothing ? [] : found),
        entry: entries.map((resource) => ({ reference: isStored(resource) ? `${resource.resourceType}/${resource.id}` : urn(resource.id) })),
      },
    };
  }
}

const urn = (id: string): string => `urn:uuid:${id}`;
const isStored = (resource: Resource): resource is Stored => resource.meta?.versionId !== undefined;

/** Newest first. Of vital signs only the last of each kind: a summary is no chart. */
function newest(resources: readonly Stored[], { most, loinc }: SectionPlan): readonly Stored[] {
  const ordered = resources.toSorted((a, b) => (clinicalDate(a) < clinicalDate(b) ? 1 : -1));
  const each = loinc === '8716-3' ? [...new Map(ordered.toReversed().map((r) => [nameOf(r), r])).values()].toReversed() : ordered;
  return each.slice(0, most);
}

/** References within a document lead to its entries: those to what is stored here are written out. */
function absolute<T extends Resource>(resource: T, address: string): T {
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]: [string, unknown]) => [name, name === 'reference' && typeof inner === 'string' && /^[A-Z][A-Za-z]+\//.test(inner) ? `${address}/${inner}` : visit(inner)]));
  };
  return visit(resource) as T;
}
