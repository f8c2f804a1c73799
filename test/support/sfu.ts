import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { CryptoKey } from 'jose';
import { keepLog } from '../../local/test/logs/folder.ts';
import type { RoomClaims, RoomPass, RoomRole } from '../../shared/room/contract.ts';

/** A second signer stands in for the API here: the keys are real, made for the test, and served as the API serves its own. */
export type PassOffice = {
  readonly keysUrl: string;
  readonly pass: (claims: Pick<RoomClaims, 'sub' | 'room' | 'role'> & Partial<RoomClaims>, deviation?: Deviation) => Promise<RoomPass>;
  readonly order: (room: string) => Promise<string>;
  /** What was told to the API with a pass, by its path; `refuse` answers 409 from then on. */
  readonly told: { readonly path: string; readonly body: Record<string, unknown> }[];
  refuse: boolean;
  readonly close: () => Promise<void>;
};
export type Deviation = { readonly lifeSeconds?: number; readonly audience?: string; readonly key?: CryptoKey };

export const originOf = (port: number, address = '127.0.0.1'): string => `http://${address}:${port}`;

export async function openPassOffice(port: number, sfuUrl: string, page: (path: string) => { type: string; body: string } | undefined, address = '127.0.0.1'): Promise<PassOffice> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'token', alg: 'ES256', use: 'sig' }] });
  const told: PassOffice['told'] = [];
  const server: Server = createServer((request, response) => {
    if (request.method === 'PUT') return void takeReport(request, response);
    const found = request.url === '/api/keys' ? { type: 'application/json', body: jwks } : page(request.url ?? '/');
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': found?.type ?? 'text/plain' }).end(found?.body);
  });
  await new Promise<void>((resolve) => server.listen(port, address, resolve));

  async function takeReport(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await json(request);
    if (!office.refuse) told.push({ path: request.url ?? '', body: body as Record<string, unknown> });
    response.writeHead(office.refuse ? 409 : 204).end();
  }

  const sign = (payload: Record<string, unknown>, { lifeSeconds = 60, audience = 'sfu', key = privateKey }: Deviation) =>
    new SignJWT({ jti: crypto.randomUUID(), ...payload })
      .setProtectedHeader({ alg: 'ES256', kid: 'token' })
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(Math.floor(Date.now() / 1000) + lifeSeconds)
      .sign(key);

  const office: PassOffice = {
    told,
    refuse: false,
    keysUrl: `${originOf(port, address)}/api/keys`,
    pass: async (claims, deviation = {}) => {
      const { room, role, name = `Mẫu ${claims.sub}`, speak = true } = claims;
      const token = await sign({ ...claims, name, speak }, deviation);
      return { token, url: sfuUrl, room, role: role satisfies RoomRole, name, expiresAt: new Date(Date.now() + 60_000).toISOString(), iceServers: [] };
    },
    order: (room) => sign({ room }, { audience: 'sfu-control' }),
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
  return office;
}

export type RunningSfu = { readonly process: ChildProcess; readonly health: () => Promise<{ workers: number[]; rooms: number; lent: number; sockets: number }>; readonly log: () => string; readonly stop: () => Promise<number | null> };

/** The real process, as it is started anywhere: by its environment. */
export async function startSfu(options: { port: number; mediaPort: number; keysUrl: string; workerBin: string; workers?: number; peopleAWorker?: number; address?: string; env?: Readonly<Record<string, string>> }): Promise<RunningSfu> {
  const { address = '127.0.0.1' } = options;
  const child = spawn(process.execPath, ['sfu/main.ts'], {
    env: {
      ...process.env,
      SFU_PORT: String(options.port),
      SFU_MEDIA_PORT: String(options.mediaPort),
      SFU_LISTEN_ADDRESS: address,
      SFU_MEDIA_LISTEN_ADDRESS: address,
      SFU_ANNOUNCED_ADDRESS: address,
      SFU_WORKERS: String(options.workers ?? 1),
      SFU_PEOPLE_A_WORKER: String(options.peopleAWorker ?? 40),
      KEYS_URL: options.keysUrl,
      MEDIASOUP_WORKER_BIN: options.workerBin,
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve)).finally(() => keepLog('sfu-of-tests', log));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', () => log.includes('SFU_READY') && resolve());
    void exited.then(() => reject(new Error(`the SFU ended: ${log}`)));
  });
  return {
    process: child,
    health: async () => (await fetch(`${originOf(options.port, address)}/health`)).json() as Promise<{ workers: number[]; rooms: number; lent: number; sockets: number }>,
    log: () => log,
    stop: () => {
      child.kill('SIGTERM');
      return exited;
    },
  };
}
