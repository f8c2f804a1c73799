import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { startChild } from './child.ts';
import { freePort } from './freePort.ts';
import type { Part } from './part.ts';

export type TurnOptions = { readonly port: number; /** The key that it shares with the API. */ readonly secret: string; /** The only address that it relays to: the media server's. */ readonly relaysTo: string; readonly log: (text: string) => void };

/** Where coturn is installed (Debian: apt-get install coturn); undefined: nowhere. */
export const turnserverPath = (): string | undefined => (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'turnserver')).find((path) => existsSync(path));

/** As browsers take it: over UDP, and over TCP where UDP is blocked. */
export const turnUrlsAt = (address: string, port: number): readonly string[] => ['udp', 'tcp'].map((transport) => `turn:${address}:${port}?transport=${transport}`);

/**
 * coturn on this machine alone, with the same time-limited credentials as deployed (cdk/media/turnService.ts); without TLS,
 * because no browser trusts a certificate made here.
 */
export function startTurn(program: string, { port, secret, relaysTo, log }: TurnOptions): Part {
  return startChild(program, [
    '-n', '--log-file=stdout', '--no-cli', '--fingerprint', '--use-auth-secret', `--static-auth-secret=${secret}`, '--realm=lien-tuyen.local', '--no-tls', '--no-dtls', '--no-multicast-peers', '--no-rfc5780',
    '--listening-ip=127.0.0.1', '--relay-ip=127.0.0.1', `--listening-port=${port}`, '--min-port=45000', '--max-port=45999', '--allow-loopback-peers', `--allowed-peer-ip=${relaysTo}`, '--denied-peer-ip=0.0.0.0-255.255.255.255', '--pidfile=',
  ], { log });
}

/** For the product: coturn where it is installed, and what the API tells browsers of it. `TURN_URLS` names another. */
export async function startLocalTurn(options: Pick<TurnOptions, 'secret' | 'log'>): Promise<Part & { readonly urls: string }> {
  const [program, given] = [turnserverPath(), process.env['TURN_URLS']];
  if (given !== undefined || program === undefined) return { urls: given ?? '', stop: () => Promise.resolve() };
  const port = await freePort();
  return { urls: turnUrlsAt('127.0.0.1', port).join(','), stop: startTurn(program, { ...options, port, relaysTo: '127.0.0.1' }).stop };
}
