import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { insurerPortal } from '../../shared/gateways/insurerPortal.ts';
import type { CardQuery, PortalReply } from '../../shared/insurance/ports.ts';
import { systemClock } from '../../shared/kernel/clock.ts';
import { patients } from '../story.ts';
import { portalAccounts, simulatorSecrets } from './accounts.ts';
import type { Simulator } from './http.ts';
import { startInsurerPortal } from './insurerPortal.ts';
import type { PortalFault } from './portalFaults.ts';

const { patient, patient2, expired, nameDiffers, birthDateDiffers, portalDown } = patients;
const ask = (person: { citizenId: string; name: string; birthDate: string }, more: Partial<CardQuery> = {}): CardQuery => ({ facility: '12101', key: person.citizenId, name: person.name, birthDate: person.birthDate, ...more });

describe.each(['json', 'form'] as const)('the portal adapter against the simulator, body as %s', (body) => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startInsurerPortal(0);
  });
  afterAll(() => simulator.stop());
  afterEach(() => fetch(`${simulator.url}/faults`, { method: 'DELETE' }));

  const aPortal = (more: Partial<Parameters<typeof insurerPortal>[0]> = {}) =>
    insurerPortal({ url: simulator.url, body, credentials: simulatorSecrets.insurer, clock: systemClock, timeoutMilliseconds: 30_000, ...more });
  const breakIt = (fault: PortalFault) => fetch(`${simulator.url}/faults`, { method: 'POST', body: JSON.stringify(fault) });
  const calls = async () => (await (await fetch(`${simulator.url}/calls`)).json()) as { token: number; lookup: number };
  const codeOf = (reply: PortalReply) => (reply.kind === 'answered' ? reply.resultCode : reply.kind === 'unavailable' ? reply.why : reply.kind);

  it('finds a card by citizen ID, by card and by insurance number, dates as FHIR dates', async () => {
    for (const key of [patient.citizenId, patient.insurance.number, patient.insurance.number.slice(5)])
      expect(await aPortal().lookUp(ask(patient, { key }))).toMatchObject({
        kind: 'answered', resultCode: '000', card: { number: patient.insurance.number, holder: patient.name, birthDate: patient.birthDate, validFrom: patient.insurance.validFrom, validTo: patient.insurance.validTo, registeredFacility: '12101' },
      });
  });

  it('tells of a replaced card and of the card that replaced it', async () => {
    expect(await aPortal().lookUp(ask(patient2))).toMatchObject({ resultCode: '004', card: { newCard: { number: patient2.insurance.newNumber, validFrom: '2025-01-01' } } });
    expect(await aPortal().lookUp(ask(patient2, { key: patient2.insurance.newNumber }))).toMatchObject({ resultCode: '000', card: { number: patient2.insurance.newNumber } });
  });

  it.each([
    ['an expired card', ask(expired), '010'],
    ['a card with another name', ask(nameDiffers), '060'],
    ['a card with another birth date', ask(birthDateDiffers), '070'],
    ['another name, other letter', ask(patient, { name: 'Nguyễn Văn Khác' }), '060'],
    ['another name, same letter', ask(patient, { name: 'Vàng Văn Khác' }), '061'],
    ['another birth date', ask(patient, { birthDate: '1985-04-14' }), '070'],
    ['the year alone', ask(patient, { birthDate: '1985' }), '000'],
    ['a number that nobody has', ask(patient, { key: '012185999999' }), '050'],
    ['a card code that is none', ask(patient, { key: 'XX9' }), '051'],
    ['no name', ask(patient, { name: '' }), '205'],
    ['a facility without a login', ask(patient, { facility: '99999' }), 'no-login'],
  ])('answers %s', async (_what, query, code) => {
    expect(codeOf(await aPortal().lookUp(query))).toBe(code);
  });

  it('refuses a member of staff that was not registered', async () => {
    const station = portalAccounts['12101'];
    const withStaff = (change: object) => aPortal({ credentials: JSON.stringify({ 12101: { ...station, ...change } }) });
    expect(codeOf(await withStaff({ staffCitizenId: '000000000000' }).lookUp(ask(patient)))).toBe('054');
    expect(codeOf(await withStaff({ staffName: 'Ai Đó' }).lookUp(ask(patient)))).toBe('055');
    expect(codeOf(await withStaff({ password: 'wrong' }).lookUp(ask(patient)))).toBe('401');
    expect(codeOf(await aPortal({ credentials: '{}' }).lookUp(ask(patient)))).toBe('no-login');
  });

  it('takes one token for many lookups, also at one moment', async () => {
    const before = await calls();
    const portal = aPortal();
    await Promise.all(Array.from({ length: 5 }, () => portal.lookUp(ask(patient))));
    await portal.lookUp(ask(patient));
    const after = await calls();
    expect([after.token - before.token, after.lookup - before.lookup]).toEqual([1, 6]);
  });

  it('takes a new token once when the token is refused, and no more', async () => {
    const portal = aPortal();
    await portal.lookUp(ask(patient));
    await breakIt({ kind: 'unauthorized', times: 1 });
    expect(codeOf(await portal.lookUp(ask(patient)))).toBe('000');
    await breakIt({ kind: 'unauthorized' });
    const before = await calls();
    expect(codeOf(await portal.lookUp(ask(patient)))).toBe('401');
    const after = await calls();
    expect([after.token - before.token, after.lookup - before.lookup]).toEqual([1, 1]);
  });

  it.each([
    ['broken', { kind: 'status', status: 500 }, 'fault'],
    ['under maintenance', { kind: 'wrong-shape' }, 'wrong-shape'],
    ['down', { kind: 'down' }, 'network'],
    ['out of order by its own word', { kind: 'result', code: '500' }, '500'],
  ] as const)('tells a portal that is %s apart, at the token and at the lookup', async (_what, fault, code) => {
    const warm = aPortal();
    await warm.lookUp(ask(patient));
    await breakIt(fault);
    expect(codeOf(await warm.lookUp(ask(patient)))).toBe(code);
    expect(codeOf(await aPortal().lookUp(ask(patient)))).toBe(code);
  });

  it('tells a portal that is slow, or never answers for somebody, apart, at the token and at the lookup', async () => {
    const warm = aPortal({ timeoutMilliseconds: 3000 });
    await warm.lookUp(ask(patient));
    expect(codeOf(await warm.lookUp(ask(portalDown)))).toBe('timeout');
    await breakIt({ kind: 'slow', milliseconds: 20_000 });
    expect(codeOf(await warm.lookUp(ask(patient)))).toBe('timeout');
    expect(codeOf(await aPortal({ timeoutMilliseconds: 300 }).lookUp(ask(patient)))).toBe('timeout');
  });

  it('gives the earlier visits, instants in UTC', async () => {
    expect(await aPortal().historyOf(ask(patient))).toEqual({
      kind: 'answered', resultCode: '000', visits: [
        { id: 'HS2026030101', facility: '12101', from: '2026-03-01T01:15:00.000Z', to: '2026-03-01T02:40:00.000Z', diagnosis: 'Tăng huyết áp' },
        { id: 'HS2025112502', facility: '12001', from: '2025-11-25T00:00:00.000Z', to: '2025-11-28T09:00:00.000Z', diagnosis: 'Viêm phổi' },
      ],
    });
    expect(await aPortal().historyOf(ask(patient, { key: '012185999999' }))).toEqual({ kind: 'answered', resultCode: '050', visits: [] });
    await breakIt({ kind: 'wrong-shape' });
    expect(await aPortal().historyOf(ask(patient))).toEqual({ kind: 'unavailable', why: 'wrong-shape' });
  });

  it('never throws, whatever shape the portal answers in', async () => {
    for (const body of ['null', '[]', '7', '"x"', '{}', '{"maKetQua":0}', '{"maKetQua":"000","maThe":{},"hoTen":[]}', '{"maKetQua":"000","maThe":"DT2121234567801","hoTen":"A","ngaySinh":7}', '\u0000', '{"maKetQua":"000","dsLichSuKCB2025":7}']) {
      const odd = aPortal({ fetch: async (to) => new Response((to as string).includes('/token/') ? JSON.stringify({ maKetQua: '200', APIKey: { access_token: 'a', id_token: 'b', expires_in: 'never' } }) : body) });
      expect(codeOf(await odd.lookUp(ask(patient)))).toBe(body.includes('dsLich') ? '000' : 'wrong-shape');
      expect(await odd.historyOf(ask(patient))).toMatchObject(body.includes('maThe') ? { kind: 'answered', visits: [] } : { kind: 'unavailable', why: 'wrong-shape' });
    }
  });

  it('lets no address with a token into a reply, an error or a log, however the portal fails', async () => {
    const [addresses, told]: [string[], unknown[]] = [[], []];
    const spies = [...(['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => jest.spyOn(console, name)), ...[process.stdout, process.stderr].map((out) => jest.spyOn(out, 'write'))];
    for (const spy of spies) (spy as jest.SpiedFunction<(...all: unknown[]) => unknown>).mockImplementation((...all) => told.push(...all));
    try {
      const failing = aPortal({ fetch: async (to, init) => {
        addresses.push(to as string);
        if ((to as string).includes('/egw/')) throw new Error(`connect ECONNREFUSED ${to as string}`, { cause: init });
        return await fetch(to, init);
      } });
      told.push(await failing.lookUp(ask(patient)), await failing.historyOf(ask(patient)));
      for (const fault of [{ kind: 'unauthorized' }, { kind: 'status', status: 500 }, { kind: 'slow', milliseconds: 20_000 }, { kind: 'down' }, { kind: 'wrong-shape' }] as const) {
        const warm = aPortal(fault.kind === 'slow' ? { timeoutMilliseconds: 3000 } : {});
        await warm.lookUp(ask(patient));
        await breakIt(fault);
        told.push(await warm.lookUp(ask(patient)), await warm.historyOf(ask(patient)));
        await fetch(`${simulator.url}/faults`, { method: 'DELETE' });
      }
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
    const secrets = addresses.flatMap((address) => [...new URL(address).searchParams.values()]);
    expect(secrets.length).toBeGreaterThanOrEqual(8);
    const everything = told.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n');
    expect([...secrets, 'token=', 'password='].filter((secret) => everything.includes(secret))).toEqual([]);
  });

  it('is well again when the portal is', async () => {
    const portal = aPortal();
    await breakIt({ kind: 'status', status: 503, times: 1 });
    expect(codeOf(await portal.lookUp(ask(patient)))).toBe('fault');
    expect(codeOf(await portal.lookUp(ask(patient)))).toBe('000');
  });
});
