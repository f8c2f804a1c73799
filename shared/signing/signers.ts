import type { Bundle, Composition, CompositionAttester, Practitioner, Organization } from '@medplum/fhirtypes';
import { signerRoles, type Signer } from './contract.ts';

const roleUrl = (base: string): string => `${base}/StructureDefinition/signer-role`;
const facilityUrl = (base: string): string => `${base}/StructureDefinition/signer-facility`;

/** The first resource of a document (FHIR R4 3.3.1). */
export function compositionOf(document: Bundle): Composition {
  const first = document.entry?.[0]?.resource;
  if (first?.resourceType !== 'Composition') throw new Error('a document begins with its Composition');
  return first;
}

/**
 * The document with those who are to sign it, in this order, as its attesters, and each of them among its resources:
 * who must sign is part of what everybody signs, so that a signature left out is missed.
 */
export function withSigners<T extends Bundle>(document: T, signers: readonly Signer[], base: string): T {
  const composition: Composition = { ...compositionOf(document), attester: signers.map((signer, index) => attesterOf(signer, index === signers.length - 1, base)) };
  const known = new Set((document.entry ?? []).map(({ resource }) => `${resource?.resourceType}/${resource?.id}`));
  const people = signers.flatMap(({ id, name, facility }): (Practitioner | Organization)[] => [
    { resourceType: 'Practitioner', id, name: [{ text: name }] },
    { resourceType: 'Organization', id: facility.id, name: facility.name },
  ]);
  const missing = people.filter(({ resourceType, id }) => !known.has(`${resourceType}/${id}`) && known.add(`${resourceType}/${id}`));
  const [first, ...rest] = document.entry ?? [];
  return { ...document, entry: [{ ...first, resource: composition }, ...rest, ...missing.map((resource) => ({ fullUrl: `${base}/fhir/${resource.resourceType}/${resource.id}`, resource }))] };
}

/** The last one's signature is the one that makes it binding. */
const attesterOf = ({ id, name, role, facility }: Signer, last: boolean, base: string): CompositionAttester => ({
  extension: [
    { url: roleUrl(base), valueCode: role },
    { url: facilityUrl(base), valueReference: { reference: `Organization/${facility.id}`, display: facility.name } },
  ],
  mode: last ? 'legal' : 'professional',
  party: { reference: `Practitioner/${id}`, display: name },
});

/** Those who are to sign a document, in order: its attesters, or its one author where it names none. */
export function signersOf(document: Bundle): readonly Signer[] {
  const { attester = [], author, custodian } = compositionOf(document);
  const named = (reference: { readonly reference?: string; readonly display?: string } | undefined) => ({ id: reference?.reference?.split('/')[1] ?? '', name: reference?.display ?? '' });
  const single = attester.length <= 1 && !attester[0]?.extension;
  if (single) {
    const attests = attester[0]?.party?.reference;
    if (attests !== undefined && attests !== author[0]?.reference) throw new Error('one signs, and the document names two');
    return [{ ...named(author[0]), role: 'author', facility: named(custodian) }];
  }
  return attester.map(({ extension = [], party }) => {
    const role = extension.find(({ url }) => url.endsWith('/signer-role'))?.valueCode;
    return { ...named(party), role: signerRoles.find((known) => known === role) ?? 'member', facility: named(extension.find(({ url }) => url.endsWith('/signer-facility'))?.valueReference) };
  });
}
