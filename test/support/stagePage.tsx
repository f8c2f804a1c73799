import { render } from 'preact';
import type { RoomPass } from '../../shared/room/contract.ts';
import { RoomStage } from '../../web/room/RoomStage.tsx';
import type { Photos } from '../../web/talk/usePhotos.ts';
import { Announcer } from '../../web/ui/announce.tsx';
import '../../web/ui/tokens.css';
import '../../web/ui/base.css';
import '../../web/ui/forms.css';

/** The room's block on an otherwise empty page; the test gives the passes. */
declare global {
  var nextPass: () => Promise<RoomPass>;
}

/** A record that only says what it was given. */
const photos: Photos = {
  stored: [], mayAdd: true, waiting: [], stuck: false, sent: undefined, reload: () => undefined,
  add: (blob, caption) => document.body.append(`gửi: ${caption} (${blob.type})`),
};

const show = async () => {
  const pass = await globalThis.nextPass();
  const leave = (reason: string) => render(<p>{reason}</p>, document.body);
  render(<main style="padding: 16px; max-width: 860px"><RoomStage pass={pass} renewPass={() => globalThis.nextPass()} onLeave={leave} photos={photos} /><Announcer /></main>, document.body);
};
void show();
