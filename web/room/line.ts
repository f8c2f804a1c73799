import type { ClientMessage, ClientMessageType, JoinAnswer, ServerMessage, SignallingCode, answers } from '../../shared/room/signalling.ts';
import type * as z from 'zod';

type Of<Type extends ClientMessageType> = Omit<Extract<ClientMessage, { type: Type }>, 'id' | 'type'>;
type AnswerOf<Type> = Type extends keyof typeof answers ? z.infer<(typeof answers)[Type]> : object;
export type { JoinAnswer };
export type Notice = Exclude<ServerMessage, { type: 'answer' | 'refusal' | 'hello' }>;

/** The SFU's answer to a request was no. */
export class Refused extends Error {
  readonly code: SignallingCode;
  constructor(code: SignallingCode) {
    super(code);
    this.code = code;
  }
}

/** One WebSocket to the SFU, for one join. */
export type Line = {
  readonly request: <Type extends ClientMessageType>(type: Type, fields: Of<Type>) => Promise<AnswerOf<Type>>;
  readonly close: () => void;
  /** About one way there and back, from how long the socket took to open (TCP, TLS and the upgrade are one each). */
  readonly roundTripMs: number;
  /** What the SFU can do. */
  readonly capabilities: Capabilities;
  readonly isOver: () => boolean;
  /** Who hears what comes unasked, from the join on. */
  readonly listen: (events: LineEvents) => void;
};
type Capabilities = Extract<ServerMessage, { type: 'hello' }>['rtpCapabilities'];

export type LineEvents = {
  readonly onNotice: (notice: Notice) => void;
  /** Called once; `code` is the SFU's reason, or empty when the connection just broke. */
  readonly onClosed: (code: string) => void;
  /** Whether media still comes: then a silent line is only held up by a thin link, and a new join would cost more. */
  readonly isAlive?: () => boolean;
};

const OPEN_WITHIN_MS = 4_000;
/** A thin link in a flood may need this long; a new join there would cost more. */
const ANSWER_WITHIN_MS = 8_000;

export async function openLine(url: string): Promise<Line> {
  const startedAt = performance.now();
  const socket = new WebSocket(url);
  let greet: (said: Capabilities) => void = () => undefined;
  const waiting = new Map<number, { resolve: (answer: object) => void; reject: (error: Error) => void }>();
  let serial = 0;
  let isOpen = false;
  let isOver = false;
  let events: LineEvents = { onNotice: () => undefined, onClosed: () => undefined };

  const end = (code: string) => {
    if (isOver) return;
    isOver = true;
    socket.close();
    for (const { reject } of waiting.values()) reject(new Error('the line is closed'));
    waiting.clear();
    events.onClosed(code);
  };

  socket.addEventListener('message', (event) => {
    // Our own server's frame; the schema that made it is shared/room/signalling.ts.
    const message = JSON.parse(String(event.data)) as ServerMessage;
    if (message.type === 'answer') waiting.get(message.id)?.resolve(message.answer as object);
    else if (message.type === 'refusal') waiting.get(message.id)?.reject(new Refused(message.code));
    else if (message.type === 'hello') greet(message.rtpCapabilities);
    else if (!isOver) events.onNotice(message);
  });

  let openedAt = startedAt;
  const capabilities = await new Promise<Capabilities>((resolve, reject) => {
    const timer = setTimeout(() => socket.close(), OPEN_WITHIN_MS);
    socket.addEventListener('open', () => {
      openedAt = performance.now();
    });
    greet = (said) => {
      clearTimeout(timer);
      isOpen = true;
      resolve(said);
    };
    socket.addEventListener('close', (event) => {
      clearTimeout(timer);
      if (isOpen) end(event.reason);
      else reject(new Error('the line could not be opened'));
    });
  });

  const roundTripMs = (openedAt - startedAt) / (url.startsWith('wss:') ? 3 : 2);

  const request: Line['request'] = async (type, fields) => {
    if (isOver) throw new Error('the line is closed');
    const id = ++serial;
    const answer = new Promise<object>((resolve, reject) => waiting.set(id, { resolve, reject }));
    // A browser can't see the server's pings: silence here is how a dead connection is noticed.
    const timer = setInterval(() => !events.isAlive?.() && end(''), ANSWER_WITHIN_MS);
    try {
      socket.send(JSON.stringify({ id, type, ...fields }));
      return (await answer) as never;
    } finally {
      clearInterval(timer);
      waiting.delete(id);
    }
  };
  const listen = (heard: LineEvents) => {
    events = heard;
  };
  return { request, roundTripMs, capabilities, listen, isOver: () => isOver, close: () => end('') };
}
