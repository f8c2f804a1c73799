import type { ClientMessage, ClientMessageType, JoinAnswer, ServerMessage, SignallingCode, answers } from '../../shared/room/signalling.ts';
import type * as z from 'zod';
import { openSocket, type Capabilities } from './socket.ts';

type Of<Type extends ClientMessageType> = Omit<Extract<ClientMessage, { type: Type }>, 'id' | 'type' | 'seen'>;
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

/** What is said to the SFU in one join, over one WebSocket after another. */
export type Line = {
  /** Waits over a broken socket too, until the stay is resumed or over. */
  readonly request: <Type extends ClientMessageType>(type: Type, fields: Of<Type>) => Promise<AnswerOf<Type>>;
  readonly close: () => void;
  /** About one way there and back, from how long the socket took to open. */
  readonly roundTripMs: number;
  /** What the SFU can do. */
  readonly capabilities: Capabilities;
  readonly isOver: () => boolean;
  /** Who hears what comes unasked, from the join on. */
  readonly listen: (events: LineEvents) => void;
  /** A new socket for the same stay. Rejects with `Refused` when the stay is over there, with another error when nobody was reached. */
  readonly resume: (stay: string, withinMs: number) => Promise<void>;
};

export type LineEvents = {
  readonly onNotice: (notice: Notice) => void;
  /** The socket broke without a word. What is asked waits for `resume`; without this event the line is closed instead. */
  readonly onBroken?: () => void;
  /** Called once; `code` is the SFU's reason, or empty when the connection just broke. */
  readonly onClosed: (code: string) => void;
  /** Whether media still comes: then a silent line is only held up by a thin link, and a new socket would cost more. */
  readonly isAlive?: () => boolean;
};

const OPEN_WITHIN_MS = 4_000;
/** A thin link in a flood may need this long. */
const ANSWER_WITHIN_MS = 8_000;
/** Where a new socket is enough to go on, and no media comes either, a silent one is given up sooner. */
const RESUMABLE_ANSWER_WITHIN_MS = 4_000;

/** The id of a resumption, outside the row of the other requests. */
const RESUMING = 0;

type Waiting = { readonly text: string; readonly resolve: (answer: object) => void; readonly reject: (error: Error) => void };

export async function openLine(url: string, withinMs: number = OPEN_WITHIN_MS): Promise<Line> {
  const first = await openSocket(url, withinMs);
  const waiting = new Map<number, Waiting>();
  let socket: WebSocket | undefined;
  let serial = 0;
  let seen = 0;
  let isOver = false;
  let isResuming = false;
  let events: LineEvents = { onNotice: () => undefined, onClosed: () => undefined };

  const end = (code: string) => {
    if (isOver) return;
    isOver = true;
    socket?.close();
    for (const { reject } of waiting.values()) reject(new Error('the line is closed'));
    waiting.clear();
    events.onClosed(code);
  };
  const breakOff = () => {
    const broken = socket;
    if (isOver || broken === undefined) return;
    if (events.onBroken === undefined) return end('');
    socket = undefined;
    broken.close();
    if (isResuming) waiting.get(RESUMING)?.reject(new Error('the line broke again'));
    else events.onBroken();
  };

  const hear = (message: ServerMessage & { readonly n?: number }) => {
    // Said again after a resumption, but it had arrived.
    if (message.n !== undefined && message.n <= seen) return;
    seen = message.n ?? seen;
    if (message.type === 'answer') waiting.get(message.id)?.resolve(message.answer as object);
    else if (message.type === 'refusal') waiting.get(message.id)?.reject(new Refused(message.code));
    else if (message.type !== 'hello' && !isOver) events.onNotice(message);
  };
  const use = (opened: WebSocket) => {
    socket = opened;
    // Our own server's frame; the schema that made it is shared/room/signalling.ts.
    opened.addEventListener('message', (event) => socket === opened && hear(JSON.parse(String(event.data)) as ServerMessage));
    opened.addEventListener('close', (event) => {
      if (socket !== opened) return;
      if (event.reason === '') breakOff();
      else end(event.reason);
    });
  };
  use(first.socket);
  if (first.socket.readyState > WebSocket.OPEN) end('');

  const say = (id: number, type: ClientMessageType, fields: object): Promise<object> => {
    const text = JSON.stringify({ id, type, seen, ...fields });
    const answer = new Promise<object>((resolve, reject) => waiting.set(id, { text, resolve, reject }));
    // A browser can't see the server's pings: silence here is how a dead connection is noticed.
    const patience = events.onBroken === undefined ? ANSWER_WITHIN_MS : RESUMABLE_ANSWER_WITHIN_MS;
    const timer = setInterval(() => !events.isAlive?.() && breakOff(), patience);
    // What a closing socket can't take is sent again by the next one.
    if (socket?.readyState === WebSocket.OPEN) socket.send(text);
    return answer.finally(() => {
      clearInterval(timer);
      waiting.delete(id);
    });
  };

  const resume: Line['resume'] = async (stay, withinMs) => {
    const opened = await openSocket(url, withinMs);
    if (isOver) return opened.socket.close();
    const again = [...waiting.values()].map(({ text }) => text);
    isResuming = true;
    use(opened.socket);
    const resumed = say(RESUMING, 'resume', { stay });
    // Not after the answer: a way there and back sooner. What came in before the break is known by its id.
    for (const text of again) opened.socket.send(text);
    await resumed.finally(() => (isResuming = false));
  };

  return {
    request: async (type, fields) => {
      if (isOver) throw new Error('the line is closed');
      return (await say((serial += 1), type, fields)) as never;
    },
    roundTripMs: first.roundTripMs,
    capabilities: first.capabilities,
    listen: (heard) => {
      events = heard;
    },
    isOver: () => isOver,
    close: () => end(''),
    resume,
  };
}
