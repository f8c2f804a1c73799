import type { Identifier } from '@medplum/fhirtypes';

/** The identifier systems of a deployment: three name spaces exist in Vietnam and none is official, so the base is configuration. */
export type IdentifierSystems = Readonly<Record<'citizenId' | 'previousId' | 'insuranceCard' | 'passport' | 'birthCertificate' | 'facility', string>>;

/** `identifierSystems('https://x.example').citizenId` is `https://x.example/sid/citizen-id`. */
export const identifierSystems = (base: string): IdentifierSystems => ({
  citizenId: `${base}/sid/citizen-id`,
  previousId: `${base}/sid/previous-id`,
  insuranceCard: `${base}/sid/insurance-card`,
  passport: `${base}/sid/passport`,
  birthCertificate: `${base}/sid/birth-certificate`,
  facility: `${base}/sid/facility`,
});

/**
 * The value under a system that holds at a moment: numbers are cancelled and issued again (NĐ 102/2025 Đ6), so an
 * identifier whose period has ended belongs to its bearer no longer.
 */
export function currentIdentifier(identifiers: readonly Identifier[] | undefined, system: string, now: Date): string | undefined {
  return identifiers?.find((i) => i.system === system && i.use !== 'old' && !(i.period?.end && Date.parse(i.period.end) <= now.getTime()))?.value;
}
