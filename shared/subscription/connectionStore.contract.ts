import { expect, it } from '@jest/globals';
import type { Principal } from '../identity/policy.ts';
import type { ConnectionStore } from './ports.ts';

/** What every ConnectionStore keeps to; run by the fake and by DynamoDB's. `suffix` keeps runs apart. */
export function connectionStoreContract(make: () => ConnectionStore, suffix = ''): void {
  const now = new Date('2026-11-22T08:00:00.000Z');
  const end = new Date('2026-11-22T10:00:00.000Z');
  const nurse: Principal = { subject: 'nurse', issuer: 'https://issuer.example', name: 'Lò Thị Mẫu', roles: ['station'], organization: 'Organization/tyt' };
  const id = (name: string) => `${name}${suffix}`;
  const opened = async (name: string) => {
    const store = make();
    await store.open(id(name), nurse, end);
    return store;
  };

  it('knows who holds a connection, until its end', async () => {
    const store = await opened('held');
    expect(await store.holderOf(id('held'), now)).toEqual(nurse);
    expect(await store.holderOf(id('held'), end)).toBeUndefined();
    expect(await store.holderOf(id('nobody'), now)).toBeUndefined();
  });
  it('tells every connection that is bound, each once, and none past its end', async () => {
    const store = await opened('one');
    await store.open(id('two'), nurse, end);
    expect(await Promise.all(['one', 'two', 'one'].map(async (name) => await store.bind(id(name), id('s'), 3, now)))).toEqual(['bound', 'bound', 'bound']);
    expect((await store.boundTo(id('s'), now)).toSorted((a, b) => a.localeCompare(b))).toEqual([id('one'), id('two')]);
    expect(await store.boundTo(id('s'), end)).toEqual([]);
  });
  it('binds no more than it may, also in parallel, and what is bound again', async () => {
    const store = await opened('full');
    const outcomes = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(async (name) => await store.bind(id('full'), id(`most-${name}`), 3, now)));
    expect(outcomes.filter((one) => one === 'bound')).toHaveLength(3);
    expect(outcomes.filter((one) => one === 'full')).toHaveLength(2);
    const known = `most-${'abcde'[outcomes.indexOf('bound')]}`;
    expect(await store.bind(id('full'), id(known), 3, now)).toBe('bound');
  });
  it('binds nothing for a connection that is not open', async () => {
    const store = await opened('past');
    expect([await store.bind(id('absent'), id('t'), 3, now), await store.bind(id('past'), id('t'), 3, end)]).toEqual(['gone', 'gone']);
    expect(await store.boundTo(id('t'), now)).toEqual([]);
  });
  it('forgets a binding, and a closed connection with all of its own', async () => {
    const store = await opened('closing');
    await store.bind(id('closing'), id('u'), 3, now);
    await store.bind(id('closing'), id('v'), 3, now);
    await store.unbind(id('closing'), id('u'));
    expect([await store.boundTo(id('u'), now), await store.boundTo(id('v'), now)]).toEqual([[], [id('closing')]]);
    await store.close(id('closing'));
    await store.close(id('closing'));
    expect([await store.boundTo(id('v'), now), await store.holderOf(id('closing'), now)]).toEqual([[], undefined]);
  });
}
