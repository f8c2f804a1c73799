/** The kinds that signalling and both of its ends share; plain data, so that the client needs no parser for them. */

/** `screen`: a shared screen or window. `document`: a paper or photo held before all, as a sharp slow picture. One of the two at a time in a room. */
export const sources = ['microphone', 'camera', 'screen', 'document'] as const;
export type MediaSource = (typeof sources)[number];

/** What a pointer can point at. */
export const shares = ['screen', 'document'] as const satisfies readonly MediaSource[];
export type Share = (typeof shares)[number];

/** How large a picture somebody wants: the best that any viewer of a sender asks for is what the sender sends. */
export const pictureSizes = ['none', 'small', 'large', 'hd'] as const;
export type PictureSize = (typeof pictureSizes)[number];

/** `automatic`: whoever waits is let in once a manager is there. `by-hand`: a manager lets each one in. */
export const lobbyModes = ['automatic', 'by-hand'] as const;
export type LobbyMode = (typeof lobbyModes)[number];
