import type { Coverage } from '@medplum/fhirtypes';
import type { FhirRepository } from '../fhir/repository.ts';
import type { KnownField, KnownValue } from './contract.ts';

export type InsurerValues = readonly (KnownValue & { readonly field: KnownField })[];

/** Spellings that a reader would call one name: capitals and blanks aside. */
const sameName = (a: string, b: string): boolean => a.normalize('NFC').toUpperCase().trim() === b.normalize('NFC').toUpperCase().trim();

/**
 * What the insurer has told of a patient with the card that stands in the record: its number, until when it holds, and the
 * name as the insurer writes it where that is another spelling. `at`: when the insurer was last asked about it.
 */
export async function insurerValues(repository: Pick<FhirRepository, 'search'>, patientId: string, name: string | undefined): Promise<InsurerValues> {
  const page = await repository.search<Coverage>('Coverage', new URLSearchParams({ patient: `Patient/${patientId}`, _count: '1' }));
  if (!page.ok) throw new Error(`identity: Coverage search refused: ${page.error.kind}`);
  const [card] = page.value.resources;
  if (!card) return [];
  const from = { source: 'insurer', at: card.meta.lastUpdated } as const;
  const holder = card.subscriber?.display;
  return [
    ...(card.subscriberId ? [{ field: 'insuranceCard', value: card.subscriberId, ...from } as const] : []),
    ...(card.period?.end ? [{ field: 'insuranceValidTo', value: card.period.end, ...from } as const] : []),
    ...(holder && !(name && sameName(holder, name)) ? [{ field: 'insuranceHolder', value: holder, ...from } as const] : []),
  ];
}
