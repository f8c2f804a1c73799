import { timingSafeEqual } from 'node:crypto';
import { facilities, staff, systemClient } from '../story.ts';

/** The password of everybody in the story, and the secret of the service client. They are on the sign-in page. */
export const localPassword = 'mau-2026';

export type Account = { readonly user: string; readonly name: string; readonly roles: readonly string[]; readonly facility: string };

export const accounts: readonly Account[] = Object.values(staff).map(({ subject, name, roles, facility }) => ({ user: subject, name, roles, facility: facilities[facility].name }));

/** The account that user name and password open; user names are not case-sensitive. */
export function accountFor(user: string, password: string): Account | undefined {
  const given = Buffer.from(password.padEnd(64, '\0'));
  const wanted = Buffer.from(localPassword.padEnd(64, '\0'));
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
  return accounts.find((a) => a.user === user.trim().toLowerCase());
}

/** What an access token says about its holder: the claims that shared/identity/claims.ts reads. */
export function claimsOf(subject: string): Readonly<Record<string, unknown>> | undefined {
  if (subject === systemClient.subject) return { name: systemClient.name, roles: systemClient.roles };
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
