import { facilities, staff } from '../story.ts';

/** A facility's login at the portal, and the member of staff whose ID was registered there in advance. */
export type PortalAccount = { readonly username: string; readonly password: string; readonly staffName: string; readonly staffCitizenId: string };

const password = 'mau-2026';

/** Logins of the story's facilities by facility code, as they stand in the secret of a deployment. */
export const portalAccounts: Readonly<Record<string, PortalAccount>> = Object.fromEntries(
  Object.entries(facilities).map(([key, { code }], index) => {
    const person = Object.values(staff).find(({ facility }) => facility === key);
    return [code, { username: `${code}_BV`, password, staffName: person?.name ?? 'Cán bộ Mẫu', staffCitizenId: `01208000900${index}` }];
  }),
);

export const smsAccount = { apiKey: 'khoa-mau', secretKey: 'bi-mat-mau', brandname: 'LIENTUYEN' } as const;

/** Logins of the story's doctors at the national e-prescription system, by link code and Practitioner. */
export const prescriptionAccounts: Readonly<Record<string, Readonly<Record<string, { readonly code: string; readonly password: string }>>>> = Object.fromEntries(
  Object.entries(facilities).map(([key, { code }]) => [
    code,
    Object.fromEntries(Object.values(staff).filter((person) => person.facility === key && 'specialty' in person).map(({ practitioner }, index) => [practitioner, { code: `BS${code}${index + 1}`, password }])),
  ]),
);

/** What an operator writes into the secrets of a deployment that uses the simulators. */
export const simulatorSecrets = { insurer: JSON.stringify(portalAccounts), sms: JSON.stringify(smsAccount), prescriptions: JSON.stringify(prescriptionAccounts), turn: 'khoa-turn-mau' } as const;
