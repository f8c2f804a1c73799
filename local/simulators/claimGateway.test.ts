import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { claimGateway } from '../../shared/gateways/claimGateway.ts';
import { signXml } from '../../shared/gateways/xmlSignature.ts';
import { xml0 } from '../../shared/insurance/checkIn/fields.ts';
import { systemClock } from '../../shared/kernel/clock.ts';
import { fakeKeySigner } from '../../shared/signing/keySigner.fake.ts';
import type { KeySigner } from '../../shared/signing/ports.ts';
import { simulatorSecrets } from './accounts.ts';
import type { Simulator } from './http.ts';
import { startInsurerPortal } from './insurerPortal.ts';
import type { PortalFault } from './portalFaults.ts';

const message = (more: Record<string, string> = {}) => ({ ...Object.fromEntries(xml0.map(({ tag }) => [tag, ''])), MA_LK: 'visit-1', MA_CSKCB: '12101', HO_TEN: 'Vàng & Con <Mẫu> "Thử"', ...more });

describe('the claim gateway’s adapter against the simulator', () => {
  let simulator: Simulator;
  let signer: KeySigner;
  beforeAll(async () => {
    signer = await fakeKeySigner();
    simulator = await startInsurerPortal(0, undefined, { keys: async () => [await signer.publicJwk()] });
  });
  afterAll(() => simulator.stop());
  afterEach(() => fetch(`${simulator.url}/faults`, { method: 'DELETE' }));
  const signedBy = (key: () => KeySigner, certificate = '') => async (xml: string) => await signXml(xml, { into: 'CHUKYDONVI', signer: key(), certificate });
  const aGateway = (more: Partial<Parameters<typeof claimGateway>[0]> = {}) => claimGateway({ url: simulator.url, body: 'json', credentials: simulatorSecrets.insurer, clock: systemClock, timeoutMilliseconds: 30_000, sign: signedBy(() => signer), ...more });
  const breakIt = (fault: PortalFault) => fetch(`${simulator.url}/faults`, { method: 'POST', body: JSON.stringify(fault) });

  it('hands over every field, escaped, and gives number and time of the answer', async () => {
    // To the second: that is how the answer writes it.
    const before = Math.floor(Date.now() / 1000) * 1000;
    const reply = await aGateway().checkIn('12101', message());
    expect(reply).toMatchObject({ kind: 'accepted', transactionId: expect.stringMatching(/^GD\d{10}$/) });
    const at = Date.parse(reply.kind === 'accepted' ? (reply.receivedAt ?? '') : '');
    expect([at >= before, at <= Date.now()]).toEqual([true, true]);
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
    for (const [fault, why] of [[{ kind: 'status', status: 500 }, 'fault'], [{ kind: 'down' }, 'network'], [{ kind: 'wrong-shape' }, 'wrong-shape'], [{ kind: 'result', code: '500' }, 'fault'], [{ kind: 'unauthorized' }, 'fault']] as const) {
      await breakIt(fault);
      expect(await gateway.checkIn('12101', message())).toEqual({ kind: 'unavailable', why });
    }
    const impatient = aGateway({ timeoutMilliseconds: 4000 });
    await fetch(`${simulator.url}/faults`, { method: 'DELETE' });
    await impatient.checkIn('12101', message());
    await breakIt({ kind: 'slow', milliseconds: 20_000 });
    expect(await impatient.checkIn('12101', message())).toEqual({ kind: 'unavailable', why: 'timeout' });
  });

  it('says by which key it was signed, with the certificate where there is one', async () => {
    const xml = await signedBy(() => signer, 'TUlJQg==')('<A><CHUKYDONVI/></A>');
    for (const part of ['<A><CHUKYDONVI><Signature ', 'ecdsa-sha256', 'xmlenc#sha256', `<KeyName>${await signer.kid()}</KeyName>`, 'urn:oid:1.2.840.10045.3.1.7', '<X509Certificate>TUlJQg==</X509Certificate>']) expect(xml).toContain(part);
    expect(await signedBy(() => signer)('<A><CHUKYDONVI/></A>')).not.toContain('X509');
  });

  it('refuses a message that nobody has signed, that somebody else has signed, or that was changed afterwards', async () => {
    const refused = (text: string) => ({ kind: 'refused', code: '703', message: expect.stringContaining(text) });
    const stranger = await fakeKeySigner();
    expect(await aGateway({ sign: (xml) => Promise.resolve(xml) }).checkIn('12101', message())).toEqual(refused('chưa có chữ ký'));
    expect(await aGateway({ sign: signedBy(() => stranger) }).checkIn('12101', message())).toEqual(refused('chứng thư'));
    // Under the registered key's name, by another key; and the stranger's own name put in place of it.
    expect(await aGateway({ sign: signedBy(() => ({ ...signer, signBytes: (data) => stranger.signBytes(data) })) }).checkIn('12101', message())).toEqual(refused('thay đổi'));
    const changed: ((xml: string) => string)[] = [
      (xml) => xml.replace('Vàng &amp; Con', 'Vàng &amp; Cọn'),
      (xml) => xml.replace('</DSACH_TRANG_THAI_KCB>', '<TRANG_THAI_KCB/></DSACH_TRANG_THAI_KCB>'),
      (xml) => xml.replace(/<Signature .*<\/Signature>/, ''),
      // The letters of a signature are not known beforehand: whatever the first one is, it becomes another.
      (xml) => xml.replace(/(?<=<SignatureValue>)./, (letter) => (letter === 'A' ? 'B' : 'A')),
      (xml) => xml.replace('</CHUKYDONVI>', 'x</CHUKYDONVI>'),
    ];
    for (const change of changed) {
      const sign = async (xml: string) => {
        const signed = await signedBy(() => signer)(xml);
        expect(change(signed)).not.toBe(signed);
        return change(signed);
      };
      expect((await aGateway({ sign }).checkIn('12101', message())).kind).toBe('refused');
    }
    const taken = async () => Object.keys((await (await fetch(`${simulator.url}/check-ins`)).json()) as object);
    const before = await taken();
    await aGateway({ sign: (xml) => Promise.resolve(xml) }).checkIn('12101', message({ MA_LK: 'never-signed' }));
    expect(await taken()).toEqual(before);
  });

  it('takes a new token once when the token is refused', async () => {
    const gateway = aGateway();
    await gateway.checkIn('12101', message());
    await breakIt({ kind: 'unauthorized', times: 1 });
    expect((await gateway.checkIn('12101', message())).kind).toBe('accepted');
  });
});
