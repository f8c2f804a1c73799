import type { AuditEvent, Organization } from '@medplum/fhirtypes';
import { parseReference } from '../fhir/references.ts';
import type { Reference, Stored } from '../fhir/repository.ts';
import type { Principal } from '../identity/policy.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { actionOf, roleWords, whatWords, whyWords, youWord, type Language } from './accessWords.ts';
import type { Accesses } from './contract.ts';
import type { RecordErrorCode } from './errors.ts';
import { mayRead, readingFact, type Reader, type RecordDeps } from './mayRead.ts';

export type AccessesQuestion = { readonly patientId: string; readonly limit: number; readonly page?: string; readonly language: Language };

type Access = Accesses['accesses'][number];

/**
 * Who has read or changed the record, newest first, for the patient and for auditors: one search of a page, and one
 * read of the organizations named on it. This reading is itself audited, and is on the next look's first page.
 */
export async function readAccesses(
  deps: RecordDeps,
  reader: Reader,
  { patientId, limit, page, language }: AccessesQuestion,
): Promise<Result<Accesses, Refusal<RecordErrorCode | 'HTTP_FORBIDDEN' | 'HTTP_NOT_FOUND'>>> {
  const { repository, base } = deps;
  const reading = { patientId, type: 'AuditEvent', event: 'accesses-read' } as const;
  const relations = await mayRead(deps, reader, reading);
  if (!relations.ok) return relations;
  const found = await repository.search<AuditEvent>('AuditEvent', new URLSearchParams({ patient: `Patient/${patientId}`, _sort: '-date', _count: String(limit) }), page);
  if (!found.ok) {
    if (page !== undefined && found.error.kind === 'invalid-value') return refuse(refusal('RECORD_PAGE_UNKNOWN', { at: '/page' }));
    throw new Error(`accesses: search refused: ${found.error.kind}`);
  }
  const { resources, next } = found.value;
  const names = await organizationNames(deps, resources, base);
  await repository.recordAccess(readingFact(reader, reading, 'success'));
  return ok({
    accesses: resources.map((event) => accessOf(event, { principal: reader.principal, language, base, names })),
    ...(next === undefined ? {} : { next }),
  });
}

const organizationOf = (event: AuditEvent, base: string): Reference | undefined => {
  const reference = event.agent[0]?.extension?.find(({ url }) => url === `${base}/StructureDefinition/audit-organization`)?.valueReference?.reference;
  return reference?.startsWith('Organization/') ? (reference as Reference) : undefined;
};

async function organizationNames({ repository }: RecordDeps, events: readonly AuditEvent[], base: string): Promise<ReadonlyMap<string, string>> {
  const references = [...new Set(events.flatMap((event) => organizationOf(event, base) ?? []))];
  if (references.length === 0) return new Map();
  const found = await repository.readMany(references);
  return new Map(found.flatMap((o) => (o?.resourceType === 'Organization' ? [[`Organization/${o.id}`, (o as Stored<Organization>).name ?? ''] as const] : [])));
}

type Seen = { readonly principal: Principal; readonly language: Language; readonly base: string; readonly names: ReadonlyMap<string, string> };

/** A recording is a file like others, and yet a patient wants to know that it was this one. */
function kindOf(reference: string): readonly string[] {
  const type = parseReference(reference)?.type;
  return type === undefined ? [] : [reference.startsWith('Binary/recording-') ? 'Recording' : type];
}

/** Pure: one entry of the log in words. */
export function accessOf(event: AuditEvent, { principal, language, base, names }: Seen): Access {
  const agent = event.agent[0];
  const name = event.subtype?.find(({ system }) => system === `${base}/CodeSystem/audit-event`)?.code;
  const types = (event.entity ?? []).flatMap(({ what }) => kindOf(what?.reference ?? ''));
  const self = agent?.altId !== undefined && agent.altId === principal.subject;
  const organization = names.get(organizationOf(event, base) ?? '');
  const why = event.purposeOfEvent?.[0]?.text;
  return {
    at: event.recorded,
    who: self ? youWord[language] : (agent?.name ?? agent?.who?.display ?? ''),
    self,
    role: roleWords(agent?.role?.[0]?.coding?.[0]?.code ?? '', language),
    ...(organization ? { organization } : {}),
    action: actionOf({ event: name, code: event.action, refused: event.outcome !== undefined && event.outcome !== '0', search: event.subtype?.some(({ code }) => code === 'search-type') ?? false }),
    what: whatWords(name, types, language),
    ...(why ? { why: whyWords(why, language) } : {}),
  };
}
