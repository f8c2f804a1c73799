import type { Coverage, CoverageEligibilityRequest, CoverageEligibilityResponse, Extension } from '@medplum/fhirtypes';
import type { IdentifierSystems } from '../fhir/identifierSystems.ts';
import type { Reference } from '../fhir/repository.ts';
import type { InsuranceAnswer, InsuranceBenefit, InsuranceCard, InsuranceNextStep, InsuranceOutcome, InsuranceStep } from './contract.ts';
import type { Finding } from './resolve/strategy.ts';
import type { Resolution } from './resolve/resolve.ts';
import { benefitIn, stepsIn } from './stored.ts';

export type Naming = { readonly base: string; readonly systems: IdentifierSystems };
export type Check = {
  readonly id: string;
  readonly patient: Reference;
  readonly at: string;
  readonly organization?: Reference;
  readonly practitioner?: Reference;
  /** The card on record before this check. */
  readonly known?: Reference;
  /** When the portal was asked; earlier than `at` for an answer that was kept. */
  readonly askedAt: string;
  readonly benefit?: InsuranceBenefit;
  readonly confirmation?: InsuranceAnswer['confirmation'];
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
    status: meaning.outcome === 'expired' || meaning.outcome === 'not-valid' ? 'cancelled' : 'active',
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
export function responseOf(found: Resolution, check: Check, { base }: Naming): CoverageEligibilityResponse & { readonly id: string } {
  const { meaning, card } = found;
  const answered = meaning.outcome !== 'to-confirm' && meaning.outcome !== 'set-up-fault';
  const coverage = card ? coverageReference(check.patient) : answered ? undefined : check.known;
  const inforce = meaning.outcome === 'covered' || meaning.outcome === 'covered-by-new-card';
  return {
    resourceType: 'CoverageEligibilityResponse',
    id: check.id,
    extension: extensionsOf(found, check, base),
    status: 'active',
    purpose: ['validation', 'benefits'],
    patient: { reference: check.patient },
    created: check.at,
    servicedDate: check.benefit?.date,
    request: { reference: `CoverageEligibilityRequest/${check.id}` },
    outcome: answered ? 'complete' : 'error',
    disposition: meaning.text,
    insurer,
    ...(coverage ? { insurance: [{ coverage: { reference: coverage }, inforce, ...itemOf(check.benefit, base) }] } : {}),
  };
}

/** How the answer came about, as codes: nothing in it names a person. */
function extensionsOf({ meaning, resultCode, steps, compare }: Resolution, { at, askedAt, benefit, confirmation }: Check, base: string): Extension[] {
  return [
    { url: url(base, 'insurance-outcome'), valueCode: meaning.outcome },
    ...meaning.nextSteps.map((step) => ({ url: url(base, 'insurance-next-step'), valueCode: step })),
    ...(resultCode ? [{ url: url(base, 'portal-result'), valueCode: resultCode }] : []),
    ...(compare ? [{ url: url(base, 'number-to-compare'), valueCode: compare.by }] : []),
    { url: url(base, 'insurance-steps'), valueString: JSON.stringify(steps) },
    ...(benefit ? [{ url: url(base, 'insurance-benefit'), valueString: JSON.stringify(benefit) }] : []),
    ...(askedAt === at ? [] : [{ url: url(base, 'portal-asked-at'), valueDateTime: askedAt }]),
    ...(confirmation ? [{ url: url(base, `confirmation-${confirmation.state}`), valueDateTime: confirmation.since }] : []),
  ];
}

/** The percentage where FHIR has a place for it. */
function itemOf(benefit: InsuranceBenefit | undefined, base: string) {
  const category = benefit?.because.find((reason) => reason.kind === 'category');
  if (benefit?.percent === undefined || !category) return {};
  return { item: [{ category: { coding: [{ system: `${base}/CodeSystem/visit-category`, code: category.category }] }, benefit: [{ type: { text: 'percent' }, allowedString: `${benefit.percent} %` }] }] };
}

/** Which kind of number was in doubt, where that was all. */
export const numberToCompare = ({ extension }: CoverageEligibilityResponse, { base }: Naming): InsuranceStep['by'] | undefined =>
  extension?.find((e) => e.url === url(base, 'number-to-compare'))?.valueCode as InsuranceStep['by'] | undefined;

/** The stored answer, read back as it was given. */
export function answerFrom(response: CoverageEligibilityResponse & { readonly id: string }, coverage: Coverage | undefined, { base }: Naming): InsuranceAnswer {
  const codes = (name: string) => (response.extension ?? []).filter((e) => e.url === url(base, name)).map((e) => e.valueCode ?? '');
  const [first = 'continue-and-confirm-later', ...rest] = codes('insurance-next-step') as InsuranceNextStep[];
  const [resultCode] = codes('portal-result');
  const text = (name: string) => response.extension?.find((e) => e.url === url(base, name))?.valueString;
  const time = (name: string) => response.extension?.find((e) => e.url === url(base, name))?.valueDateTime;
  const benefit = benefitIn(text('insurance-benefit'));
  const [waiting, confirmed] = [time('confirmation-waiting'), time('confirmation-confirmed')];
  const card = coverage && cardFrom(coverage, base);
  return {
    outcome: (codes('insurance-outcome')[0] ?? 'to-confirm') as InsuranceOutcome,
    ...(resultCode ? { resultCode } : {}),
    ...(card ? { card } : {}),
    nextSteps: [first, ...rest],
    checkedAt: time('portal-asked-at') ?? response.created ?? '',
    steps: stepsIn(text('insurance-steps')),
    ...(benefit ? { benefit } : {}),
    ...(waiting ? { confirmation: { state: 'waiting' as const, since: waiting } } : confirmed ? { confirmation: { state: 'confirmed' as const, since: confirmed } } : {}),
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
