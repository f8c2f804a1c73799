import { render } from 'preact';
import type { RoomPass } from '../../shared/room/contract.ts';
import { RoomStage } from '../../web/room/RoomStage.tsx';
import { Announcer } from '../../web/ui/announce.tsx';
import '../../web/ui/tokens.css';
import '../../web/ui/base.css';
import '../../web/ui/forms.css';

/** The room's block on an otherwise empty page; the test gives the passes. */
declare global {
  var nextPass: () => Promise<RoomPass>;
}

const show = async () => {
  const pass = await globalThis.nextPass();
  const leave = (reason: string) => render(<p>{reason}</p>, document.body);
  render(<main style="padding: 16px; max-width: 860px"><RoomStage pass={pass} renewPass={() => globalThis.nextPass()} onLeave={leave} /><Announcer /></main>, document.body);
};
void show();
