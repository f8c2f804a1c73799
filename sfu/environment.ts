import * as z from 'zod';
import { usualLimits } from './roomLimits.ts';

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
  /** The origin of the pages that may open a socket, "https://host"; without it any page that has a pass. */
  SFU_ORIGIN: z.url().optional(),
  /** The table in which hosts and the rooms on them stand (AWS_REGION and credentials as usual). Without it this is the one host. */
  SFU_TABLE: z.string().min(3).optional(),
  SFU_TENANT: z.string().min(1).default('default'),
  /** The same after a restart: rooms stay placed here. */
  SFU_HOST_ID: z.string().regex(/^[A-Za-z0-9.-]{1,64}$/).default('one'),
  /** Where other hosts reach this one's signalling. */
  SFU_PRIVATE_ADDRESS: z.url().default('ws://127.0.0.1:4443'),
  /** Pipes to other hosts end at the private address, on these ports (UDP), which only they reach. */
  SFU_PIPE_FIRST_PORT: port.default(45_000),
  SFU_PIPE_LAST_PORT: port.default(45_999),
  SFU_ROOMS_A_WORKER: z.coerce.number().int().min(1).max(500).default(12),
  /** 'with-consent': calls may be recorded into the bucket, where the pass of who asks says so too (docs/adr/0117). */
  SFU_RECORDING: z.enum(['off', 'with-consent']).default('off'),
  SFU_RECORDING_BUCKET: z.string().min(3).optional(),
  /** KMS key that S3 encrypts recordings with; without it the bucket's own. */
  SFU_RECORDING_KEY: z.string().min(1).optional(),
  /** How long the seat of a broken line is kept. Browsers go on trying for as long (web/room/stay.ts). */
  SFU_SEAT_SECONDS: z.coerce.number().int().min(1).max(600).default(usualLimits.seatKeptMs / 1_000),
  /** How long ways of media stay open that nobody comes over. */
  SFU_CONNECT_SECONDS: z.coerce.number().int().min(1).max(600).default(usualLimits.connectWithinMs / 1_000),
  /** With more open microphones in a room only the three latest voices are sent on. */
  SFU_ALL_HEARD_UP_TO: z.coerce.number().int().min(1).max(200).default(usualLimits.allHeardUpTo),
  /** How long a host that is told to stop waits for its rooms to end. */
  SFU_DRAIN_SECONDS: z.coerce.number().int().min(0).max(86_400).default(0),
  /** Set by ECS: where the task says that it must not be stopped. */
  ECS_AGENT_URI: z.url().optional(),
  MEDIASOUP_WORKER_BIN: z.string().min(1).optional(),
});

export type SfuEnvironment = z.infer<typeof environment>;

/** Throws with the names of what is missing or wrong, never the values. */
export function readEnvironment(source: NodeJS.ProcessEnv = process.env): SfuEnvironment {
  const parsed = environment.safeParse(source);
  if (parsed.success) return parsed.data;
  throw new Error(`environment: ${parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')} missing or wrong`);
}
