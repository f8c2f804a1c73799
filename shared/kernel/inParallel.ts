/** Runs for each, at most `width` at once; the answers in the order asked. */
export async function inParallel<T, R>(all: readonly T[], width: number, run: (one: T, index: number) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  const left = all.entries();
  await Promise.all(
    Array.from({ length: Math.min(width, all.length) }, async () => {
      for (const [index, one] of left) answers[index] = await run(one, index);
    }),
  );
  return answers;
}
