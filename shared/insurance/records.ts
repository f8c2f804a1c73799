import type { Coverage, CoverageEligibilityRequest, CoverageEligibilityResponse, Extension } from '@medplum/fhirtypes';
import type { IdentifierSystems } from '../fhir/identifierSystems.ts';
import type { Reference } from '../fhir/repository.ts';
import type { InsuranceAnswer, InsuranceCard, InsuranceNextStep, InsuranceOutcome } from './contract.ts';
import type { Finding } from './outcome.ts';

export type Naming = { readonly base: string; readonly systems: IdentifierSystems };
export type Check = {
  readonly id: string;
  readonly patient: Reference;
  readonly at: string;
  readonly organization?: Reference;
  readonly practitioner?: Reference;
  /** The card on record before this check. */
  readonly known?: Reference;
};

const insurer = { display: 'Bảo hiểm xã hội Việt Nam' };
const url = (base: string, name: string): string => `${base}/StructureDefinition/${name}`;

/** One Coverage a person, so that a new check updates it and its history shows earlier cards. */
export const coverageReference = (patient: Reference): Reference => `Coverage/coverage-${patient.slice('Patient/'.length, 'Patient/'.length + 55)}`;

export function coverageOf(card: InsuranceCard, { meaning }: Finding, { patient }: Check, { base, systems }: Naming): Coverage & { readonly id: string } {
  const extension: Extension[] = [
    ...(card.registeredFacility ? [{ url: url(base, 'registered-facility'), valueString: card.registeredFacility }] : []),
    ...(card.replaces ? [{ url: url(base, 'replaces-card'), valueString: card.replaces }] : []),
  ];
  return {
    resourceType: 'Coverage',
    id: coverageReference(patient).slice('Coverage/'.length),
    ...(extension.length > 0 ? { extension } : {}),
    status: meaning.outcome === 'expired' ? 'cancelled' : 'active',
    identifier: [{ system: systems.insuranceCard, value: card.number, type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'SB' }] } }],
    subscriberId: card.number,
    subscriber: { display: card.holder },
    beneficiary: { reference: patient },
    ...(card.validFrom || card.validTo ? { period: { ...(card.validFrom ? { start: card.validFrom } : {}), ...(card.validTo ? { end: card.validTo } : {}) } } : {}),
    payor: [insurer],
  };
}

export function requestOf(check: Check): CoverageEligibilityRequest & { readonly id: string } {
  return {
    resourceType: 'CoverageEligibilityRequest',
    id: check.id,
    status: 'active',
    purpose: ['validation'],
    patient: { reference: check.patient },
    created: check.at,
    ...(check.practitioner ? { enterer: { reference: check.practitioner } } : {}),
    ...(check.organization ? { provider: { reference: check.organization } } : {}),
    insurer,
  };
}

/** The answer, kept whether or not the portal gave one. */
export function responseOf({ meaning, resultCode, card }: Finding, check: Check, { base }: Naming): CoverageEligibilityResponse & { readonly id: string } {
  const coverage = card ? coverageReference(check.patient) : meaning.outcome === 'to-confirm' || meaning.outcome === 'set-up-fault' ? check.known : undefined;
  const answered = meaning.outcome !== 'to-confirm' && meaning.outcome !== 'set-up-fault';
  return {
    resourceType: 'CoverageEligibilityResponse',
    id: check.id,
    extension: [
      { url: url(base, 'insurance-outcome'), valueCode: meaning.outcome },
      ...meaning.nextSteps.map((step) => ({ url: url(base, 'insurance-next-step'), valueCode: step })),
      ...(resultCode ? [{ url: url(base, 'portal-result'), valueCode: resultCode }] : []),
    ],
    status: 'active',
    purpose: ['validation'],
    patient: { reference: check.patient },
    created: check.at,
    request: { reference: `CoverageEligibilityRequest/${check.id}` },
    outcome: answered ? 'complete' : 'error',
    disposition: meaning.text,
    insurer,
    ...(coverage ? { insurance: [{ coverage: { reference: coverage }, inforce: meaning.outcome === 'covered' || meaning.outcome === 'covered-by-new-card' }] } : {}),
  };
}

/** The stored answer, read back as it was given. */
export function answerFrom(response: CoverageEligibilityResponse & { readonly id: string }, coverage: Coverage | undefined, { base }: Naming): InsuranceAnswer {
  const codes = (name: string) => (response.extension ?? []).filter((e) => e.url === url(base, name)).map((e) => e.valueCode ?? '');
  const [first = 'continue-and-confirm-later', ...rest] = codes('insurance-next-step') as InsuranceNextStep[];
  const [resultCode] = codes('portal-result');
  const card = coverage && cardFrom(coverage, base);
  return {
    outcome: (codes('insurance-outcome')[0] ?? 'to-confirm') as InsuranceOutcome,
    ...(resultCode ? { resultCode } : {}),
    ...(card ? { card } : {}),
    nextSteps: [first, ...rest],
    checkedAt: response.created ?? '',
    reference: `CoverageEligibilityResponse/${response.id}`,
  };
}

function cardFrom(coverage: Coverage, base: string): InsuranceCard {
  const text = (name: string) => coverage.extension?.find((e) => e.url === url(base, name))?.valueString;
  const [registeredFacility, replaces] = [text('registered-facility'), text('replaces-card')];
  return {
    number: coverage.subscriberId ?? '',
    holder: coverage.subscriber?.display ?? '',
    ...(coverage.period?.start ? { validFrom: coverage.period.start } : {}),
    ...(coverage.period?.end ? { validTo: coverage.period.end } : {}),
    ...(registeredFacility ? { registeredFacility } : {}),
    ...(replaces ? { replaces } : {}),
  };
}
