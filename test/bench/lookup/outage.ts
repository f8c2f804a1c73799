import { randomFor } from '../../../local/seed/people/random.ts';
import { simulatorSecrets } from '../../../local/simulators/accounts.ts';
import { startInsurerPortal } from '../../../local/simulators/insurerPortal.ts';
import { fakeRepository } from '../../../shared/fhir/fakeRepository.ts';
import { insurerPortal } from '../../../shared/gateways/insurerPortal.ts';
import type { Principal } from '../../../shared/identity/policy.ts';
import { guardedPortal } from '../../../shared/insurance/breaker.ts';
import { checkInsurance } from '../../../shared/insurance/checkInsurance.ts';
import { confirmWaiting, queueUnconfirmed } from '../../../shared/insurance/confirmWaiting.ts';
import { lastInsurance } from '../../../shared/insurance/lastInsurance.ts';
import { fakeAnswerCache, fakeBreakerStore, fakeConfirmationQueue } from '../../../shared/insurance/ports.fake.ts';
import { fixedClock } from '../../../shared/kernel/clock.ts';
import { countingIds } from '../../../shared/kernel/ids.ts';
import type { Mix } from './mix.ts';
import { base, populationOf, systems } from './population.ts';

export type OutageFigures = {
  readonly visits: number;
  /** Visits that got an answer at once that the clerk could go on with: every one, the outage's as "to be confirmed". */
  readonly answeredAtOnce: number;
  readonly toConfirm: number;
  readonly confirmed: number;
  readonly lost: number;
  readonly wrong: number;
  /** Calls that reached the portal while it was down. */
  readonly callsWhileDown: number;
  readonly minutesToConfirmAll: number;
  readonly mostCallsInAMinuteAfter: number;
};

const minute = 60_000;
const nurse: Principal = { subject: 'nurse', name: 'Lò Thị Mẫu', roles: ['station'], practitioner: 'Practitioner/n', organization: 'Organization/station' };

/** An hour in which the portal drops every connection, in simulated time: visits go on, a round of the queue each minute. */
export async function outage(seed: number, mix: Mix, { visitsAMinute = 4, minutes = 60 } = {}): Promise<OutageFigures> {
  const clock = fixedClock('2026-06-30T01:00:00Z');
  const { cases, register } = populationOf(seed, visitsAMinute * minutes, mix);
  let down = true;
  const simulator = await startInsurerPortal(0, undefined, { register, faultAt: () => (down ? { kind: 'down' } : undefined) });
  try {
    let calls = 0;
    const counted = { lookUp: (query: Parameters<typeof portal.lookUp>[0]) => {
      calls += 1;
      return portal.lookUp(query);
    } };
    const portal = insurerPortal({ url: simulator.url, body: 'json', credentials: simulatorSecrets.insurer, clock, timeoutMilliseconds: 2000 });
    const repository = fakeRepository({ clock });
    repository.seed({ resourceType: 'Organization', id: 'station', identifier: [{ system: systems.facility, value: '12101' }] });
    const queue = fakeConfirmationQueue();
    const deps = { repository, queue, clock, portal: guardedPortal(counted, fakeBreakerStore(), clock), cache: fakeAnswerCache(), newId: countingIds('check'), naming: { base, systems } };
    const ask = { principal: nurse, correlationId: 'bench' };
    const order = cases.map((one, i) => ({ one, at: randomFor(seed, i).next() })).toSorted((a, b) => a.at - b.at);
    let [answeredAtOnce, toConfirm] = [0, 0];
    const visit = async (n: number) => {
      const one = order[n]?.one;
      if (!one) return;
      repository.seed({ ...one.patient, managingOrganization: { reference: 'Organization/station' } }, ...(one.coverage ? [one.coverage] : []));
      const checked = await checkInsurance(deps, ask, one.patient.id, {}, { key: `visit-${n}`, subject: 'nurse', bodyHash: 'h' });
      if (checked.ok) answeredAtOnce += 1;
      if (checked.ok && checked.value.confirmation?.state === 'waiting') toConfirm += 1;
    };
    const stream = async () => {
      for (const event of repository.events.splice(0)) await queueUnconfirmed(queue, event);
    };
    for (let m = 0; m < minutes; m += 1) {
      for (let v = 0; v < visitsAMinute; v += 1) await visit(m * visitsAMinute + v);
      await stream();
      await confirmWaiting(deps, 'bench');
      clock.advance(minute);
    }
    const callsWhileDown = calls;
    down = false;
    let [after, most] = [0, 0];
    for (; queue.waiting().length > 0 && after < 24 * 60; after += 1) {
      const before = calls;
      await confirmWaiting(deps, 'bench');
      most = Math.max(most, calls - before);
      clock.advance(minute);
    }
    let [confirmed, lost, wrong] = [0, 0, 0];
    for (const { one } of order) {
      const last = await lastInsurance(deps, ask, one.patient.id);
      if (!last.ok || last.value.outcome === 'to-confirm') lost += 1;
      else if (last.value.confirmation?.state === 'confirmed') confirmed += 1;
      if (last.ok && last.value.card && !last.value.card.number.endsWith(one.citizen.insuranceNumber)) wrong += 1;
    }
    return { visits: order.length, answeredAtOnce, toConfirm, confirmed, lost, wrong, callsWhileDown, minutesToConfirmAll: after, mostCallsInAMinuteAfter: most };
  } finally {
    await simulator.stop();
  }
}
