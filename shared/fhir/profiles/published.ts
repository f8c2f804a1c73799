import type { StructureDefinition } from '@medplum/fhirtypes';
import { openPacked } from '../packed.ts';

const published = openPacked(new URL('./published.bin', import.meta.url));

/** A profile or an extension that HL7 publishes with R4; undefined for any other url. */
export const publishedDefinition = (url: string): StructureDefinition | undefined => published.part(url) as StructureDefinition | undefined;

let urls: ReadonlySet<string> | undefined;
export const isPublished = (url: string): boolean => url.startsWith('http://hl7.org/fhir/StructureDefinition/') && (urls ??= new Set(published.names())).has(url);
