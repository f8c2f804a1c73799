import type { Bundle, Composition } from '@medplum/fhirtypes';
import { sections } from './sections.ts';

/**
 * The rules of HL7 IPS 1.1 (Bundle-uv-ips, Composition-uv-ips) that can be stated without its profiles: what of them a
 * Bundle breaks. What R4 itself says of a document is for the validator.
 */
export function brokenRules(bundle: Bundle): readonly string[] {
  const entries = bundle.entry ?? [];
  const composition = entries[0]?.resource as Composition | undefined;
  const byUrl = new Map(entries.map(({ fullUrl, resource }) => [fullUrl, resource]));
  const broken: string[] = [];
  const rule = (holds: boolean, text: string) => void (holds || broken.push(text));
  rule(bundle.type === 'document', 'Bundle.type is document');
  rule(Boolean(bundle.identifier?.system && bundle.identifier.value), 'Bundle.identifier is there, with its system');
  rule(bundle.timestamp !== undefined, 'Bundle.timestamp is there');
  rule(entries.every(({ fullUrl, resource }) => fullUrl && resource), 'every entry has fullUrl and resource');
  rule(byUrl.size === entries.length, 'no fullUrl is there twice');
  rule(composition?.resourceType === 'Composition', 'the first entry is the Composition');
  if (composition?.resourceType !== 'Composition') return broken;
  rule(composition.type.coding?.some(({ system, code }) => system === 'http://loinc.org' && code === '60591-5') === true, 'Composition.type is LOINC 60591-5');
  rule(composition.text?.div !== undefined, 'Composition.text is there');
  rule(byUrl.get(composition.subject?.reference ?? '')?.resourceType === 'Patient', 'Composition.subject is a Patient of the Bundle');
  rule(composition.author.length > 0 && composition.author.every(({ reference }) => byUrl.has(reference ?? '')), 'every author is in the Bundle');
  for (const plan of sections.filter(({ required }) => required)) {
    const own = composition.section?.filter(({ code }) => code?.coding?.[0]?.code === plan.loinc) ?? [];
    rule(own.length === 1, `the section ${plan.loinc} is there once`);
    rule(own.every(({ entry = [], emptyReason }) => entry.length > 0 || emptyReason !== undefined), `the section ${plan.loinc} has an entry or says why not`);
  }
  for (const { title, code, text, entry = [] } of composition.section ?? []) {
    rule(Boolean(title && code && text?.div), `the section ${title ?? '?'} has title, code and text`);
    rule(entry.every(({ reference }) => byUrl.has(reference ?? '')), `the entries of ${title ?? '?'} are in the Bundle`);
  }
  return broken;
}
