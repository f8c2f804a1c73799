import type { Patient, Resource } from '@medplum/fhirtypes';
import { randomFor } from '../../../local/seed/people/random.ts';
import { simulatorSecrets } from '../../../local/simulators/accounts.ts';
import { startInsurerPortal } from '../../../local/simulators/insurerPortal.ts';
import type { PortalFault } from '../../../local/simulators/portalFaults.ts';
import type { Reference, Stored } from '../../../shared/fhir/repository.ts';
import { insurerPortal } from '../../../shared/gateways/insurerPortal.ts';
import { fakeAnswerCache } from '../../../shared/insurance/ports.fake.ts';
import type { InsuranceAnswer, Picked } from '../../../shared/insurance/contract.ts';
import { makeCheck, type About } from '../../../shared/insurance/makeCheck.ts';
import type { InsurerPortal } from '../../../shared/insurance/ports.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { countingIds } from '../../../shared/kernel/ids.ts';
import type { Mix } from './mix.ts';
import { base, populationOf, systems, type Case, type Hopeless } from './population.ts';

export type Figures = {
  readonly asked: number;
  readonly resolvable: number;
  readonly resolved: number;
  /** Of these with one tap of the clerk, who compared a number with the paper; the rest without any. */
  readonly byTap: number;
  readonly tapped: number;
  /** Of the resolvable: what is known proves too little to be sure, so the clerk must look (ADR 70). */
  readonly unprovable: number;
  readonly unprovableResolved: number;
  /** With the card of somebody else. Must be 0. */
  readonly wrong: readonly string[];
  /** Of these the register itself says so, and nobody outside could tell; not among `wrong`. */
  readonly believed: number;
  readonly confirmedLater: number;
  readonly stillWaiting: number;
  /** Resolvable and not resolved, by the steps and the outcome. */
  readonly missed: Readonly<Record<string, number>>;
  readonly hopeless: Readonly<Partial<Record<Hopeless, number>>>;
  /** Hopeless by how it was made, and resolved all the same (with the right card). */
  readonly hopelessResolved: number;
  readonly calls: { readonly mean: number; readonly p95: number; readonly most: number };
  /** Of the ordinary first question alone, as today: resolved of the resolvable. */
  readonly byFirstQuestion: number;
  /** Milliseconds that a check adds to the portal's own answering. */
  readonly added: { readonly mean: number; readonly p95: number };
  readonly seconds: number;
};

const timeoutMilliseconds = 1000;
const station = { resourceType: 'Organization', id: 'station', identifier: [{ system: systems.facility, value: '12101' }], extension: [{ url: `${base}/StructureDefinition/care-level`, valueCode: 'initial' }] };

/** Every citizen is checked once over HTTP; whom the portal did not answer, again until it does, as the queue would. */
export async function measure(seed: number, count: number, mix: Mix, atOnce = 8): Promise<Figures> {
  const { cases, register } = populationOf(seed, count, mix);
  const simulator = await startInsurerPortal(0, undefined, { register, faultAt: faultsOf(seed, mix) });
  const began = performance.now();
  try {
    const portal = insurerPortal({ url: simulator.url, body: 'json', credentials: simulatorSecrets.insurer, clock: systemClock, timeoutMilliseconds });
    const tally = new Tally();
    const left = cases.values();
    await Promise.all(Array.from({ length: atOnce }, async () => {
      for (const one of left) tally.add(one, await checkUntilAnswered(portal, one));
    }));
    return tally.figures((performance.now() - began) / 1000);
  } finally {
    await simulator.stop();
  }
}

type Checked = { readonly answer: InsuranceAnswer; readonly calls: number; readonly added: number; readonly waited: boolean; readonly tapped?: boolean };

async function checkUntilAnswered(portal: InsurerPortal, one: Case): Promise<Checked> {
  const first = await check(portal, one);
  let last = first;
  const again = async (more: Partial<About>) => {
    last = await check(portal, one, more);
    for (let round = 0; round < 50 && last.answer.confirmation?.state === 'waiting'; round += 1) last = await check(portal, one, { ...more, confirms: first.answer.checkedAt });
  };
  if (first.answer.confirmation?.state === 'waiting') await again({ confirms: first.answer.checkedAt });
  const waited = last !== first;
  let [calls, tapped] = [first.calls, false];
  // A pick that did not fit is shown, and the clerk may look once more.
  for (const blind of one.clerk.blind) {
    const picked = last.answer.compare && pickedBy(one, last.answer.compare, blind);
    if (!picked) break;
    await again({ compared: picked });
    [calls, tapped] = [calls + last.calls, true];
  }
  return { ...first, answer: last.answer, calls, waited, tapped };
}

/** What the clerk taps; undefined: nothing to compare with, or "none of these". */
function pickedBy({ citizen, clerk }: Case, { by, rounds }: NonNullable<InsuranceAnswer['compare']>, blind: readonly [number, number] | undefined): Picked | undefined {
  const paper = { 'citizen-id': 'citizenId', 'previous-id': 'previousId' } as const;
  if (!clerk.atHand[by === 'citizen-id' || by === 'previous-id' ? paper[by] : 'card']) return undefined;
  const printed = by === 'citizen-id' ? citizen.citizenId : by === 'previous-id' ? citizen.previousId : citizen.insuranceNumber;
  const [first, second] = rounds.map((numbers, round) => (blind ? numbers[blind[round] ?? 0] : numbers.find((number) => number.endsWith(printed))));
  return first !== undefined && second !== undefined ? [first, second] : undefined;
}

async function check(portal: InsurerPortal, { patient, coverage, alike }: Case, more: Partial<About> = {}): Promise<Checked> {
  const stored = new Map<string, Resource>([[`Patient/${patient.id}`, patient], [`Coverage/coverage-${patient.id}`, coverage as Resource], ['Organization/station', station as Resource]]);
  let [calls, waiting] = [0, 0];
  const timed: InsurerPortal = { lookUp: async (query) => {
    calls += 1;
    const from = performance.now();
    const reply = await portal.lookUp(query);
    waiting += performance.now() - from;
    return reply;
  } };
  const from = performance.now();
  const made = await makeCheck({
    repository: { readMany: async (references: readonly Reference[]) => references.map((r) => stored.get(r) as Stored | undefined), alike: async () => ({ patients: alike as Stored<Patient>[], complete: true }) },
    portal: timed, cache: fakeAnswerCache(), clock: systemClock, newId: countingIds('check'), naming: { base, systems },
  }, { patient: `Patient/${patient.id}`, organization: 'Organization/station', fresh: true, ...more });
  if (!made.ok) throw new Error(made.error.code);
  return { answer: made.value.answer, calls, added: performance.now() - from - waiting, waited: false };
}

/** Seeded, so that a run can be repeated: which call meets which fault. */
function faultsOf(seed: number, { portal: p }: Mix): (call: number) => PortalFault | undefined {
  const faults: readonly (readonly [number, PortalFault])[] = [
    [p.slow, { kind: 'slow', milliseconds: timeoutMilliseconds * 2 }], [p.fault, { kind: 'status', status: 500 }], [p.wrongShape, { kind: 'wrong-shape' }],
    [p.unauthorized, { kind: 'unauthorized' }], [p.ownFault, { kind: 'result', code: '101' }], [p.dropped, { kind: 'down' }],
  ];
  return (call) => {
    let left = randomFor(seed + 3_000_003, call).next();
    for (const [share, fault] of faults) {
      if (left < share) return fault;
      left -= share;
    }
    return undefined;
  };
}

class Tally {
  #asked = 0;
  #resolvable = 0;
  #resolved = 0;
  #byTap = 0;
  #tapped = 0;
  #first = 0;
  #later = 0;
  #waiting = 0;
  #believed = 0;
  #hopelessResolved = 0;
  #unprovable = 0;
  #unprovableResolved = 0;
  readonly #wrong: string[] = [];
  readonly #missed: Record<string, number> = {};
  readonly #hopeless: Partial<Record<Hopeless, number>> = {};
  readonly #calls: number[] = [];
  readonly #added: number[] = [];

  add({ citizen, patient, hopeless, unprovable, linkedToNamesake }: Case, { answer, calls, added, waited, tapped = false }: Checked): void {
    if (tapped) this.#tapped += 1;
    this.#asked += 1;
    this.#calls.push(calls);
    this.#added.push(added);
    const covered = answer.outcome === 'covered' || answer.outcome === 'covered-by-new-card';
    const another = answer.card !== undefined && !answer.card.number.endsWith(citizen.insuranceNumber);
    if (another && linkedToNamesake) this.#believed += 1;
    else if (another) this.#wrong.push(`${patient.id}: ${describe(answer)}`);
    if (answer.confirmation?.state === 'waiting') this.#waiting += 1;
    if (waited) this.#later += 1;
    if (hopeless) {
      this.#hopeless[hopeless] = (this.#hopeless[hopeless] ?? 0) + 1;
      if (covered) this.#hopelessResolved += 1;
      return;
    }
    this.#resolvable += 1;
    if (unprovable) this.#unprovable += 1;
    if (unprovable && covered) this.#unprovableResolved += 1;
    if (!covered) {
      const why = `${unprovable ? 'unprovable: ' : ''}${describe(answer)}`;
      this.#missed[why] = (this.#missed[why] ?? 0) + 1;
      return;
    }
    this.#resolved += 1;
    if (tapped) this.#byTap += 1;
    if (answer.steps.length === 1 && !waited && !tapped) this.#first += 1;
  }

  figures(seconds: number): Figures {
    return {
      unprovable: this.#unprovable, unprovableResolved: this.#unprovableResolved,
      asked: this.#asked, resolvable: this.#resolvable, resolved: this.#resolved, byTap: this.#byTap, tapped: this.#tapped, wrong: this.#wrong, believed: this.#believed, confirmedLater: this.#later, stillWaiting: this.#waiting,
      missed: this.#missed, hopeless: this.#hopeless, hopelessResolved: this.#hopelessResolved, byFirstQuestion: this.#first,
      calls: { mean: mean(this.#calls), p95: percentile(this.#calls, 0.95), most: Math.max(...this.#calls) },
      added: { mean: mean(this.#added), p95: percentile(this.#added, 0.95) }, seconds,
    };
  }
}

const describe = ({ outcome, steps }: InsuranceAnswer): string => `${outcome} after ${steps.map(({ by, name, birthDate, resultCode, weighed }) => `${by}/${name}/${birthDate}=${resultCode ?? '-'}${weighed ? `(${weighed})` : ''}`).join(', ')}`;
const mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0) / Math.max(1, list.length);
const percentile = (list: readonly number[], share: number): number => list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))] ?? 0;
