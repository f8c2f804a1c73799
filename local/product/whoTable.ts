import { facilities, patients, staff } from '../story.ts';
import { localPassword } from '../oidc/accounts.ts';
import type { Product } from './startProduct.ts';

/** Composed letters are one place wide. */
const cell = (text: string, size: number) => `${text.normalize('NFC').padEnd(size - 1)} `;

/** Who to sign in as, for the terminal. */
export function whoTable({ smsUrl, insurerUrl }: Pick<Product, 'smsUrl' | 'insurerUrl'>): string {
  const workers = Object.values(staff).map((s) => `  ${cell(s.subject, 14)}${cell(s.roles.join(', '), 14)}${cell(s.name, 26)}${facilities[s.facility].name}`);
  const known = Object.entries(patients).filter(([, p]) => p.registered);
  const people = known.map(([key, p]) => `  ${cell(p.citizenId, 14)}${cell(key, 18)}${cell(p.name, 22)}tel. ${p.phone}`);
  return [
    '',
    `Sign in as staff (password of all: ${localPassword})`,
    ...workers,
    '',
    'Sign in as a patient: by citizen ID and the code that arrives as SMS',
    ...people,
    `  ${cell(patients.newcomer.citizenId, 14)}${cell('newcomer', 18)}${cell(patients.newcomer.name, 22)}not registered yet: the story's nurse does it`,
    '',
    `SMS inbox: ${smsUrl}/     Insurer's portal: ${insurerUrl}/     Token for the API: npm run --silent token -- nurse`,
    '',
  ].join('\n');
}
