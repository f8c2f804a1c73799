import type { StructureDefinition } from '@medplum/fhirtypes';
import { identifierSystems } from '../identifierSystems.ts';
import { profile, rule, target } from './define.ts';

const bySystem = { slicing: { rules: 'open' as const, discriminator: [{ type: 'value' as const, path: 'system' }] } };
const v2 = (code: string) => ({ patternCodeableConcept: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code }] } });
const slices = (type: string, of: Readonly<Record<string, { readonly system: string; readonly form: ReturnType<typeof rule>; readonly kind?: string; readonly min?: number }>>) =>
  Object.fromEntries(Object.entries(of).flatMap(([name, { system, form, kind, min }]) => [
    [`${type}.identifier:${name}`, min === undefined ? {} : { min }],
    ...(kind ? [[`${type}.identifier:${name}.type`, v2(kind)] as const] : []),
    [`${type}.identifier:${name}.system`, { min: 1, fixedUri: system }],
    [`${type}.identifier:${name}.value`, { min: 1, constraint: [form] }],
  ]));

const card = rule('lt-card', 'Mã thẻ BHYT: 15 ký tự (2 chữ, mức 1-5, 12 số) hoặc 10 số BHXH', "matches('^([A-Z]{2}[1-5][0-9]{12}|[0-9]{10})$')");

/** A person, a card, a place: what Vietnamese papers number. */
export function peopleProfiles(base: string): readonly StructureDefinition[] {
  const { citizenId, previousId, insuranceCard, facility } = identifierSystems(base);
  return [
    profile(base, 'vn-patient', 'Patient', 'Người bệnh', 'A person with the citizen number (12 digits), numbers of older cards, and the insurance card. Nobody needs a number: unknown people and foreigners are patients too. A number can be cancelled and issued again (NĐ 102/2025 Đ6), so it has a period, and one person may have had several; only one is current.', {
      Patient: { constraint: [rule('lt-one-number', 'Chỉ một số định danh đang có hiệu lực', `identifier.where(system = '${citizenId}' and (use.empty() or use != 'old') and period.end.empty()).count() <= 1`)] },
      'Patient.identifier': bySystem,
      ...slices('Patient', {
        citizenId: { system: citizenId, kind: 'NI', form: rule('lt-citizen-id', 'Số định danh cá nhân có 12 chữ số', "matches('^[0-9]{12}$')") },
        previousId: { system: previousId, kind: 'NI', form: rule('lt-previous-id', 'Số CMND có 9 chữ số, hoặc 12', "matches('^([0-9]{9}|[0-9]{12})$')") },
        insuranceCard: { system: insuranceCard, form: card },
      }),
      'Patient.name': { min: 1 },
      'Patient.name.text': { min: 1 },
      'Patient.managingOrganization': { type: target('Organization') },
    }),
    profile(base, 'vn-insurance-card', 'Coverage', 'Thẻ bảo hiểm y tế', 'A card of the social health insurance as its holder shows it or the insurer answers it. Which part is paid follows from dated rules, not from this card.', {
      'Coverage.identifier': { min: 1, ...bySystem },
      ...slices('Coverage', { card: { system: insuranceCard, form: card, min: 1 } }),
      'Coverage.subscriberId': { min: 1, constraint: [card] },
      'Coverage.beneficiary': { type: target('Patient') },
    }),
    profile(base, 'vn-facility', 'Organization', 'Cơ sở khám chữa bệnh', 'A facility with its code (MA_CSKCB, five digits). Who is above it is dated: facilities move between authorities.', {
      'Organization.identifier': { min: 1, ...bySystem },
      ...slices('Organization', { facility: { system: facility, form: rule('lt-facility', 'Mã cơ sở có 5 chữ số', "matches('^[0-9]{5}$')"), min: 1 } }),
      'Organization.name': { min: 1 },
      'Organization.partOf': { type: target('Organization') },
    }),
  ];
}
