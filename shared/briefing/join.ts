import { refusal, type Refusal } from '../kernel/refusal.ts';
import { refuse, type Result } from '../kernel/result.ts';
import type { RoomPass } from '../room/contract.ts';
import type { RoomState } from '../room/ports.ts';
import { opensAt, stateAt, type Briefing } from './briefing.ts';
import { auditOf, type Ask, type BriefingContext } from './context.ts';
import { loadBriefing } from './load.ts';

/** Makes a pass into a room for one person; shared/room provides it. */
export type PassFor = (state: RoomState, holder: { readonly sub: string; readonly role: 'host' | 'attendee'; readonly name: string }) => Promise<Result<RoomPass, Refusal>>;

/** A pass into the briefing's room. Who leads it manages; the others wait in the lobby until then. Audited, given or not. */
export async function joinBriefing(context: BriefingContext & { readonly passFor: PassFor }, ask: Ask, id: string): Promise<Result<RoomPass, Refusal>> {
  const found = await loadBriefing(context, ask, id, { action: 'execute', event: 'briefing-joined' });
  if (!found.ok) return found;
  const { briefing, place } = found.value;
  const { practitioner, subject, name, organization } = ask.principal;
  const facility = briefing.facilities.find((each) => organization === `Organization/${each.id}`)?.name;
  const pass = briefing.cancelled === undefined
    ? await context.passFor(roomState(briefing, context.clock.now()), { sub: practitioner ?? subject, role: place, name: facility ? `${name}, ${facility}` : name })
    : refuse(refusal('BRIEFING_CANCELLED'));
  await context.repository.recordAccess(auditOf(ask, { action: 'execute', event: 'briefing-joined', outcome: pass.ok ? 'success' : 'refused', entities: [`Appointment/${id}`] }));
  return pass;
}

function roomState(briefing: Briefing, now: Date): RoomState {
  const state = stateAt(briefing, now);
  if (state === 'open') return { kind: 'open', room: briefing.room };
  return state === 'planned' ? { kind: 'not-yet', room: briefing.room, opensAt: opensAt(briefing) } : { kind: 'closed' };
}
