import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Clock } from '../kernel/clock.ts';
import type { NewId } from '../kernel/ids.ts';
import type { KeySigner } from '../signing/ports.ts';
import type { RoomClaims, RoomPass, RoomRole } from './contract.ts';
import type { RoomErrorCode } from './errors.ts';
import { hostFor, type HostFound, type Placements } from './placement.ts';
import type { RoomOfConsultation } from './ports.ts';
import type { RecordingSetting } from './recording.ts';
import { mayManage } from './roles.ts';
import { turnServers, type TurnSettings } from './turn.ts';

/** A pass lives two minutes: long enough to open a socket, too short to be handed around. */
export const passSeconds = 120;

export type PassMaker = {
  readonly signer: KeySigner;
  readonly clock: Clock;
  readonly newId: NewId;
  /** BASE_URL: `iss` of the pass, and where the keys are. */
  readonly issuer: string;
  readonly sfuUrl: string;
  /** Which host has which room, where hosts say so; without, there is one. */
  readonly placements?: Placements;
  readonly turn: TurnSettings;
  /** Whether calls may be recorded at all; 'with-consent': of everybody in the room (docs/adr/0117). */
  readonly recording?: RecordingSetting;
};

export type Holder = { readonly sub: string; readonly role: RoomRole; readonly name: string };

/** An observer may see and hear, not speak. */
const maySpeak = (role: RoomRole): boolean => role !== 'observer';

/** A pass for this person into this room, if the room is open now. JWT (RFC 7519), ES256, for the SFU alone. */
export async function passFor(maker: PassMaker, { state, consultationId }: Pick<RoomOfConsultation, 'state'> & { readonly consultationId?: string }, { sub, role, name }: Holder): Promise<Result<RoomPass, Refusal<RoomErrorCode>>> {
  if (state.kind === 'closed') return refuse(refusal('ROOM_CLOSED'));
  if (state.kind === 'not-yet') return refuse(refusal('ROOM_NOT_OPEN_YET', { params: { opensAt: localTime(state.opensAt) }, help: { opensAt: state.opensAt } }));
  const url = await addressOf(maker, state.room);
  if (url === undefined) return refuse(refusal('ROOM_NO_HOST'));
  const { signer, clock, newId, issuer } = maker;
  const iat = Math.floor(clock.now().getTime() / 1000);
  const exp = iat + passSeconds;
  // Only somebody whom we know by name answers for a recording, and only of a call that has a record to lie in.
  const mayAsk = maker.recording === 'with-consent' && consultationId !== undefined && mayManage(role) && sub.startsWith('Practitioner/');
  const claims: RoomClaims = { sub, room: state.room, role, name, speak: maySpeak(role), jti: newId(), ...(consultationId ? { consultation: consultationId } : {}), ...(mayAsk ? { record: true } : {}) };
  const payload = new TextEncoder().encode(JSON.stringify({ iss: issuer, aud: 'sfu', iat, exp, ...claims }));
  return ok({
    token: await signer.signJws(payload, { typ: 'JWT' }),
    url,
    room: state.room,
    role,
    name,
    expiresAt: new Date(exp * 1000).toISOString(),
    iceServers: turnServers(maker.turn, maker),
  });
}

/** Where browsers reach the host of the room: any host takes them there by the name of the right one. Undefined: no host takes it. */
async function addressOf({ sfuUrl, placements, clock }: PassMaker, room: string): Promise<string | undefined> {
  const found: HostFound = placements === undefined ? { kind: 'one' } : await hostFor({ placements, clock }, room);
  if (found.kind === 'full') return undefined;
  return found.kind === 'one' ? sfuUrl : `${sfuUrl}/${encodeURIComponent(found.host)}`;
}

/** "HH:mm dd/MM" in Asia/Ho_Chi_Minh (UTC+7, no summer time). */
function localTime(iso: string): string {
  const [, month = '', day = '', hour = '', minute = ''] = new Date(Date.parse(iso) + 7 * 3_600_000).toISOString().split(/[-T:]/);
  return `${hour}:${minute} ${day}/${month}`;
}
