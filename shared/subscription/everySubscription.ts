import type { Subscription } from '@medplum/fhirtypes';
import type { FhirRepository, Stored } from '../fhir/repository.ts';

const pageSize = 1000;

/** Every Subscription in these states ("requested,active"), page by page: none is forgotten because others have many. */
export async function everySubscription(repository: Pick<FhirRepository, 'search'>, states: string): Promise<readonly Stored<Subscription>[]> {
  const found: Stored<Subscription>[] = [];
  let cursor: string | undefined;
  do {
    const page = await repository.search<Subscription>('Subscription', new URLSearchParams({ status: states, _count: String(pageSize) }), cursor);
    if (!page.ok) throw new Error(`subscriptions: ${page.error.kind}`);
    found.push(...page.value.resources);
    cursor = page.value.next;
  } while (cursor !== undefined);
  return found;
}
