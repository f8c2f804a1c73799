import type { AllergyIntolerance, CarePlan, Condition, DiagnosticReport, Immunization, MedicationRequest, Observation, Procedure, Resource, ResourceType } from '@medplum/fhirtypes';

/** A section of the International Patient Summary (HL7 IPS 1.1, LOINC codes of its Composition). */
export type SectionPlan = {
  readonly loinc: string;
  readonly display: string;
  readonly vi: string;
  readonly en: string;
  /** Required by IPS: stands there even when nothing is known, and then says so. */
  readonly required: boolean;
  readonly types: readonly ResourceType[];
  readonly takes: (resource: Resource) => boolean;
  /** At most this many, newest first: a summary is read at a glance. */
  readonly most: number;
};

const codeIn = (concept: { readonly coding?: readonly { readonly code?: string }[] } | undefined): string | undefined => concept?.coding?.[0]?.code;
const inError = (resource: Resource): boolean => codeIn((resource as { verificationStatus?: Condition['verificationStatus'] }).verificationStatus) === 'entered-in-error' || (resource as { status?: unknown }).status === 'entered-in-error';
const refuted = (resource: Condition | AllergyIntolerance): boolean => codeIn(resource.verificationStatus) === 'refuted';
const isOver = (condition: Condition): boolean => ['inactive', 'remission', 'resolved'].includes(codeIn(condition.clinicalStatus) ?? '') || condition.abatementDateTime !== undefined;
const hasCategory = ({ category = [] }: Observation | DiagnosticReport, ...codes: readonly string[]): boolean => category.some(({ coding = [] }) => coding.some(({ code }) => code !== undefined && codes.includes(code)));
const final = ['final', 'amended', 'corrected', 'preliminary'];

const isProblem = (r: Resource): boolean => r.resourceType === 'Condition' && !refuted(r);
const isMedication = (r: Resource): boolean =>
  r.resourceType === 'MedicationStatement' ? ['active', 'intended', 'on-hold', 'unknown'].includes(r.status) : ['active', 'on-hold'].includes((r as MedicationRequest).status ?? '');
const observed = (...categories: readonly string[]) => (r: Resource): boolean => r.resourceType === 'Observation' && final.includes(r.status) && hasCategory(r, ...categories);

/** In IPS's order: what is required first. */
export const sections: readonly SectionPlan[] = [
  { loinc: '48765-2', display: 'Allergies and adverse reactions Document', vi: 'Dị ứng', en: 'Allergies and intolerances', required: true, types: ['AllergyIntolerance'], takes: (r) => !refuted(r as AllergyIntolerance), most: 100 },
  { loinc: '10160-0', display: 'History of Medication use Narrative', vi: 'Thuốc đang dùng', en: 'Medications', required: true, types: ['MedicationStatement', 'MedicationRequest'], takes: isMedication, most: 100 },
  { loinc: '11450-4', display: 'Problem list - Reported', vi: 'Bệnh hiện có', en: 'Problems', required: true, types: ['Condition'], takes: (r) => isProblem(r) && !isOver(r as Condition), most: 100 },
  { loinc: '11369-6', display: 'History of Immunization note', vi: 'Tiêm chủng', en: 'Immunizations', required: false, types: ['Immunization'], takes: (r) => (r as Immunization).status === 'completed', most: 100 },
  { loinc: '47519-4', display: 'History of Procedures Document', vi: 'Thủ thuật, phẫu thuật', en: 'Procedures', required: false, types: ['Procedure'], takes: (r) => ['completed', 'in-progress'].includes((r as Procedure).status), most: 50 },
  { loinc: '30954-2', display: 'Relevant diagnostic tests/laboratory data note', vi: 'Kết quả xét nghiệm', en: 'Results', required: false, types: ['Observation', 'DiagnosticReport'], takes: (r) => observed('laboratory', 'imaging')(r) || (r.resourceType === 'DiagnosticReport' && final.includes(r.status)), most: 50 },
  { loinc: '8716-3', display: 'Vital signs', vi: 'Chỉ số sinh tồn', en: 'Vital signs', required: false, types: ['Observation'], takes: observed('vital-signs'), most: 20 },
  { loinc: '11348-0', display: 'History of Past illness note', vi: 'Bệnh đã qua', en: 'Past problems', required: false, types: ['Condition'], takes: (r) => isProblem(r) && isOver(r as Condition), most: 50 },
  { loinc: '18776-5', display: 'Plan of care note', vi: 'Kế hoạch chăm sóc', en: 'Plan of care', required: false, types: ['CarePlan'], takes: (r) => (r as CarePlan).status === 'active', most: 20 },
  { loinc: '29762-2', display: 'Social history note', vi: 'Lối sống', en: 'Social history', required: false, types: ['Observation'], takes: observed('social-history'), most: 50 },
];

export const belongs = (section: SectionPlan, resource: Resource): boolean => section.types.includes(resource.resourceType) && !inError(resource) && section.takes(resource);

/** Everything a summary is made of: a caller who may not read one of these types would be shown a false "nothing known". */
export const summaryTypes: readonly ResourceType[] = [...new Set(sections.flatMap(({ types }) => types))];
