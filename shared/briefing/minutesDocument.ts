import type { Bundle, Composition, CompositionSection, List, Organization, Practitioner, Resource } from '@medplum/fhirtypes';
import { narrative, textIn } from '../fhir/narrative.ts';
import type { Briefing } from './briefing.ts';
import type { Attendance, BriefingMinutes, SignedMinutes } from './contract.ts';

type WithId<T extends Resource> = T & { readonly id: string };
export type MinutesFacts = { readonly documentId: string; readonly at: string; readonly briefing: Briefing; readonly minutes: BriefingMinutes; readonly attendance: readonly Attendance[] };

const sectionSystem = (base: string): string => `${base}/CodeSystem/minutes-section`;

/** A FHIR document (R4 3.3): the Composition of the minutes, the List of who was there, and whom and what they name. Pure; not signed yet. */
export function minutesDocument(facts: MinutesFacts, base: string): WithId<Bundle> {
  const { documentId, at, briefing: { host, facility } } = facts;
  const chair: WithId<Practitioner> = { resourceType: 'Practitioner', id: host.id, name: [{ text: host.name }] };
  const organization: WithId<Organization> = { resourceType: 'Organization', id: facility.id, name: facility.name };
  const resources = [compositionFrom(facts, base), attendanceList(facts, base), chair, organization];
  return {
    resourceType: 'Bundle',
    id: documentId,
    identifier: { system: `${base}/sid/document`, value: documentId },
    type: 'document',
    timestamp: at,
    entry: resources.map((resource) => ({ fullUrl: `${base}/fhir/${resource.resourceType}/${resource.id}`, resource })),
  };
}

function compositionFrom({ documentId, at, briefing: b, minutes, attendance }: MinutesFacts, base: string): WithId<Composition> {
  const by = { reference: `Practitioner/${b.host.id}`, display: b.host.name };
  const section = (code: string, title: string, text: string): CompositionSection => ({ title, code: { coding: [{ system: sectionSystem(base), code }] }, text: narrative(text) });
  const there = attendance.map(({ person, facility, stays }) => `${person.name}, ${facility.name}: ${stays.map(({ from, to }) => `${from} – ${to}`).join('; ')}`).join('\n');
  return {
    resourceType: 'Composition',
    id: documentId,
    status: 'final',
    type: { coding: [{ system: `${base}/CodeSystem/document-type`, code: 'briefing-minutes' }], text: 'Biên bản giao ban trực tuyến' },
    date: at,
    author: [by],
    title: b.title,
    attester: [{ mode: 'legal', time: at, party: by }],
    custodian: { reference: `Organization/${b.facility.id}`, display: b.facility.name },
    event: [{ period: { start: b.start, end: b.end }, detail: [{ reference: `Appointment/${b.id}` }] }],
    section: [
      ...minutes.items.toSorted((x, y) => x.number - y.number).map(({ number, text }) => section(`item-${number}`, b.agenda[number - 1]?.title ?? '', text)),
      section('decisions', 'Kết luận, phân công', minutes.decisions),
      { ...section('attendance', 'Thành phần dự', there || '—'), entry: [{ reference: `List/${documentId}` }] },
    ],
  };
}

/** Who was there, from which facility, from when to when. */
function attendanceList({ documentId, at, briefing, attendance }: MinutesFacts, base: string): WithId<List> {
  return {
    resourceType: 'List',
    id: documentId,
    status: 'current',
    mode: 'snapshot',
    title: briefing.title,
    code: { coding: [{ system: `${base}/CodeSystem/list-kind`, code: 'briefing-attendance' }] },
    date: at,
    source: { reference: `Practitioner/${briefing.host.id}`, display: briefing.host.name },
    ...(attendance.length === 0 ? { emptyReason: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/list-empty-reason', code: 'nilknown' }] } } : {
      entry: attendance.map(({ person, facility, stays }) => ({
        extension: [
          { url: `${base}/StructureDefinition/briefing-facility`, valueReference: { reference: `Organization/${facility.id}`, display: facility.name } },
          ...stays.map(({ from, to }) => ({ url: `${base}/StructureDefinition/briefing-stay`, valuePeriod: { start: from, end: to } })),
        ],
        item: { reference: `Practitioner/${person.id}`, display: person.name },
      })),
    }),
  };
}

const compositionOf = ({ entry = [] }: Bundle): Composition => {
  const first = entry[0]?.resource;
  if (first?.resourceType !== 'Composition') throw new Error('a document begins with its Composition');
  return first;
};

/** What was signed, as the signed document says it. */
export function minutesIn(document: Bundle & { readonly id: string }): Omit<SignedMinutes, 'valid'> {
  const { section = [], author, date } = compositionOf(document);
  const texts = section.map(({ code, text }) => ({ code: code?.coding?.[0]?.code ?? '', text: textIn(text?.div ?? '') }));
  const [by] = author;
  return {
    documentId: document.id,
    signedAt: document.signature?.when ?? date,
    signedBy: { id: by?.reference?.split('/')[1] ?? '', name: by?.display ?? '' },
    items: texts.filter(({ code }) => code.startsWith('item-')).map(({ code, text }) => ({ number: Number(code.slice('item-'.length)), text })),
    decisions: texts.find(({ code }) => code === 'decisions')?.text ?? '',
  };
}
