/** The calendar day of an instant (ISO or Date) in Vietnam, which is UTC+7 all year: FHIR date, yyyy-mm-dd. */
export const dayInVietnam = (at: Date | string): string => new Date(new Date(at).getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
