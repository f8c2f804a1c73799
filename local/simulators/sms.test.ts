import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { smsGateway } from '../../shared/gateways/sms.ts';
import { smsAccount } from './accounts.ts';
import type { Simulator } from './http.ts';
import { startSmsGateway, type SimulatedSms } from './sms.ts';

describe('the SMS gateway adapter against the simulator', () => {
  let simulator: Simulator;
  let file: string;
  beforeAll(async () => {
    file = join(await mkdtemp(join(tmpdir(), 'sms-')), 'inbox.jsonl');
    simulator = await startSmsGateway(0, file);
  });
  afterAll(() => simulator.stop());
  const inbox = async (phone: string) => (await (await fetch(`${simulator.url}/inbox?phone=${phone}`)).json()) as SimulatedSms[];

  it('delivers to the inbox of the number, newest first', async () => {
    const gateway = smsGateway(`${simulator.url}/`, JSON.stringify(smsAccount), 1000);
    await gateway.send({ to: '0900000101', text: 'ma 1' });
    await gateway.send({ to: '0900000101', text: 'ma 2' });
    expect((await inbox('0900000101')).map(({ text }) => text)).toEqual(['ma 2', 'ma 1']);
    expect(await inbox('0900000102')).toEqual([]);
  });

  it('shows messages on a page, escaped, marked as simulated, and keeps them over a restart', async () => {
    await smsGateway(simulator.url, JSON.stringify(smsAccount), 1000).send({ to: '0900000103', text: '<b>&' });
    const again = await startSmsGateway(0, file);
    const page = await (await fetch(again.url)).text();
    await again.stop();
    expect(page).toContain('&#60;b&#62;&#38;');
    expect(page).toContain('simulated SMS');
  });

  it('fails on a wrong login, an empty secret, a slow or absent gateway, and never quotes number or text', async () => {
    const failing = [
      smsGateway(simulator.url, JSON.stringify({ ...smsAccount, secretKey: 'x' }), 1000),
      smsGateway(simulator.url, '{}', 1000),
      smsGateway('http://127.0.0.1:7742', JSON.stringify(smsAccount), 1000),
      smsGateway(simulator.url, JSON.stringify(smsAccount), 1000, () => Promise.resolve(new Response('<html>'))),
      smsGateway(simulator.url, JSON.stringify(smsAccount), 1000, () => Promise.resolve(new Response('{}', { status: 500 }))),
    ];
    for (const gateway of failing) {
      const error = await gateway.send({ to: '0900000101', text: 'ma 123456' }).catch((thrown: unknown) => thrown);
      expect(error).toHaveProperty('message');
      expect(String(error)).not.toMatch(/0900000101|123456/);
    }
  });
});
