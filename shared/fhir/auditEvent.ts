import type { AuditEvent, AuditEventEntity } from '@medplum/fhirtypes';
import type { AuditFact, Reference } from './repository.ts';

export type AuditEventOptions = { readonly id: string; readonly at: string; readonly identifierBase: string };

const dicom = 'http://dicom.nema.org/resources/ontology/DCM';
const objectType = 'http://terminology.hl7.org/CodeSystem/audit-entity-type';
const objectRole = 'http://terminology.hl7.org/CodeSystem/object-role';

/** R4 AuditEvent.action: C, R, U, D, E; a search is an execution of a query (R4 6.4.7). */
const actions = { create: 'C', read: 'R', update: 'U', delete: 'D', search: 'E', execute: 'E' } as const;

/** R4 restful-interaction codes for the subtypes that are one of them. */
const restful: Partial<Record<AuditFact['action'], string>> = { create: 'create', read: 'read', update: 'update', delete: 'delete', search: 'search-type' };

/** The full AuditEvent (R4 6.4) of a fact: who, what, about whom, why, with which outcome. */
export function auditEventOf(fact: AuditFact, { id, at, identifierBase }: AuditEventOptions): AuditEvent & { readonly id: string } {
  const interaction = restful[fact.action];
  return {
    resourceType: 'AuditEvent',
    id,
    type: { system: 'http://terminology.hl7.org/CodeSystem/audit-event-type', code: 'rest', display: 'RESTful Operation' },
    subtype: [
      ...(interaction ? [{ system: 'http://hl7.org/fhir/restful-interaction', code: interaction }] : []),
      { system: `${identifierBase}/CodeSystem/audit-event`, code: fact.event },
    ],
    action: actions[fact.action],
    recorded: at,
    outcome: fact.outcome === 'success' ? '0' : '4',
    ...(fact.outcome === 'refused' ? { outcomeDesc: 'refused' } : {}),
    ...(fact.reason ? { purposeOfEvent: [{ text: fact.reason }] } : {}),
    agent: [agentOf(fact, identifierBase)],
    source: { site: identifierBase, observer: { display: 'Liên Tuyến' }, type: [{ system: 'http://terminology.hl7.org/CodeSystem/security-source-type', code: '4', display: 'Application Server' }] },
    entity: [
      ...(fact.patient ? [patientEntity(fact.patient)] : []),
      ...fact.entities.filter((e) => e !== fact.patient).map(objectEntity),
      { type: { system: objectType, code: '4', display: 'Other' }, name: 'correlation-id', detail: [{ type: 'correlation-id', valueString: fact.correlationId }] },
    ],
  };
}

function agentOf({ actor }: AuditFact, identifierBase: string): AuditEvent['agent'][number] {
  return {
    type: { coding: [{ system: dicom, code: '110153', display: 'Source Role ID' }] },
    role: [{ coding: [{ system: `${identifierBase}/CodeSystem/role`, code: actor.role }] }],
    who: { identifier: { system: `${identifierBase}/sid/subject`, value: actor.subject }, display: actor.name },
    altId: actor.subject,
    name: actor.name,
    requestor: true,
    ...(actor.organization ? { extension: [{ url: `${identifierBase}/StructureDefinition/audit-organization`, valueReference: { reference: actor.organization } }] } : {}),
  };
}

const patientEntity = (patient: Reference): AuditEventEntity => ({
  what: { reference: patient },
  type: { system: objectType, code: '1', display: 'Person' },
  role: { system: objectRole, code: '1', display: 'Patient' },
});

const objectEntity = (reference: Reference): AuditEventEntity => ({
  what: { reference },
  type: { system: objectType, code: '2', display: 'System Object' },
  role: { system: objectRole, code: '4', display: 'Domain Resource' },
});
