import type { Clock } from '../kernel/clock.ts';
import type { BreakerState, BreakerStore, CardQuery, HistoryReply, InsuredHistory, InsurerPortal, PortalReply } from './ports.ts';

/** So many failures in a row pause the questions; the pause doubles with each probe that fails. */
const failuresToPause = 5;
const firstPause = 30_000;
const longestPause = 5 * 60_000;
/** How long one prober has before another may try. */
const probeTime = 15_000;
/** A healthy state is not read again within this time by one container. */
const trusted = 2_000;

const none: BreakerState = { failures: 0, pauses: 0, version: 0 };
const later = (now: Date, milliseconds: number): string => new Date(now.getTime() + milliseconds).toISOString();

/** May the portal be asked? After a pause one caller probes; the others wait for what it finds. */
export function mayAsk({ pausedUntil }: BreakerState, now: Date): 'yes' | 'probe' | 'no' {
  if (pausedUntil === undefined) return 'yes';
  return pausedUntil <= now.toISOString() ? 'probe' : 'no';
}

export function afterFailure(state: BreakerState, now: Date): BreakerState {
  const failures = state.failures + 1;
  const next = { ...state, failures, version: state.version + 1 };
  if (failures < failuresToPause) return next;
  return { ...next, pauses: state.pauses + 1, pausedUntil: later(now, Math.min(longestPause, firstPause * 2 ** state.pauses)) };
}

export const afterSuccess = ({ version }: BreakerState): BreakerState => ({ ...none, version: version + 1 });

/** A portal that is down, or says of itself that it is. A refused login is a facility's own fault and pauses nobody. */
const isFailure = (reply: PortalReply | HistoryReply): boolean =>
  (reply.kind === 'unavailable' && reply.why !== 'paused') || (reply.kind === 'answered' && ['101', '500'].includes(reply.resultCode));

/**
 * The portal behind a breaker that all functions of a tenant share: while it is down nobody waits for its time-outs.
 * In the ordinary case nothing is written, and the state is read every two seconds at most.
 */
export function guardedPortal<H extends Partial<InsuredHistory>>(portal: InsurerPortal & H, store: BreakerStore, clock: Clock): InsurerPortal & H {
  let seen: { readonly state: BreakerState; readonly at: number } | undefined;
  const read = async (): Promise<BreakerState> => {
    const now = clock.now().getTime();
    if (seen && seen.state.failures === 0 && now - seen.at < trusted) return seen.state;
    seen = { state: (await store.read()) ?? none, at: now };
    return seen.state;
  };
  const write = async (state: BreakerState): Promise<boolean> => {
    seen = undefined;
    return await store.write(state);
  };
  async function guard<R extends PortalReply | HistoryReply>(ask: () => Promise<R>): Promise<R | typeof paused> {
    let state = await read();
    const may = mayAsk(state, clock.now());
    if (may === 'no') return paused;
    if (may === 'probe') {
      const probing = { ...state, pausedUntil: later(clock.now(), probeTime), version: state.version + 1 };
      if (!(await write(probing))) return paused;
      state = probing;
    }
    const reply = await ask();
    // A write that loses the race is left: the other's told the same or newer.
    if (isFailure(reply)) await write(afterFailure(state, clock.now()));
    else if (state.failures > 0) await write(afterSuccess(state));
    return reply;
  }
  const { historyOf } = portal;
  return {
    ...portal,
    lookUp: (query: CardQuery) => guard(() => portal.lookUp(query)),
    ...(historyOf ? { historyOf: (query: CardQuery) => guard(() => historyOf(query)) } : {}),
  };
}

const paused = { kind: 'unavailable', why: 'paused' } as const;
