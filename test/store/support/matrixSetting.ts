import type { Resource } from '@medplum/fhirtypes';
import { settingOn, type Body } from '../../../functions/fhir/handler.test.support.ts';
import { claimsOf } from '../../../local/oidc/accounts.ts';
import { facilityResources } from '../../../local/seed/facilities.ts';
import { patientResource, storyCitizens } from '../../../local/seed/patients.ts';
import { practitionerResources } from '../../../local/seed/practitioners.ts';
import { fakeRepository } from '../../../shared/fhir/fakeRepository.ts';
import type { FhirRepository } from '../../../shared/fhir/repository.ts';
import { principalFrom } from '../../../shared/identity/claims.ts';
import type { Principal } from '../../../shared/identity/policy.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import type { readPolicyPage } from '../../support/matrix/page.ts';
import { itemsOf, patientItem, standing, worldResources, type Item } from '../../support/matrix/world.ts';
import { startEmbedded } from './databases.ts';
import { onDatabase } from './onDatabase.ts';

export const base = 'https://lien-tuyen.example';

export type Answer = { readonly status: number; readonly text: string; readonly headers: Readonly<Record<string, unknown>>; readonly json: Partial<Body> & { readonly type?: string } };
export type Fhir = (who: string, method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
export type MatrixSetting = { readonly repository: FhirRepository; readonly fhir: Fhir; readonly asked: () => number; readonly stop: () => Promise<void> };

/** Every person of the story beside every record of the matrix: how they stand to it. */
export const pairs = Object.entries(standing).flatMap(([who, { role, held }]) => Object.entries(held).map(([place, relations]) => ({ who, role, place, held: relations })));
export type Pair = (typeof pairs)[number];

/** The record and everything in it. */
export const record = (place: string): readonly Item[] => [patientItem(place), ...itemsOf(place)];

/** What the page allows somebody who stands so. */
export const mayBy = (page: ReturnType<typeof readPolicyPage>) => (pair: Pair, type: string, interaction: Parameters<typeof page.allows>[2]): boolean => page.allows(pair.role, page.groupOf(type), interaction, pair.held);

export const codeOf = ({ json }: Answer) => json.issue?.[0]?.details?.coding?.[0]?.code;

/** What their token says, as the chain reads it. */
export function principalOf(user: string): Principal {
  const scope = ['system', 'research'].includes(user) ? 'system/*.cruds' : 'openid api';
  const principal = principalFrom({ sub: user, ...claimsOf(user), scope });
  if (!principal) throw new Error(`${user} is nobody`);
  return principal;
}

/** The real time, with the handle that contract suites want. */
export const moving = { ...systemClock, advance: () => undefined };

/**
 * The FHIR function before the world of the matrix, on a real database. ACCESS_MATRIX=memory: the same on the
 * repository in memory, while one works on the policy.
 */
export async function matrixSetting(): Promise<MatrixSetting> {
  const database = process.env['ACCESS_MATRIX'] === 'memory' ? undefined : await startEmbedded();
  const repository: FhirRepository = database ? onDatabase(database).make('matrix', moving) : { ...fakeRepository({ clock: moving }), recordAccess: async () => undefined };
  const world = settingOn(repository, moving, Object.fromEntries(Object.keys(standing).map((user) => [user, principalOf(user)])));
  const own = storyCitizens.find(({ id }) => id === patientItem('own').id);
  await put(repository, [...facilityResources(base), ...practitionerResources(base), ...(own ? [patientResource(base, own)] : []), ...worldResources()] as Stored[]);
  let asked = 0;
  return {
    repository,
    asked: () => asked,
    stop: async () => await database?.stop(),
    async fhir(who, method, path, body, headers = {}) {
      asked += 1;
      const { status, json, result } = await world.call(method, path, { who, headers: { accept: 'application/fhir+json', ...headers }, ...(body === undefined ? {} : { body }) });
      return { status, text: result.body, headers: result.headers ?? {}, json: (json) ?? {} };
    },
  };
}

type Stored = Resource & { readonly id: string };

/** Written without asking anybody, ten at a time. */
export async function put(repository: FhirRepository, all: readonly Stored[]): Promise<void> {
  for (let i = 0; i < all.length; i += 10) {
    const written = await repository.commit({
      writes: all.slice(i, i + 10).map((resource) => ({ kind: 'put', resource, precondition: { kind: 'any' } })),
      audit: { actor: { subject: 'seed', name: 'seed', role: 'system' }, action: 'create', outcome: 'success', event: 'seeded', entities: [], correlationId: 'seed' },
    });
    if (!written.ok) throw new Error(`the world of the matrix was not written: ${written.error.kind}`);
  }
}
