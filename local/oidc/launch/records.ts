import { randomUUID } from 'node:crypto';
import type { Bundle, Patient } from '@medplum/fhirtypes';
import { importJWK, SignJWT, type JWK } from 'jose';
import { nameOf } from '../../../shared/fhir/humanName.ts';
import { ok, refuse, type Result } from '../../../shared/kernel/result.ts';

/** One whom the person may choose: enough to tell people apart, and no more. */
export type Candidate = { readonly id: string; readonly name: string; readonly birthDate?: string; readonly sex?: string; readonly address?: string; /** The last digits of the citizen number. */ readonly numberEnd?: string };
export type Candidates = { readonly people: readonly Candidate[]; readonly more: boolean };
/** `signed-out`: the sign-in is not good any more. `unavailable`: nobody answered, or too much was asked. */
export type Unanswered = 'signed-out' | 'unavailable';

export type Person = { readonly accountId: string; readonly claims: Readonly<Record<string, unknown>>; /** Epoch seconds. */ readonly signedInAt?: number };
export type Asking = { readonly fhirUrl: string; readonly issuer: string; readonly audience: string; readonly key: JWK };

const scope = 'user/Patient.rs user/Task.s user/Encounter.s user/RelatedPerson.s';
const lifeSeconds = 60;
const pageSize = '20';
const recent = '20';
const open = 'requested,received,accepted,ready,in-progress,on-hold';

/** The person's own token, for these questions alone: the issuer has no right that the person has not. */
async function tokenOf({ issuer, audience, key }: Asking, { accountId, claims, signedInAt }: Person): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return await new SignJWT({ ...claims, scope, client_id: 'patient-choice', ...(signedInAt === undefined ? {} : { auth_time: signedInAt }) })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', ...(key.kid ? { kid: key.kid } : {}) })
    .setIssuer(issuer).setAudience(audience).setSubject(accountId).setJti(randomUUID()).setIssuedAt(now).setExpirationTime(now + lifeSeconds).sign(await importJWK(key, 'ES256'));
}

/** Asks our FHIR endpoint as the person: policy, limits and the log of accesses are those of everybody. */
export function recordsOf(asking: Asking, person: Person) {
  let token: Promise<string> | undefined;

  async function ask(path: string, form?: URLSearchParams): Promise<Result<unknown, Unanswered>> {
    token ??= tokenOf(asking, person);
    // What is searched for stands in the body: addresses are logged.
    const answer = await fetch(`${asking.fhirUrl}/${path}`, { headers: { authorization: `Bearer ${await token}`, accept: 'application/fhir+json' }, signal: AbortSignal.timeout(15_000), ...(form ? { method: 'POST', body: form } : {}) }).catch(() => undefined);
    if (!answer || answer.status === 429 || answer.status >= 500) return refuse('unavailable');
    if (answer.status === 401) return refuse('signed-out');
    return ok(answer.ok ? await answer.json() : undefined);
  }
  const search = async (type: string, parameters: readonly (readonly [string, string])[]) => await ask(`${type}/_search`, new URLSearchParams(parameters.map(([name, value]) => [name, value])));

  return {
    /** Those whom the person works with now, or cares for; newest first as far as our API says so. */
    async near(): Promise<Result<Candidates, Unanswered>> {
      const own = typeof person.claims['patient'] === 'string' ? await ask(person.claims['patient']) : ok(undefined);
      if (!own.ok) return own;
      const record = own.value as Patient | undefined;
      const pages = await Promise.all([...workOf(person.claims), ...caredBy(record)].map(async ([type, ...parameters]) => await search(type, parameters)));
      const refused = pages.find((page) => !page.ok);
      if (refused && !refused.ok) return refused;
      const found = pages.flatMap((page) => (page.ok ? patientsIn(page.value) : []));
      return ok({ people: distinct([...(record ? [record] : []), ...found]), more: false });
    },
    /** By a number, a phone or a name, its words in any order. */
    async find(text: string): Promise<Result<Candidates, Unanswered>> {
      const page = await search('Patient', [...meant(text), ['_count', pageSize]]);
      return page.ok ? ok({ people: distinct(patientsIn(page.value)), more: hasNext(page.value) }) : page;
    },
    /** May the person read this record, now? */
    async mayRead(id: string): Promise<Result<boolean, Unanswered>> {
      const answer = await ask(`Patient/${id}`);
      return answer.ok ? ok(answer.value !== undefined) : answer;
    },
  };
}
export type Records = ReturnType<typeof recordsOf>;

type Search = readonly [string, ...(readonly [string, string])[]];

/** What is not over: the person's own cases, those that wait at the house, those that the station has asked about. */
function workOf({ roles, practitioner, organization }: Person['claims']): Search[] {
  const has = (role: string) => Array.isArray(roles) && roles.includes(role);
  const newest = ['_count', recent] as const;
  const tasks = (by: string, whose: string): Search => ['Task', [by, whose], ['status', open], ['_include', 'Task:patient'], newest];
  return [
    ...(typeof practitioner === 'string' && has('specialist') ? [tasks('owner', practitioner), ['Encounter', ['participant', practitioner], ['_include', 'Encounter:patient'], newest] satisfies Search] : []),
    ...(typeof organization === 'string' && (has('specialist') || has('coordinator')) ? [tasks('owner', organization)] : []),
    ...(typeof organization === 'string' && has('station') ? [tasks('requester', organization)] : []),
  ];
}

/** Carers are named by their own number (docs/adr/0069). */
function caredBy(record: Patient | undefined): Search[] {
  const numbers = (record?.identifier ?? []).flatMap(({ use, system, value }) => (use !== 'old' && system && value ? [`${system}|${value}`] : []));
  return numbers.length > 0 ? [['RelatedPerson', ['identifier', numbers.join(',')], ['_include', 'RelatedPerson:patient']]] : [];
}

function meant(text: string): (readonly [string, string])[] {
  const number = text.replaceAll(/[\s.-]/g, '');
  if (/^0\d{9}$/.test(number)) return [['phone', number]];
  if (/\d/.test(number)) return [['identifier', number.replaceAll(/[,|\\$]/g, '').toUpperCase()]];
  return text.trim().split(/\s+/).slice(0, 8).map((word) => ['name', word.replaceAll(/[,|\\$]/g, '')]);
}

const patientsIn = (page: unknown): Patient[] => ((page as Bundle | undefined)?.entry ?? []).flatMap(({ resource }) => (resource?.resourceType === 'Patient' ? [resource] : []));
const hasNext = (page: unknown): boolean => ((page as Bundle | undefined)?.link ?? []).some(({ relation }) => relation === 'next');

/** Each once; who has a newer record is offered under that one. */
const distinct = (found: readonly Patient[]): Candidate[] => [...new Map(found.filter(({ id, active }) => id !== undefined && active !== false).map((patient) => [patient.id, candidateOf(patient)])).values()];

function candidateOf(patient: Patient): Candidate {
  const address = patient.address?.find(({ use }) => use !== 'old')?.text;
  const number = patient.identifier?.find(({ use, system }) => use !== 'old' && system?.endsWith('/sid/citizen-id'))?.value;
  return {
    id: patient.id ?? '', name: nameOf(patient),
    ...(patient.birthDate ? { birthDate: patient.birthDate } : {}), ...(patient.gender ? { sex: patient.gender } : {}),
    ...(address ? { address } : {}), ...(number ? { numberEnd: number.slice(-4) } : {}),
  };
}
