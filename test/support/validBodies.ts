import { patients } from '../../local/story.ts';
import { consentText } from '../../shared/consent/contract.ts';
import type { RouteName } from '../../shared/routes.ts';
import { aConclusion, aPrescription } from './story.ts';

/** A body that the route would take, so that a refusal is about the caller. Routes that are not here take an empty one. */
export const validBodies: Partial<Record<RouteName, unknown>> = {
  consultationAction: { action: 'message', text: 'xin chào' },
  conclusionSigning: aConclusion(),
  amendment: { ...aConclusion(), reason: 'sửa' },
  countersigning: { documentId: 'x', digest: 'x'.repeat(43) },
  prescriptionSigning: aPrescription(),
  roomToken: {},
  roomInvitation: { role: 'relative', name: 'Con' },
  briefingAttendance: {},
  briefingMessage: { text: 'xin chào' },
  briefingCancellation: { reason: 'hủy' },
  briefingMinutes: { items: [], decisions: 'xong' },
  insuranceCheck: {},
  identityUpdate: { take: { address: 'Bản Thử 9' }, source: 'typed' },
  duplicateDecision: { decision: 'later' },
  consentDecision: { choice: 'permit', textVersion: consentText, patientPresent: true },
  carerGrant: { citizenId: patients.patient2.citizenId, name: 'Kẻ Lạ', kind: 'child', patientPresent: true },
  carerWithdrawal: { patientPresent: true },
  dataRequest: { kind: 'copy', text: 'xin bản sao' },
  dataRequestAnswer: { outcome: 'done', text: 'xong rồi' },
  emergencyReview: { finding: 'justified' },
  passkeyReset: { reason: 'lost' },
};
