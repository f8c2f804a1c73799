import { createHash } from 'node:crypto';
import type { Coverage, Organization, Patient } from '@medplum/fhirtypes';
import { nameOf } from '../fhir/humanName.ts';
import type { FhirRepository, Reference } from '../fhir/repository.ts';
import type { Clock } from '../kernel/clock.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { insuranceAccess, type Caller } from './access.ts';
import { endOfDay } from './askPortal.ts';
import type { InsuredVisits } from './contract.ts';
import type { AnswerCache, CardQuery, HistoryReply, InsuredHistory, InsuredVisit } from './ports.ts';
import { coverageReference, type Naming } from './records.ts';
import { birthDatesOf } from './resolve/variants.ts';

export type HistoryDeps = {
  readonly repository: Pick<FhirRepository, 'readMany' | 'search' | 'recordAccess'>;
  readonly history: InsuredHistory;
  readonly cache: AnswerCache;
  readonly clock: Clock;
  readonly naming: Naming;
};

/** As many as anybody reads at a desk. */
const most = 30;

/**
 * Earlier visits as the insurer tells them, newest first. Asked only by the card that was found to be this person's, with
 * the name that stands on it, so that nobody sees the visits of somebody else; kept to the end of the day.
 */
export async function insuredVisits(deps: HistoryDeps, caller: Caller, patientId: string): Promise<Result<InsuredVisits, Refusal<'HTTP_NOT_FOUND' | 'INSURANCE_NO_CARD'>>> {
  const { repository, naming, clock } = deps;
  const patient: Reference = `Patient/${patientId}`;
  const access = await insuranceAccess(deps, caller, patient, 'create', 'insured-visits-read');
  if (!access.ok) return access;
  const { organization } = caller.principal;
  const [record, card, facility] = await repository.readMany([patient, coverageReference(patient), ...(organization ? [organization] : [])]);
  await repository.recordAccess({ ...access.value, action: 'read', entities: [patient] });
  const [person, coverage] = [record as Patient | undefined, card as Coverage | undefined];
  if (!person?.birthDate || !coverage?.subscriberId) return refuse(refusal('INSURANCE_NO_CARD'));
  const code = (facility as Organization | undefined)?.identifier?.find(({ system }) => system === naming.systems.facility)?.value ?? '';
  const name = coverage.subscriber?.display ?? nameOf(person);
  const told = await asked(deps, { facility: code, key: coverage.subscriberId, name, birthDate: person.birthDate }, clock.now());
  return ok({ ...told, visits: await withNames(deps, told.visits) });
}

type Told = Omit<InsuredVisits, 'visits'> & { readonly visits: readonly InsuredVisit[] };

async function asked({ history, cache }: HistoryDeps, query: CardQuery, now: Date): Promise<Told> {
  const key = createHash('sha256').update(JSON.stringify(['visits', query])).digest('base64url');
  const kept = await cache.get(key, now);
  if (kept) return JSON.parse(kept.finding) as Told;
  const told = toldBy(await tryBirthDates(history, query), now);
  if (told.outcome === 'told') await cache.put(key, { finding: JSON.stringify(told), at: told.askedAt }, endOfDay(now));
  return told;
}

/** The card is surely the person's; the register may still have the year alone. */
async function tryBirthDates(history: InsuredHistory, query: CardQuery): Promise<HistoryReply> {
  let reply: HistoryReply = { kind: 'answered', resultCode: '070', visits: [] };
  for (const { date } of birthDatesOf({ name: query.name, birthDate: query.birthDate, keys: [] })) {
    reply = await history.historyOf({ ...query, birthDate: date });
    if (reply.kind !== 'answered' || reply.resultCode !== '070') break;
  }
  return reply;
}

function toldBy(reply: HistoryReply, now: Date): Told {
  const askedAt = now.toISOString();
  if (reply.kind !== 'answered') return { outcome: reply.kind === 'no-login' ? 'refused' : 'no-answer', askedAt, visits: [] };
  if (reply.resultCode !== '000') return { outcome: ['100', '101', '500'].includes(reply.resultCode) ? 'no-answer' : 'refused', resultCode: reply.resultCode, askedAt, visits: [] };
  const newest = reply.visits.toSorted((a, b) => ((a.from ?? '') < (b.from ?? '') ? 1 : -1));
  return { outcome: 'told', resultCode: '000', askedAt, visits: newest.slice(0, most), ...(newest.length > most ? { more: newest.length - most } : {}) };
}

/** The insurer names facilities by code; those of the directory have a name. */
async function withNames({ repository, naming: { systems } }: HistoryDeps, visits: readonly InsuredVisit[]): Promise<InsuredVisits['visits']> {
  const codes = [...new Set(visits.map(({ facility }) => facility))].filter((code) => /^\d{5}$/.test(code));
  if (codes.length === 0) return visits;
  const page = await repository.search<Organization>('Organization', new URLSearchParams({ identifier: codes.map((code) => `${systems.facility}|${code}`).join(','), _count: '50' }));
  if (!page.ok) throw new Error(`insurance: search refused: ${page.error.kind}`);
  const names = new Map(page.value.resources.flatMap(({ identifier, name }) => (identifier ?? []).map(({ value }) => [value, name] as const)));
  return visits.map((visit) => {
    const facilityName = names.get(visit.facility);
    return { ...visit, ...(facilityName ? { facilityName } : {}) };
  });
}
