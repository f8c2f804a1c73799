/** A small box of values on this device (IndexedDB: holds pictures too). Every key begins with its owner. */
export type Box = {
  readonly get: (key: string) => Promise<unknown>;
  readonly set: (key: string, value: unknown) => Promise<void>;
  readonly remove: (key: string) => Promise<void>;
  readonly keys: (prefix: string) => Promise<readonly string[]>;
};

/** Used where the browser refuses IndexedDB (private windows): lasts as long as the page. */
export function memoryBox(): Box {
  const values = new Map<string, unknown>();
  return {
    get: async (key) => values.get(key),
    set: async (key, value) => void values.set(key, value),
    remove: async (key) => void values.delete(key),
    keys: async (prefix) => [...values.keys()].filter((key) => key.startsWith(prefix)),
  };
}

const storeName = 'values';

function opened(): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const request = indexedDB.open('lien-tuyen', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(storeName);
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error ?? new Error('IndexedDB refused'));
  });
}

const finished = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error ?? new Error('IndexedDB failed'));
  });

function databaseBox(database: IDBDatabase): Box {
  const store = (mode: IDBTransactionMode) => database.transaction(storeName, mode).objectStore(storeName);
  return {
    get: (key) => finished(store('readonly').get(key)),
    set: async (key, value) => void (await finished(store('readwrite').put(value, key))),
    remove: (key) => finished(store('readwrite').delete(key)),
    keys: async (prefix) => (await finished(store('readonly').getAllKeys(IDBKeyRange.bound(prefix, `${prefix}\uffff`)))).map(String),
  };
}

let one: Promise<Box> | undefined;

export const box = (): Promise<Box> => (one ??= opened().then(databaseBox, memoryBox));
