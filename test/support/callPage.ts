import type { RoomPass } from '../../shared/room/contract.ts';
import { CallClient, openDoor } from '../../web/room/callClient.ts';
import type { CallView } from '../../web/room/callView.ts';
import { capture } from '../../web/room/capture.ts';

/** The smallest page that can hold a call: what a test does with `CallClient` in a real browser. */
type CallPage = {
  /** What the page does while the devices are checked. */
  prepare: (url: string) => Promise<void>;
  enter: (pass: RoomPass, withDevices: boolean) => Promise<void>;
  readonly call: () => CallClient | undefined;
  readonly view: () => CallView | undefined;
  /** Given by the test: makes the next pass. */
  renewPass?: () => Promise<RoomPass | undefined>;
};

let call: CallClient | undefined;
let door: ReturnType<typeof openDoor> | undefined;
const sounds = new Map<string, HTMLMediaElement>();

/** Every track is played, so that it is decoded as on the real screen. */
function play({ tiles }: CallView): void {
  for (const { person, audio, video } of tiles) {
    for (const track of [audio, video]) {
      if (track === undefined) continue;
      const key = `${person.peer}-${track.kind}`;
      const element = sounds.get(key) ?? document.body.appendChild(document.createElement(track.kind === 'audio' ? 'audio' : 'video'));
      sounds.set(key, element);
      element.autoplay = true;
      const shown = element.srcObject instanceof MediaStream ? element.srcObject.getTracks()[0] : undefined;
      if (shown !== track) element.srcObject = new MediaStream([track]);
    }
  }
}

const page: CallPage = {
  async prepare(url) {
    door = openDoor(url);
    await door;
  },
  async enter(pass, withDevices) {
    const { microphone, camera } = withDevices ? await capture() : {};
    call = new CallClient({
      pass,
      ...(door ? { door } : {}),
      renewPass: () => page.renewPass?.() ?? Promise.resolve(undefined),
      tracks: { ...(microphone ? { microphone } : {}), ...(camera ? { camera } : {}) },
    });
    call.subscribe(play);
    call.start();
  },
  call: () => call,
  view: () => call?.view,
};

(globalThis as unknown as { callPage: CallPage }).callPage = page;
