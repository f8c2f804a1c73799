import type { Consent } from '@medplum/fhirtypes';
import type { Reference, Stored } from '../fhir/repository.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { consentText, purposeNames, purposes, type ConsentDecision, type Consents, type ConsentState, type Purpose } from './contract.ts';
import { factOf, isThePatient, mayDo, save, type Ask, type PrivacyContext, type SaveRefusal } from './context.ts';
import type { ConsentErrorCode } from './errors.ts';
import { choiceIn, consentReference } from './ports.ts';

type Refused = Refusal<ConsentErrorCode | 'HTTP_FORBIDDEN' | 'HTTP_NOT_FOUND'> | SaveRefusal;

/** What the patient's data may be used for now, each purpose decided or not. Audited. */
export async function readConsents(context: PrivacyContext, ask: Ask, patientId: string): Promise<Result<Consents, Refused>> {
  const patient: Reference = `Patient/${patientId}`;
  const fact = { action: 'read', event: 'consents-read', patient } as const;
  const may = await mayDo(context, ask, { patient, command: 'decide-consent', fact });
  if (!may.ok) return may;
  const found = await context.repository.readMany(purposeNames.map((purpose) => consentReference(patient, purpose)));
  await context.repository.recordAccess(factOf(ask, fact));
  return ok({ textVersion: consentText, consents: purposeNames.map((purpose, i) => stateOf(purpose, found[i] as Stored<Consent> | undefined)) });
}

/**
 * A yes or a no to one purpose. It holds from the next request on: whoever decides on access reads it. The earlier
 * decisions stay as versions, each with who, when and the words that were shown.
 */
export async function decideConsent(context: PrivacyContext, ask: Ask, { patientId, purpose, decision }: { readonly patientId: string; readonly purpose: string; readonly decision: ConsentDecision }): Promise<Result<ConsentState, Refused>> {
  const { repository, base, clock } = context;
  const patient: Reference = `Patient/${patientId}`;
  const known = purposeNames.find((name) => name === purpose);
  if (!known) return refuse(refusal('CONSENT_PURPOSE_UNKNOWN'));
  const event = decision.choice === 'permit' ? 'consent-given' : 'consent-withdrawn';
  const reference = consentReference(patient, known);
  const fact = { action: 'update', event, patient, entities: [reference], reason: known } as const;
  const may = await mayDo(context, ask, { patient, command: 'decide-consent', fact });
  if (!may.ok) return may;
  if (!isThePatient(ask.principal) && !decision.patientPresent) return refuse(refusal('CONSENT_PATIENT_ABSENT', { at: '/patientPresent' }));
  if (!(await repository.read(patient))) return refuse(refusal('HTTP_NOT_FOUND'));
  const resource = consentOf({ patient, purpose: known, decision, ask, at: clock.now(), base });
  return await save(context, ask, stateOf(known, resource), { writes: [{ kind: 'put', resource, precondition: { kind: 'any' } }], audit: factOf(ask, fact) });
}

const stateOf = (purpose: Purpose, consent: Consent | undefined): ConsentState => ({
  purpose,
  basis: purposes[purpose].basis,
  choice: choiceIn(consent, purpose),
  ...(consent?.status === 'active' ? { decided: { at: consent.dateTime ?? '', by: consent.performer?.[0]?.display ?? '' } } : {}),
});

const scopes: Readonly<Record<Purpose, 'treatment' | 'patient-privacy' | 'research'>> = {
  treatment: 'treatment', 'remote-consultation': 'treatment', sharing: 'patient-privacy', research: 'research', recording: 'patient-privacy',
};

type Decided = { readonly patient: Reference; readonly purpose: Purpose; readonly decision: ConsentDecision; readonly ask: Ask; readonly at: Date; readonly base: string };

/** R4 6.2. `performer` is who decided or, at the desk, who wrote it down with the patient present. */
function consentOf({ patient, purpose, decision, ask, at, base }: Decided): Consent & { readonly id: string } {
  const { principal } = ask;
  const performer = principal.patient ?? principal.practitioner ?? patient;
  return {
    resourceType: 'Consent',
    id: consentReference(patient, purpose).slice('Consent/'.length),
    extension: [{ url: `${base}/StructureDefinition/consent-text`, valueString: decision.textVersion }],
    status: 'active',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: scopes[purpose] }] },
    category: [{ coding: [{ system: `${base}/CodeSystem/processing-purpose`, code: purpose }] }],
    patient: { reference: patient },
    dateTime: at.toISOString(),
    performer: [{ reference: performer, display: principal.name }],
    ...(principal.organization ? { organization: [{ reference: principal.organization }] } : {}),
    policyRule: { text: 'Luật 91/2025/QH15' },
    verification: [{ verified: true, verifiedWith: { reference: patient }, verificationDate: at.toISOString() }],
    provision: { type: decision.choice },
  };
}
