import { randomBytes } from 'node:crypto';
import { bookings } from '../../shared/booking/bookings.ts';
import { roomTalk } from '../../shared/consultation/roomTalk.ts';
import { rooms } from '../../shared/consultation/rooms.ts';
import type { RoomContext } from '../../shared/room/join.ts';
import { dynamoPlacements } from '../../shared/store/placements.ts';
import { commonDeps } from '../_http/deps.ts';

export function roomDeps() {
  const { environment, dynamo, repository, clock, newId, signers, authenticate, gate } = commonDeps();
  const base = environment.IDENTIFIER_BASE;
  const context: RoomContext = {
    repository, clock, newId, base,
    signer: signers.token,
    issuer: environment.BASE_URL,
    sfuUrl: environment.SFU_URL,
    placements: dynamoPlacements(dynamo, environment.TABLE_NAME, environment.TENANT),
    recording: environment.RECORDING,
    turn: { urls: environment.TURN_URLS, secret: environment.TURN_SECRET },
    consultations: rooms({ repository, base, clock }),
    talk: roomTalk({ repository, base, clock, newId, bookings: bookings(repository, clock) }),
    newSecret: () => randomBytes(32).toString('base64url'),
  };
  return { authenticate, gate, context };
}
