import { readFileSync, renameSync, writeFileSync } from 'node:fs';

type Payload = Record<string, unknown> & { grantId?: string; uid?: string; userCode?: string };
type Entry = { payload: Payload; expiresAt: number };

/**
 * Storage of oidc-provider (sessions, codes, refresh tokens) in memory and, a moment after each change, in a file:
 * who is signed in stays signed in over a restart.
 */
export class FileStore {
  readonly #file: string;
  readonly #entries: Map<string, Entry>;
  #timer: NodeJS.Timeout | undefined;

  constructor(file: string) {
    this.#file = file;
    this.#entries = new Map(readEntries(file));
  }

  /** What oidc-provider wants as `adapter`: one for each of its models. */
  readonly adapter = (model: string) => ({
    upsert: async (id: string, payload: Payload, expiresIn?: number) => this.#set(`${model}:${id}`, { payload, expiresAt: expiresIn ? Date.now() + expiresIn * 1000 : Infinity }),
    find: async (id: string) => this.#get(`${model}:${id}`),
    findByUid: async (uid: string) => this.#first(model, (p) => p.uid === uid),
    findByUserCode: async (code: string) => this.#first(model, (p) => p.userCode === code),
    consume: async (id: string) => {
      const entry = this.#entries.get(`${model}:${id}`);
      if (entry) this.#set(`${model}:${id}`, { ...entry, payload: { ...entry.payload, consumed: Math.floor(Date.now() / 1000) } });
    },
    destroy: async (id: string) => {
      this.#entries.delete(`${model}:${id}`);
      this.#changed();
    },
    revokeByGrantId: async (grantId: string) => {
      for (const [key, { payload }] of this.#entries) if (payload.grantId === grantId) this.#entries.delete(key);
      this.#changed();
    },
  });

  /** Writes at once what is waiting to be written. */
  flush(): void {
    clearTimeout(this.#timer);
    if (!this.#timer) return;
    this.#timer = undefined;
    const now = Date.now();
    for (const [key, { expiresAt }] of this.#entries) if (expiresAt < now) this.#entries.delete(key);
    writeFileSync(`${this.#file}.new`, JSON.stringify([...this.#entries]), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }

  #get(key: string): Payload | undefined {
    const entry = this.#entries.get(key);
    return entry && entry.expiresAt > Date.now() ? entry.payload : undefined;
  }

  #first(model: string, wanted: (payload: Payload) => boolean): Payload | undefined {
    for (const [key, { payload }] of this.#entries) if (key.startsWith(`${model}:`) && wanted(payload)) return this.#get(key);
    return undefined;
  }

  #set(key: string, entry: Entry): void {
    this.#entries.set(key, entry);
    this.#changed();
  }

  #changed(): void {
    this.#timer ??= setTimeout(() => this.flush(), 250).unref();
  }
}

function readEntries(file: string): [string, Entry][] {
  try {
    // JSON has no Infinity: entries without an end come back as null.
    return (JSON.parse(readFileSync(file, 'utf8')) as [string, Entry][]).map(([key, e]) => [key, { ...e, expiresAt: e.expiresAt ?? Infinity }]);
  } catch {
    return [];
  }
}
