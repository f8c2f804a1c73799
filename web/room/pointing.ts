import type { Place } from '../../shared/room/signalling.ts';

type Box = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

const within = (value: number): number => Math.min(1, Math.max(0, value));

/** Where on the picture a point of the screen is: 0,0 top left, 1,1 bottom right, to a thousandth. */
export function placeIn({ left, top, width, height }: Box, x: number, y: number): Place {
  const part = (value: number, whole: number) => Math.round(within(whole > 0 ? value / whole : 0) * 1000) / 1000;
  return { x: part(x - left, width), y: part(y - top, height) };
}

const step = 0.02;
const moves: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };

/** The pointer after a key: arrows move it by a fiftieth, with Shift by a tenth; from the middle where there was none. Undefined: not a key of ours. */
export function movedBy(key: string, far: boolean, from: Place = { x: 0.5, y: 0.5 }): Place | undefined {
  const move = moves[key];
  if (move === undefined) return undefined;
  const [x, y] = move.map((part) => part * (far ? 5 : 1)) as [number, number];
  const rounded = (value: number) => Math.round(within(value) * 1000) / 1000;
  return { x: rounded(from.x + x), y: rounded(from.y + y) };
}

/** Passes values on at most once in `milliseconds`: the first at once, of the rest the newest. `stop` forgets what waits. */
export function seldom<Value>(milliseconds: number, pass: (value: Value) => void): { readonly tell: (value: Value) => void; readonly stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting: { readonly value: Value } | undefined;
  const open = () => {
    timer = undefined;
    if (waiting === undefined) return;
    const { value } = waiting;
    waiting = undefined;
    send(value);
  };
  const send = (value: Value) => {
    pass(value);
    timer = setTimeout(open, milliseconds);
  };
  return {
    tell: (value) => {
      if (timer === undefined) send(value);
      else waiting = { value };
    },
    stop: () => {
      clearTimeout(timer);
      timer = waiting = undefined;
    },
  };
}
