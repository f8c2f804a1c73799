import type { RoomPass } from '../../shared/room/contract.ts';
import { within } from './within.ts';

/** A request into a dead network may hang for minutes. */
const PASS_WITHIN_MS = 5_000;
/** A pass that no server took is shown again for so long; then another is asked for, which may lead elsewhere. */
const UNSPENT_FOR_MS = 3_000;

/** The passes of one call, each good for one join. */
export class Passes {
  readonly #renew: () => Promise<RoomPass | undefined>;
  #unspent: { readonly pass: RoomPass; readonly at: number } | undefined;

  constructor(renew: () => Promise<RoomPass | undefined>) {
    this.#renew = renew;
  }

  /** Another pass, or the one that a moment ago found no server to show it to. Undefined: no right to the room any more. */
  async next(): Promise<RoomPass | undefined> {
    const unspent = this.#unspent;
    if (unspent !== undefined && performance.now() - unspent.at < UNSPENT_FOR_MS) return unspent.pass;
    const pass = await within(PASS_WITHIN_MS, this.#renew());
    this.#unspent = pass && { pass, at: performance.now() };
    return pass;
  }

  spent(): void {
    this.#unspent = undefined;
  }
}
