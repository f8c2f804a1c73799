import { hasPictures, type CallLimit } from '../../shared/room/steps.ts';
import type { CallMeter } from './callMeter.ts';
import { stateOf, type CallMemory } from './callState.ts';
import type { CallView } from './callView.ts';
import type { Receiving } from './receiving.ts';
import type { RoomNews } from './roomNews.ts';
import type { Sending } from './sending.ts';
import type { Showing } from './showing.ts';

/** What a view is put together from. */
type Seen = {
  readonly memory: CallMemory;
  readonly news: RoomNews;
  readonly sending: Sending;
  readonly receiving: Receiving;
  readonly showing: Showing;
  readonly limit: CallLimit;
  readonly meter: CallMeter | undefined;
};

/** All that a screen shows of a call, at this moment. */
export function viewOf({ memory, news, sending, receiving, showing, limit, meter }: Seen): CallView {
  const { people, self, step } = memory;
  return {
    ...news,
    state: stateOf(memory),
    tiles: receiving.tiles(people, self),
    lobby: people.filter(({ presence, peer }) => presence === 'lobby' && peer !== self),
    self: people.find(({ peer }) => peer === self),
    microphone: sending.isOn('microphone'),
    camera: sending.isOn('camera'),
    step,
    limit,
    shared: showing.view(people, self, hasPictures(step)),
    pinned: receiving.pinned,
    wanted: { microphone: sending.wants('microphone'), camera: sending.wants('camera') },
    quality: meter?.quality,
    times: meter?.times ?? {},
  };
}
