/** Where keys wait for their answer: sessionStorage in the browser, so that a reload can't send a command twice. */
export type KeyShelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * The Idempotency-Key of a command: the same as long as the same content waits for its answer, another for other
 * content. Only a digest of the content is kept, because the content is personal.
 */
export async function keyFor(shelf: KeyShelf, address: string, body: string): Promise<string> {
  const slot = slotOf(address);
  const digest = await digestOf(body);
  const [kept, key] = (shelf.getItem(slot) ?? '').split(' ');
  if (kept === digest && key) return key;
  const fresh = crypto.randomUUID();
  shelf.setItem(slot, `${digest} ${fresh}`);
  return fresh;
}

/** An answer came, good or bad: the next command is another one. */
export const answered = (shelf: KeyShelf, address: string): void => shelf.removeItem(slotOf(address));

const slotOf = (address: string) => `lt.command ${address}`;

async function digestOf(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return btoa(String.fromCharCode(...bytes));
}
