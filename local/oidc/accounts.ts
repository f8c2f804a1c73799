import { timingSafeEqual } from 'node:crypto';
import { facilities, patients, researchClient, staff, systemClient } from '../story.ts';

/** The password of everybody in the story. It is on the sign-in page. */
export const localPassword = 'mau-2026';

export type Account = { readonly user: string; readonly name: string; readonly roles: readonly string[]; readonly facility: string };

export const accounts: readonly Account[] = Object.values(staff).map(({ subject, name, roles, facility }) => ({ user: subject, name, roles, facility: facilities[facility].name }));

/** The people of the story as the national eID would vouch for them, for applications of others; our own client signs patients in by code. */
const citizens: readonly Account[] = Object.entries(patients).filter(([, { registered }]) => registered).map(([user, { name, address }]) => ({ user, name, roles: ['patient'], facility: address }));

/** The account that user name and password open; user names are not case-sensitive. */
export function accountFor(user: string, password: string): Account | undefined {
  const given = Buffer.from(password.padEnd(64, '\0'));
  const wanted = Buffer.from(localPassword.padEnd(64, '\0'));
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
  return [...accounts, ...citizens].find((a) => a.user.toLowerCase() === user.trim().toLowerCase());
}

/** SMART's fhirUser: the address of who is signed in. */
export function fhirUserOf(subject: string, baseUrl: string): string | undefined {
  const claims = claimsOf(subject);
  const reference = claims?.['practitioner'] ?? claims?.['patient'];
  return typeof reference === 'string' ? `${baseUrl}/fhir/${reference}` : undefined;
}

/** What an access token says about its holder: the claims that shared/identity/claims.ts reads. */
export function claimsOf(subject: string): Readonly<Record<string, unknown>> | undefined {
  const service = [systemClient, researchClient].find((client) => client.subject === subject);
  if (service) return { name: service.name, roles: service.roles };
  const citizen = Object.entries(patients).find(([user, { registered }]) => registered && user === subject)?.[1];
  if (citizen) return { name: citizen.name, roles: ['patient'], patient: `Patient/${citizen.id}` };
  const person = Object.values(staff).find((s) => s.subject === subject);
  return (
    person && {
      name: person.name,
      roles: person.roles,
      practitioner: `Practitioner/${person.practitioner}`,
      organization: `Organization/${facilities[person.facility].id}`,
    }
  );
}
