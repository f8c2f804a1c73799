/** Counts what was used of a limit within one window of time; exact over all containers. */
export interface UsageStore {
  /** Adds to the window that begins at `windowStart` and tells the sum; `key` may name a person and is never stored as it is. */
  add(key: string, windowStart: Date, windowSeconds: number, amount: number): Promise<number>;
}
