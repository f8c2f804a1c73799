import { describe, expect, it } from '@jest/globals';
import { isPublic, outboundRules } from './outbound.ts';

const rules = (addresses: readonly string[] = ['93.184.216.34']) => outboundRules('hooks.example.vn, http://127.0.0.1:8083', async () => addresses);

describe('which servers may be called', () => {
  it.each(['https://hooks.example.vn/a/b?c', 'http://127.0.0.1:8083/hook'])('%s may', async (url) => {
    expect(await rules().barred(url)).toBeUndefined();
  });
  it.each([
    ['http://hooks.example.vn/', 'https-only'], ['https://hooks.example.vn:8443/', 'https-only'], ['https://other.example/', 'host-not-allowed'], ['https://hooks.example.vn.evil.example/', 'host-not-allowed'],
    ['http://127.0.0.1:8084/', 'https-only'], ['https://user:word@hooks.example.vn/', 'address'], ['file:///etc/passwd', 'https-only'], ['no address', 'address'], ['https://127.0.0.1/', 'host-not-allowed'],
  ])('%s may not: %s', async (url, why) => {
    expect(await rules().barred(url)).toBe(why);
  });
  it('an allowed name that leads to an address that is not public may not, even as one of several', async () => {
    for (const addresses of [['10.0.0.1'], ['93.184.216.34', '169.254.169.254'], ['::1'], ['::ffff:192.168.1.1']]) expect(await rules(addresses).barred('https://hooks.example.vn/')).toBe('address-not-public');
    expect(await rules([]).barred('https://hooks.example.vn/')).toBe('host-unknown');
  });
  it.each(['127.0.0.1', '10.1.2.3', '100.64.0.1', '172.16.0.1', '192.168.0.1', '169.254.169.254', '0.0.0.0', '224.0.0.1', '255.255.255.255', '::', '::1', '::ffff:10.0.0.1', 'fe80::1', 'fd00::1', '64:ff9b::a00:1', 'ff02::1', 'x'])('%s is not public', (address) => {
    expect(isPublic(address)).toBe(false);
  });
  it.each(['8.8.8.8', '203.162.0.1', '2606:4700::1'])('%s is public', (address) => {
    expect(isPublic(address)).toBe(true);
  });
});
