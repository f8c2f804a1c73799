import { expect, it } from '@jest/globals';
import type { ConfirmationStore, Passkey, PasskeyStore } from './ports.ts';

const start = new Date('2026-11-22T03:00:00Z');
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const aPasskey = (id: string, change: Partial<Passkey> = {}): Passkey => ({
  id, publicKey: new Uint8Array([1, 2, 3, 255]), counter: 0, transports: ['internal', 'hybrid'], backupEligible: true, backedUp: false, name: 'Máy ở phòng khám', createdAt: start, ...change,
});
let serial = 0;

/** What the rest relies on, of whatever keeps passkeys and confirmations. */
export function passkeyStoreContract(make: () => Promise<{ passkeys: PasskeyStore; confirmations: ConfirmationStore }>): void {
  const somebody = () => `Practitioner/${String(++serial)}-${String(process.pid)}`;

  it('keeps a passkey with its person, once, and gives it as it was', async () => {
    const { passkeys } = await make();
    const [person, other] = [somebody(), somebody()];
    expect([await passkeys.add(person, aPasskey('b', { createdAt: later(5) })), await passkeys.add(person, aPasskey('a')), await passkeys.add(person, aPasskey('a', { counter: 9 }))]).toEqual([true, true, false]);
    expect(await passkeys.list(person)).toEqual([aPasskey('a'), aPasskey('b', { createdAt: later(5) })]);
    expect(await passkeys.list(other)).toEqual([]);
  });

  it('notes a use, and brings no removed one back by it', async () => {
    const { passkeys } = await make();
    const person = somebody();
    await passkeys.add(person, aPasskey('a'));
    await passkeys.used(person, 'a', { counter: 7, backedUp: true, at: later(9) });
    expect(await passkeys.list(person)).toEqual([aPasskey('a', { counter: 7, backedUp: true, lastUsedAt: later(9) })]);
    expect([await passkeys.remove(person, 'a'), await passkeys.remove(person, 'a')]).toEqual([true, false]);
    await passkeys.used(person, 'a', { counter: 8, backedUp: true, at: later(10) });
    expect(await passkeys.list(person)).toEqual([]);
  });

  const fresh = (challenge: string, until = 300) => ({ challenge, expiresAt: later(until) });
  const at = (seconds: number) => ({ now: later(seconds), usableUntil: later(seconds + 60) });

  it('gives one challenge for a matter as long as it can be used, then another', async () => {
    const { confirmations } = await make();
    const person = somebody();
    expect(await confirmations.open(person, 'm', fresh('one'), at(0))).toEqual(fresh('one'));
    expect(await confirmations.open(person, 'm', fresh('two', 500), at(200))).toEqual(fresh('one'));
    expect(await confirmations.open(person, 'm', fresh('three', 600), at(250))).toEqual(fresh('three', 600));
    expect(await confirmations.open(person, 'other matter', fresh('four'), at(0))).toEqual(fresh('four'));
    expect(await confirmations.find(person, 'm', later(599))).toEqual(fresh('three', 600));
    expect([await confirmations.find(person, 'm', later(600)), await confirmations.find(somebody(), 'm', later(0))]).toEqual([undefined, undefined]);
  });

  it('is made by one of many, with the right challenge, in its time; and then stands until its end', async () => {
    const { confirmations } = await make();
    const person = somebody();
    const made = { passkey: 'k', assertion: 'a' };
    await confirmations.open(person, 'm', fresh('one'), at(0));
    expect(await confirmations.make(person, 'm', 'another', made, { now: later(1), until: later(301) })).toBe(false);
    expect(await confirmations.make(person, 'm', 'one', made, { now: later(300), until: later(600) })).toBe(false);
    const tries = await Promise.all(Array.from({ length: 10 }, () => confirmations.make(person, 'm', 'one', made, { now: later(1), until: later(301) })));
    expect(tries.filter(Boolean)).toHaveLength(1);
    expect(await confirmations.open(person, 'm', fresh('two', 600), at(290))).toEqual({ challenge: 'one', expiresAt: later(301), made });
    expect(await confirmations.open(person, 'm', fresh('two', 600), at(301))).toEqual(fresh('two', 600));
  });

  it('that ends at once lets the next one begin', async () => {
    const { confirmations } = await make();
    const person = somebody();
    await confirmations.open(person, 'registration', fresh('one'), at(0));
    expect(await confirmations.make(person, 'registration', 'one', { passkey: 'k', assertion: '' }, { now: later(1), until: later(1) })).toBe(true);
    expect(await confirmations.find(person, 'registration', later(1))).toBeUndefined();
    expect(await confirmations.open(person, 'registration', fresh('two'), { now: later(1), usableUntil: later(300) })).toEqual(fresh('two'));
  });
}
