import type { OperationOutcome, Resource } from '@medplum/fhirtypes';
import type { Reading } from '../../shared/fhir/repository.ts';
import type { Issue } from '../../shared/fhir/validation/issue.ts';
import type { Interaction } from './context.ts';
import { issueOf } from './outcome.ts';

/** RFC 7240 as R4 3.1.0.1.8 and 3.1.1.4.1 use it; what is not known is as if it had not been said. */
function preference({ headers }: Pick<Interaction, 'headers'>, name: string): string | undefined {
  const given = (headers['prefer'] ?? '').split(/[,;]/).map((part) => part.split('=').map((side) => side.trim()));
  return given.find(([key]) => key?.toLowerCase() === name)?.[1]?.replaceAll('"', '');
}

/** Unknown search parameters are passed over and told, where the client asks for that; else refused. */
export const isLenient = (interaction: Pick<Interaction, 'headers'>): boolean => preference(interaction, 'handling') === 'lenient';

/**
 * RFC 9111 5.2.1: a client that takes an answer some seconds old says `max-stale`, with or without how many. Then the body may be read
 * at half the price (docs/adr/0132), unless the same client says that it must be fresh.
 */
export function readingOf({ headers }: Pick<Interaction, 'headers'>): Reading {
  const directives = (headers['cache-control'] ?? '').toLowerCase().split(',').map((one) => one.trim());
  const isStrict = directives.some((one) => one === 'no-cache' || one === 'no-store');
  return { mayLag: !isStrict && directives.some((one) => /^max-stale(="?0*[1-9]\d*"?)?$/.test(one)) };
}

const done: Readonly<Record<Interaction['language'], string>> = { vi: 'Đã thực hiện.', en: 'Done.' };

/** What a client that changed something wants to see: the resource, nothing, or an OperationOutcome. */
export function shownAfter(interaction: Pick<Interaction, 'headers' | 'language'>, stored: Resource | undefined, remarks: readonly Issue[] = []): Resource | undefined {
  switch (preference(interaction, 'return')) {
    case 'minimal':
      return undefined;
    case 'OperationOutcome':
      return { resourceType: 'OperationOutcome', issue: [{ severity: 'information', code: 'informational', details: { text: done[interaction.language] } }, ...remarks.map(issueOf)] } satisfies OperationOutcome;
    case undefined:
    default:
      return stored;
  }
}
