/** Gives a slot back; one that is never given back becomes free by itself. */
export type GiveBack = () => Promise<void>;

/** So many at once of some heavy work, counted over all containers. */
export type Slots = {
  /** A slot, or undefined when all are taken. */
  take(): Promise<GiveBack | undefined>;
};

export function fakeSlots(most: number): Slots {
  let taken = 0;
  return {
    async take() {
      if (taken >= most) return await Promise.resolve(undefined);
      taken += 1;
      return async () => await Promise.resolve(void (taken -= 1));
    },
  };
}
