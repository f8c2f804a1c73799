import type { Clock } from '../kernel/clock.ts';
import type { ConnectionStore, Posted, Sent, SocketPoster } from './ports.ts';

export type PingDeps = { readonly connections: ConnectionStore; readonly sockets: SocketPoster; readonly clock: Clock };

/**
 * R4 2.46.6.2: "ping <id>" to every connection that is bound. One that is gone is forgotten; one that could not be
 * reached makes it a failure, and all are told again later: a ping twice says no more than once.
 */
export async function ping({ connections, sockets }: PingDeps, subscription: string, bound: readonly string[]): Promise<Sent> {
  const posted = await Promise.all(bound.map(async (connection) => await pingOne(connection)));
  return posted.find((one) => one.kind === 'failed') ?? { kind: 'sent' };

  async function pingOne(connection: string): Promise<Posted> {
    const answer = await sockets.post(connection, `ping ${subscription}`);
    if (answer.kind === 'gone') {
      await connections.unbind(connection, subscription);
      await connections.close(connection);
    }
    return answer;
  }
}
