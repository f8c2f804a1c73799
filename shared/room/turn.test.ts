import { execFile } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { freePort } from '../../local/product/freePort.ts';
import { fixedClock, systemClock } from '../kernel/clock.ts';
import { countingIds } from '../kernel/ids.ts';
import { turnServers } from './turn.ts';

const secret = 'khoa-mau';
const listens = (port: number) => new Promise<boolean>((resolve) => {
  const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
  socket.unref().once('connect', () => socket.destroy());
});

describe('TURN credentials', () => {
  it('end by themselves and name nobody', () => {
    const [server] = turnServers({ urls: ['turn:turn.example:3478'], secret }, { clock: fixedClock('2026-11-22T00:00:00Z'), newId: countingIds('id') });
    expect(server?.username).toMatch(/^1795312800:id/);
    expect(server?.credential).toMatch(/^[A-Za-z0-9+/]{27}=$/);
  });

  it('are not given where there is no TURN server', () => {
    expect(turnServers({ urls: [], secret }, { clock: systemClock, newId: countingIds('id') })).toEqual([]);
  });

  it('are accepted by a real coturn, and refused when they are old or made with another key', async () => {
    if (!['/usr/bin/turnserver', '/usr/bin/turnutils_uclient'].every(existsSync)) return console.warn('coturn is not installed: its answer was not checked');
    const port = await freePort();
    const coturn = spawn('/usr/bin/turnserver', ['-n', '--no-cli', '--use-auth-secret', `--static-auth-secret=${secret}`, '--realm=test', `--listening-port=${port}`, '--listening-ip=127.0.0.1', '--no-tls', '--no-dtls', '--log-file=stdout', '--allow-loopback-peers', '--pidfile=/dev/null'], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      while (!(await listens(port)) && coturn.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 100));
      const allocates = ({ username = '', credential = '' } = {}) => new Promise<boolean>((resolve) => {
        execFile('/usr/bin/turnutils_uclient', ['-t', '-c', '-y', '-n', '1', '-m', '1', '-p', String(port), '-u', username, '-w', credential, '127.0.0.1'], { timeout: 15_000 }, (error) => resolve(error === null));
      });
      const made = (key: string, at: Date) => turnServers({ urls: ['turn:127.0.0.1'], secret: key }, { clock: { now: () => at }, newId: countingIds('id') })[0];
      expect(await allocates(made(secret, new Date()))).toBe(true);
      expect(await allocates(made('another-key', new Date()))).toBe(false);
      expect(await allocates(made(secret, new Date(Date.now() - 3 * 3_600_000)))).toBe(false);
    } finally {
      coturn.kill();
    }
  }, 60_000);
});
