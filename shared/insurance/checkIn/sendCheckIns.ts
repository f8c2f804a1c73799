import type { Coverage, CoverageEligibilityResponse, Encounter, MessageHeader } from '@medplum/fhirtypes';
import type { FhirRepository, OutboxEvent, Reference } from '../../fhir/repository.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { ClaimGateway, ConfirmationQueue, GatewayReply, Unconfirmed } from '../ports.ts';
import { coverageReference, type Naming } from '../records.ts';
import { faultsOf } from './fields.ts';
import { checkInOf, type Visit } from './message.ts';
import { sentMessage } from './record.ts';

export type CheckInDeps = {
  readonly repository: Pick<FhirRepository, 'readMany' | 'search' | 'commit'>;
  readonly gateway: ClaimGateway;
  /** Visits whose check-in is still to be sent; entries are named by the visit. */
  readonly outgoing: ConfirmationQueue;
  readonly clock: Clock;
  readonly naming: Naming;
};
export type CheckInReport = { readonly sent: number; readonly refused: number; readonly unsent: number };

export const perRound = 40;
const roundMilliseconds = 15_000;
const longestWait = 10 * 60_000;
/** A visit whose insurance nobody has checked within a day is not an insured visit, nor one not confirmed within a week. */
const [checkedWithin, confirmedWithin] = [24 * 3_600_000, 7 * 24 * 3_600_000];

/** Every visit may have to be told to the insurer; delivered at least once, and adding it twice keeps one. */
export async function queueCheckIn({ outgoing, clock }: Pick<CheckInDeps, 'outgoing' | 'clock'>, { type, data }: OutboxEvent): Promise<boolean> {
  const [id, patient, station] = [data['consultationId'], data['patientId'], data['stationId']];
  if (type !== 'consultation-requested' || !id || !patient || !station) return false;
  const since = clock.now().toISOString();
  // The same visit under the same key whenever the event comes: since is not part of what makes it one.
  await outgoing.add({ id, since: '', patient: `Patient/${patient}`, organization: `Organization/${station}`, attempts: 0, notBefore: since });
  return true;
}

/** Tells the insurer about visits, until it has answered each; a round ends at the first that gets no answer. */
export async function sendCheckIns(deps: CheckInDeps, correlationId: string): Promise<CheckInReport> {
  const { outgoing, clock } = deps;
  const started = clock.now().getTime();
  const count = { sent: 0, refused: 0, unsent: 0 };
  for (const entry of await outgoing.due(clock.now(), perRound)) {
    if (clock.now().getTime() - started > roundMilliseconds) break;
    const ended = await sendCheckIn(deps, entry, correlationId);
    if (ended === 'wait' || ended === 'no-answer') {
      count.unsent += 1;
      const wait = Math.min(longestWait, 60_000 * 2 ** entry.attempts);
      await outgoing.postpone({ ...entry, attempts: entry.attempts + 1, notBefore: new Date(clock.now().getTime() + wait).toISOString() });
      if (ended === 'no-answer') break;
      continue;
    }
    if (ended !== 'not-needed') count[ended] += 1;
    await outgoing.remove(entry);
  }
  return count;
}

/** `wait`: the insurance of the patient is not known yet. */
async function sendCheckIn(deps: CheckInDeps, entry: Unconfirmed, correlationId: string): Promise<'sent' | 'refused' | 'not-needed' | 'wait' | 'no-answer'> {
  const visit = await visitOf(deps, entry);
  if (typeof visit === 'string') return visit;
  const { gateway, naming, clock } = deps;
  const message = checkInOf(visit, naming, clock.now());
  const faults = faultsOf(message);
  const reply: GatewayReply = faults.length > 0 ? { kind: 'refused', code: 'not-sent', message: faults.map(({ tag, fault }) => `${tag}: ${fault}`).join(', ') } : await gateway.checkIn(message.MA_CSKCB, message);
  if (reply.kind === 'unavailable') return 'no-answer';
  const stored = sentMessage(visit, message, reply, { naming, at: clock.now().toISOString() });
  const committed = await deps.repository.commit({
    writes: [{ kind: 'put', resource: stored, precondition: { kind: 'any' } }],
    audit: {
      actor: { subject: 'system', name: 'Liên Tuyến', role: 'system', ...(entry.organization ? { organization: entry.organization } : {}) },
      action: 'execute', outcome: 'success', event: 'check-in-sent', patient: entry.patient, entities: [`Encounter/${entry.id}`, `MessageHeader/${stored.id}`], correlationId,
    },
  });
  // Sent again next time: the gateway knows the visit by its MA_LK.
  if (!committed.ok) return 'wait';
  return reply.kind === 'accepted' ? 'sent' : 'refused';
}

async function visitOf({ repository, clock }: CheckInDeps, { id, patient, organization }: Unconfirmed): Promise<Visit | 'not-needed' | 'wait'> {
  const wanted: Reference[] = [`Encounter/${id}`, patient, organization ?? 'Organization/none', coverageReference(patient), `MessageHeader/check-in-${id}`];
  const [encounter, person, facility, coverage, before] = await repository.readMany(wanted);
  if (encounter?.resourceType !== 'Encounter' || encounter.status === 'cancelled' || encounter.status === 'entered-in-error') return 'not-needed';
  if (person?.resourceType !== 'Patient' || facility?.resourceType !== 'Organization') return 'not-needed';
  if ((before as MessageHeader | undefined)?.response?.code === 'ok') return 'not-needed';
  const page = await repository.search<CoverageEligibilityResponse>('CoverageEligibilityResponse', new URLSearchParams({ patient, _sort: '-created', _count: '1' }));
  if (!page.ok) throw new Error(`insurance: search refused: ${page.error.kind}`);
  const [response] = page.value.resources;
  if (!response || response.outcome === 'error') {
    const age = clock.now().getTime() - Date.parse((encounter as Encounter).period?.start ?? '1970-01-01');
    return age > (response ? confirmedWithin : checkedWithin) ? 'not-needed' : 'wait';
  }
  if (response.insurance?.[0]?.inforce !== true || !coverage) return 'not-needed';
  return { encounter, patient: person, facility, coverage: coverage as Coverage, response };
}
