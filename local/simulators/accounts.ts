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

/** What an operator writes into the secrets of a deployment that uses the simulators. */
export const simulatorSecrets = { insurer: JSON.stringify(portalAccounts), sms: JSON.stringify(smsAccount), turn: 'khoa-turn-mau' } as const;
