import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { GraphQLError } from 'graphql';
import { localReference, referenceTo } from '../../../shared/fhir/references.ts';
import type { Reference, Stored } from '../../../shared/fhir/repository.ts';
import { factOf, type Interaction } from '../context.ts';
import { graphqlLimits } from './graphqlLimits.ts';
import type { GraphqlSource } from './graphqlSchema.ts';

/** More than one query may read. */
export class GraphqlBudgetError extends Error {
  readonly limit: string;
  constructor(limit: string) {
    super(limit);
    this.limit = limit;
  }
}

const mostInList = 100;

/**
 * Reads and searches under the caller's access control, each resource once, together what is asked for together; and
 * keeps what was shown for the log.
 */
export function graphqlSource(interaction: Interaction) {
  const { deps, access } = interaction;
  const shown = new Map<Reference, Resource>();
  const asked = new Map<Reference, Promise<Resource | null>>();
  let waiting: { reference: Reference; settle: (found: Promise<Resource | null>) => void }[] = [];
  let [searches, resources] = [0, 0];

  const spend = (count: number): void => {
    resources += count;
    if (resources > graphqlLimits.resources) throw new GraphqlBudgetError(`${graphqlLimits.resources} resources`);
  };

  /** All that was asked for in this turn of the event loop is one request to the store. */
  async function readWaiting(): Promise<void> {
    const batch = waiting;
    waiting = [];
    const found = deps.repository.readMany(batch.map(({ reference }) => reference)).then(async (all) => new Map((await access.readable(all.filter((r) => r !== undefined))).map((r) => [referenceTo(r as Stored), r])));
    for (const { reference, settle } of batch) settle(found.then((readable) => readable.get(reference) ?? null));
    await found.catch(() => undefined);
  }

  const source: GraphqlSource = {
    async read(text) {
      const reference = localReference(text);
      if (!reference) return null;
      const known = asked.get(reference);
      if (known) return await known;
      spend(1);
      const reading = new Promise<Resource | null>((resolve) => {
        if (waiting.length === 0) setImmediate(() => void readWaiting());
        waiting.push({ reference, settle: resolve });
      });
      asked.set(reference, reading);
      const resource = await reading;
      if (resource) shown.set(reference, resource);
      return resource;
    },
    async search(type: ResourceType, query) {
      if (!access.possible('search', type)) return { resources: [] };
      searches += 1;
      if (searches > graphqlLimits.searches) throw new GraphqlBudgetError(`${graphqlLimits.searches} searches`);
      const cursor = query.get('_cursor') ?? undefined;
      const condition = new URLSearchParams([...query].filter(([name]) => name !== '_cursor' && name !== '_count'));
      const count = Number(query.get('_count') ?? mostInList);
      condition.set('_count', String(Number.isInteger(count) && count > 0 ? Math.min(count, mostInList) : mostInList));
      const found = await deps.repository.search(type, condition, cursor, access.visible);
      if (!found.ok) throw new GraphQLError(found.error.kind === 'too-costly' ? `too costly; add ${found.error.add.join(', ')}` : `${found.error.kind}: ${found.error.parameter}`, { extensions: { code: 'FHIR_SEARCH_REFUSED' } });
      const readable = await access.readable(found.value.resources);
      spend(readable.length);
      for (const resource of readable) shown.set(referenceTo(resource), resource);
      return { resources: readable, ...(found.value.next ? { next: found.value.next } : {}) };
    },
  };

  /** Every patient of whom something was shown finds it in the log. */
  async function audit(): Promise<void> {
    const byPatient = new Map<Reference, Reference[]>();
    for (const [reference, resource] of shown) for (const patient of await access.patientsOf(resource)) byPatient.set(patient, [...(byPatient.get(patient) ?? []), reference]);
    await Promise.all([...byPatient].map(async ([patient, entities]) => await deps.repository.recordAccess(factOf(interaction, { action: 'read', event: 'fhir-graphql', patient, entities: entities.slice(0, 20) }))));
  }

  return { source, audit };
}
