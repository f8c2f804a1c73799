import type { CallLimit } from '../../shared/room/steps.ts';
import type { Place } from '../../shared/room/signalling.ts';
import type { Photos } from '../talk/usePhotos.ts';
import type { Talk } from '../talk/useTalk.ts';
import type { CallView, RoomAction } from './callView.ts';
import type { TileSize } from './receiving.ts';
import type { OwnSource } from './sending.ts';

/** What can be opened under the pictures. */
export type PanelName = 'talk' | 'people' | 'devices' | 'share' | 'still';

export type CallActions = {
  readonly setMicrophone: (on: boolean) => void;
  readonly setCamera: (on: boolean) => void;
  readonly setLimit: (limit: CallLimit) => void;
  readonly showPeer: (peer: string, size: TileSize) => void;
  readonly pin: (peer: string | undefined) => void;
  readonly useTrack: (source: OwnSource, track: MediaStreamTrack) => void;
  /** The fields are those of the request in shared/room/signalling.ts; a refusal is told to the person. */
  readonly ask: (type: RoomAction, fields: Readonly<Record<string, unknown>>) => void;
  /** `not-chosen`: the person chose no screen, or the browser has none to give. */
  readonly shareScreen: () => Promise<'shared' | 'not-chosen' | 'refused'>;
  readonly showPhoto: (binaryId: string) => Promise<'shared' | 'refused'>;
  readonly stopShare: () => void;
  readonly point: (at: Place | null) => void;
  /** Asks the station for a sharp photo. */
  readonly askPhoto: () => void;
  /** The asked-for photo was taken, or will not be. */
  readonly photoAnswered: () => void;
  readonly leave: () => void;
};

export type OwnTracks = { readonly microphone?: MediaStreamTrack; readonly camera?: MediaStreamTrack };

export type CallScreenProps = {
  readonly view: CallView;
  readonly actions: CallActions;
  readonly own?: OwnTracks;
  /** The written exchange of the consultation, where the person may read it. */
  readonly talk?: Talk;
  /** The photos of the consultation, where the person may read the record. */
  readonly photos?: Photos;
  /** For previews: open at once. */
  readonly first?: PanelName;
};
