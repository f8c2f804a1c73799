import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/**
 * Which servers outside may be called. An entry is a host ("hooks.example.vn": https on its usual port, at a public
 * address) or, for a server beside us such as a local simulator, a whole origin ("http://127.0.0.1:8083").
 */
export type OutboundRules = { readonly barred: (url: string) => Promise<string | undefined> };

export type Resolve = (host: string) => Promise<readonly string[]>;

const resolveAll: Resolve = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

export function outboundRules(list: string, resolve: Resolve = resolveAll): OutboundRules {
  const entries = list.split(',').map((entry) => entry.trim().toLowerCase()).filter(Boolean);
  const origins = new Set(entries.filter((entry) => entry.includes('://')).map((entry) => new URL(entry).origin));
  const hosts = new Set(entries.filter((entry) => !entry.includes('://')));
  return {
    async barred(text) {
      const url = URL.canParse(text) ? new URL(text) : undefined;
      if (!url || url.username || url.password) return 'address';
      if (origins.has(url.origin)) return undefined;
      if (url.protocol !== 'https:' || url.port !== '') return 'https-only';
      if (!hosts.has(url.hostname)) return 'host-not-allowed';
      const addresses = await resolve(url.hostname).catch(() => []);
      if (addresses.length === 0) return 'host-unknown';
      return addresses.every(isPublic) ? undefined : 'address-not-public';
    },
  };
}

/** What is not of the open internet (RFC 6890): this machine, private networks, the cloud's own metadata service, groups. */
const closed = new BlockList();
for (const [net, prefix] of [['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 3]] as const)
  closed.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [['::', 96], ['64:ff9b::', 96], ['64:ff9b:1::', 48], ['100::', 64], ['2001:db8::', 32], ['2002::', 16], ['fc00::', 7], ['fe80::', 10], ['ff00::', 8]] as const)
  closed.addSubnet(net, prefix, 'ipv6');

/** An IPv4 address in IPv6's clothes (::ffff:10.0.0.1) is judged as what it is. */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && !closed.check(address, family === 6 ? 'ipv6' : 'ipv4');
}
