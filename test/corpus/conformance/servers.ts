import { settingOn } from '../../../functions/fhir/handler.test.support.ts';
import { fakeRepository } from '../../../shared/fhir/fakeRepository.ts';
import { fixedClock } from '../../../shared/kernel/clock.ts';
import type { TypeLists } from '../../../shared/store/keys.ts';
import { startEmbedded } from '../../store/support/databases.ts';
import { onDatabase } from '../../store/support/onDatabase.ts';

/** The FHIR function on a repository, as a conformance run meets it. `settle`: the stream's consumers have caught up. */
export type Server = Pick<ReturnType<typeof settingOn>, 'call' | 'codeOf'> & { readonly settle: () => Promise<void>; readonly stop: () => Promise<void>; readonly clock: ReturnType<typeof fixedClock> };

const start = '2026-11-22T00:00:00Z';

export async function onFake(): Promise<Server> {
  const clock = fixedClock(start);
  return { ...settingOn(fakeRepository({ clock }), clock), clock, settle: async () => {}, stop: async () => {} };
}

export async function onEmbedded(lists: TypeLists = 'directories'): Promise<Server> {
  const clock = fixedClock(start);
  const database = onDatabase(await startEmbedded(), { lists });
  return { ...settingOn(database.make('conformance', clock), clock), clock, settle: () => database.settle(), stop: () => database.stop() };
}

export const servers: readonly (readonly [name: string, start: () => Promise<Server>])[] = [['the fake', onFake], ['the embedded database', onEmbedded], ['the embedded database with lists of all types', () => onEmbedded('all')]];
