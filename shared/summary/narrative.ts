import type { CodeableConcept, Narrative, Observation, Patient, Quantity, Resource } from '@medplum/fhirtypes';
import { clinicalDate } from '../fhir/compartment.ts';
import { dayInVietnam } from '../kernel/dayInVietnam.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replace(/[&<>"]/g, (c) => entities[c] ?? c);

/** Characters that XML has no place for. */
// oxlint-disable-next-line no-control-regex -- they are what is taken out
const clean = (text: string): string => escape(text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ' '));

const narrative = (inner: string): Narrative => ({ status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${inner}</div>` });

/** What is recorded in a section, a line each: what, how much, when. Vietnamese and English headings over one table. */
export function sectionNarrative(title: { readonly vi: string; readonly en: string }, resources: readonly Resource[]): Narrative {
  const heading = `<p><b lang="vi">${clean(title.vi)}</b> / <b lang="en">${clean(title.en)}</b></p>`;
  if (resources.length === 0) return narrative(`${heading}<p lang="vi">Không có thông tin được ghi nhận.</p><p lang="en">No information is recorded.</p>`);
  const head = '<tr><th>Nội dung / What</th><th>Chi tiết / Detail</th><th>Ngày / Date</th></tr>';
  const rows = resources.map((r) => `<tr><td>${clean(nameOf(r))}</td><td>${clean(detailOf(r))}</td><td>${clean(dayOf(r))}</td></tr>`);
  return narrative(`${heading}<table><thead>${head}</thead><tbody>${rows.join('')}</tbody></table>`);
}

export function patientNarrative(patient: Patient): Narrative {
  const name = patient.name?.[0]?.text ?? [patient.name?.[0]?.family, ...(patient.name?.[0]?.given ?? [])].filter(Boolean).join(' ');
  return narrative(`<p><b lang="vi">Tóm tắt hồ sơ sức khỏe</b> / <b lang="en">Patient summary</b></p><p>${clean(name || '—')}, ${clean(patient.birthDate ?? '—')}, ${clean(patient.gender ?? '—')}</p>`);
}

const textOf = (concept: CodeableConcept | undefined): string | undefined => concept?.text ?? concept?.coding?.find(({ display }) => display)?.display ?? concept?.coding?.[0]?.code;

type Named = { code?: CodeableConcept; vaccineCode?: CodeableConcept; medicationCodeableConcept?: CodeableConcept; medicationReference?: { display?: string; reference?: string }; title?: string; device?: { display?: string; reference?: string } };

export function nameOf(resource: Resource): string {
  const { code, vaccineCode, medicationCodeableConcept, medicationReference, title, device } = resource as Named;
  return textOf(code) ?? textOf(vaccineCode) ?? textOf(medicationCodeableConcept) ?? medicationReference?.display ?? title ?? device?.display ?? resource.resourceType;
}

const amount = ({ value, unit, code, comparator }: Quantity): string => [comparator, value, unit ?? code].filter((part) => part !== undefined).join(' ');

type Detailed = Pick<Observation, 'valueQuantity' | 'valueString' | 'valueCodeableConcept' | 'valueInteger' | 'component'> & { dosage?: { text?: string }[]; dosageInstruction?: { text?: string }[]; reaction?: { manifestation?: CodeableConcept[] }[]; clinicalStatus?: CodeableConcept; conclusion?: string; doseQuantity?: Quantity };

function detailOf(resource: Resource): string {
  const { valueQuantity, valueString, valueCodeableConcept, valueInteger, component, dosage, dosageInstruction, reaction, conclusion, doseQuantity } = resource as Detailed;
  if (valueQuantity) return amount(valueQuantity);
  if (valueString ?? conclusion) return valueString ?? conclusion ?? '';
  if (valueCodeableConcept) return textOf(valueCodeableConcept) ?? '';
  if (valueInteger !== undefined) return String(valueInteger);
  if (component) return component.map((part) => `${textOf(part.code) ?? ''} ${part.valueQuantity ? amount(part.valueQuantity) : ''}`.trim()).join('; ');
  const dose = (dosage ?? dosageInstruction ?? []).map(({ text }) => text).filter(Boolean).join('; ');
  if (dose) return dose;
  if (reaction) return reaction.flatMap(({ manifestation = [] }) => manifestation.map(textOf)).filter(Boolean).join('; ');
  return doseQuantity ? amount(doseQuantity) : '';
}

/** The day in Vietnam. */
function dayOf(resource: Resource): string {
  const at = clinicalDate(resource);
  return at && Number.isFinite(Date.parse(at)) ? dayInVietnam(at) : '';
}
