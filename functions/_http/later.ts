type Asynchronous<T> = { readonly [K in keyof T]: (...given: never[]) => Promise<unknown> };

/**
 * A port whose adapter is loaded by its first call, so that a request which does without it pays nothing for it: the S3
 * client alone is a fifth of a cold start. Every method of the port answers by a promise.
 */
export function later<T extends Asynchronous<T>>(load: () => Promise<T>): T {
  let loaded: Promise<T> | undefined;
  const call = (name: keyof T) => async (...given: never[]): Promise<unknown> => {
    loaded ??= load();
    return await (await loaded)[name](...given);
  };
  // `then` would make a promise of it for everybody who awaits the object that holds it.
  return new Proxy({} as T, { get: (_, name) => (name === 'then' ? undefined : call(name as keyof T)) });
}
