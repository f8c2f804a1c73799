import type { ResourceType } from '@medplum/fhirtypes';

/** Resource types that are treated alike by the policy. */
export const resourceGroups = ['directory', 'availability', 'person', 'clinical', 'files', 'work', 'documents', 'insurance', 'consent', 'audit', 'subscription', 'other'] as const;
export type ResourceGroup = (typeof resourceGroups)[number];

/** The types of each group. A type that is in none is `other`: for the service client alone. */
export const typesOf: Readonly<Record<Exclude<ResourceGroup, 'other'>, readonly ResourceType[]>> = {
  directory: ['Organization', 'OrganizationAffiliation', 'Practitioner', 'PractitionerRole', 'Location', 'HealthcareService', 'CodeSystem', 'ValueSet', 'StructureDefinition', 'Questionnaire'],
  availability: ['Schedule', 'Slot'],
  person: ['Patient', 'RelatedPerson', 'Person'],
  clinical: [
    'AllergyIntolerance', 'CarePlan', 'ClinicalImpression', 'Condition', 'DiagnosticReport', 'FamilyMemberHistory', 'Goal',
    'ImagingStudy', 'Immunization', 'Media', 'Medication', 'MedicationAdministration', 'MedicationDispense', 'MedicationRequest',
    'MedicationStatement', 'Observation', 'Procedure', 'QuestionnaireResponse', 'RiskAssessment', 'Specimen', 'Device', 'DeviceMetric',
  ],
  files: ['Binary'],
  work: ['Appointment', 'AppointmentResponse', 'Communication', 'CommunicationRequest', 'Encounter', 'ServiceRequest', 'Task'],
  documents: ['Bundle', 'Composition', 'DocumentManifest', 'DocumentReference', 'Provenance'],
  insurance: ['Coverage', 'CoverageEligibilityRequest', 'CoverageEligibilityResponse'],
  consent: ['Consent'],
  audit: ['AuditEvent'],
  subscription: ['Subscription'],
};

const groups = new Map<ResourceType, ResourceGroup>(
  (Object.keys(typesOf) as (keyof typeof typesOf)[]).flatMap((group) => typesOf[group].map((type) => [type, group] as const)),
);

export const groupOf = (type: ResourceType): ResourceGroup => groups.get(type) ?? 'other';
