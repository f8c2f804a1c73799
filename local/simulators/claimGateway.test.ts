import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { claimGateway } from '../../shared/gateways/claimGateway.ts';
import { xml0 } from '../../shared/insurance/checkIn/fields.ts';
import { systemClock } from '../../shared/kernel/clock.ts';
import { simulatorSecrets } from './accounts.ts';
import type { Simulator } from './http.ts';
import { startInsurerPortal } from './insurerPortal.ts';
import type { PortalFault } from './portalFaults.ts';

const message = (more: Record<string, string> = {}) => ({ ...Object.fromEntries(xml0.map(({ tag }) => [tag, ''])), MA_LK: 'visit-1', MA_CSKCB: '12101', HO_TEN: 'Vàng & Con <Mẫu> "Thử"', ...more });

describe('the claim gateway’s adapter against the simulator', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startInsurerPortal(0);
  });
  afterAll(() => simulator.stop());
  afterEach(() => fetch(`${simulator.url}/faults`, { method: 'DELETE' }));
  const aGateway = (more: Partial<Parameters<typeof claimGateway>[0]> = {}) => claimGateway({ url: simulator.url, body: 'json', credentials: simulatorSecrets.insurer, clock: systemClock, timeoutMilliseconds: 400, ...more });
  const breakIt = (fault: PortalFault) => fetch(`${simulator.url}/faults`, { method: 'POST', body: JSON.stringify(fault) });

  it('hands over every field, escaped, and gives number and time of the answer', async () => {
    const reply = await aGateway().checkIn('12101', message());
    expect(reply).toMatchObject({ kind: 'accepted', transactionId: expect.stringMatching(/^GD\d{10}$/) });
    expect(Math.abs(Date.parse(reply.kind === 'accepted' ? (reply.receivedAt ?? '') : '') - Date.now())).toBeLessThan(5000);
    const taken = (await (await fetch(`${simulator.url}/check-ins`)).json()) as Record<string, { fields: string[] }>;
    expect(taken['visit-1']?.fields).toEqual(xml0.map(({ tag }) => tag));
  });

  it('the same visit again is the same transaction', async () => {
    const gateway = aGateway();
    const [first, second] = [await gateway.checkIn('12101', message({ MA_LK: 'visit-2' })), await gateway.checkIn('12101', message({ MA_LK: 'visit-2' }))];
    expect(second.kind === 'accepted' && first.kind === 'accepted' && second.transactionId === first.transactionId).toBe(true);
  });

  it('tells a refused message from a gateway that is not there', async () => {
    expect(await aGateway().checkIn('12101', message({ MA_CSKCB: '12102' }))).toEqual({ kind: 'refused', code: '702', message: 'Thiếu mã liên kết hoặc sai cơ sở' });
    expect(await aGateway().checkIn('99999', message())).toEqual({ kind: 'refused', code: 'no-login' });
    const gateway = aGateway();
    await gateway.checkIn('12101', message());
    for (const [fault, why] of [[{ kind: 'status', status: 500 }, 'fault'], [{ kind: 'down' }, 'network'], [{ kind: 'wrong-shape' }, 'wrong-shape'], [{ kind: 'slow', milliseconds: 800 }, 'timeout'], [{ kind: 'result', code: '500' }, 'fault'], [{ kind: 'unauthorized' }, 'fault']] as const) {
      await breakIt(fault);
      expect(await gateway.checkIn('12101', message())).toEqual({ kind: 'unavailable', why });
    }
  });

  it('takes a new token once when the token is refused', async () => {
    const gateway = aGateway();
    await gateway.checkIn('12101', message());
    await breakIt({ kind: 'unauthorized', times: 1 });
    expect((await gateway.checkIn('12101', message())).kind).toBe('accepted');
  });
});
