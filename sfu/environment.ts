import * as z from 'zod';

const port = z.coerce.number().int().min(1).max(65_535);

const environment = z.object({
  /** HTTP and WebSocket (signalling, control, health). */
  SFU_PORT: port,
  SFU_LISTEN_ADDRESS: z.string().default('127.0.0.1'),
  /** UDP and TCP of the first worker; the next worker has the next port. */
  SFU_MEDIA_PORT: port,
  SFU_MEDIA_LISTEN_ADDRESS: z.string().default('0.0.0.0'),
  /** The address that browsers reach the media port under: the host's public one. */
  SFU_ANNOUNCED_ADDRESS: z.string().default('127.0.0.1'),
  SFU_WORKERS: z.coerce.number().int().min(1).max(64).default(1),
  SFU_PEOPLE_A_WORKER: z.coerce.number().int().min(1).max(200).default(40),
  /** The API's public keys (GET /api/keys): passes are checked against them and nothing else. */
  KEYS_URL: z.url(),
  MEDIASOUP_WORKER_BIN: z.string().min(1).optional(),
});

export type SfuEnvironment = z.infer<typeof environment>;

/** Throws with the names of what is missing or wrong, never the values. */
export function readEnvironment(source: NodeJS.ProcessEnv = process.env): SfuEnvironment {
  const parsed = environment.safeParse(source);
  if (parsed.success) return parsed.data;
  throw new Error(`environment: ${parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')} missing or wrong`);
}
