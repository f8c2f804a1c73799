import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { awsJson } from '../../local/aws/json.ts';
import { streamReader } from '../../local/runner/stream/shard.ts';
import { committed, type StreamImage } from '../../shared/store/stream.ts';

export type Followed = {
  /** What the stream has told of commits until now: the mark of each and the id of its audit entry. */
  readonly commits: () => Promise<ReadonlyMap<string, string>>;
  /** How many records of the stream its slower consumer has not carried yet. */
  readonly behind: () => Promise<number>;
};

/** The table's stream read beside its consumers, and how far those are. `positions`: where the pump keeps its place. */
export function followStream(endpoint: string, tableName: string, positions: string): Followed {
  const reader = streamReader({ call: awsJson(endpoint), tableName, delivered: () => undefined, startingPosition: 'TRIM_HORIZON' });
  const commits = new Map<string, string>();
  let last = 0;
  async function readOn(): Promise<void> {
    for (let more = true; more; ) {
      more = false;
      for await (const { records, done } of reader.pages(1000)) {
        more ||= records.length > 0;
        for (const { eventName, dynamodb } of records) if (eventName !== 'REMOVE') note(dynamodb['NewImage'] as StreamImage);
        last = Math.max(last, ...records.map(({ dynamodb }) => Number(dynamodb.SequenceNumber)));
        done();
      }
    }
  }
  function note(image: StreamImage): void {
    const come = committed(image);
    if (come && !come.version.reference.startsWith('AuditEvent/') && (come.audit || !commits.has(come.mark))) commits.set(come.mark, come.audit?.id ?? '');
  }
  return {
    commits: async () => (await readOn(), commits),
    behind: async () => {
      await readOn();
      const places = (await readdir(positions).catch(() => [])).filter((name) => name.endsWith('.json'));
      const carried = await Promise.all(places.map(async (name) => Object.values(JSON.parse(await readFile(join(positions, name), 'utf8')) as Record<string, string>).map(Number)));
      return Math.max(0, last - (carried.length < 2 ? 0 : Math.min(...carried.flat())));
    },
  };
}

/** Waits as long as it gets nearer; false when it has not for `patience` milliseconds. */
export async function untilCarried({ behind }: Followed, tell: (left: number) => void, patience = 120_000): Promise<boolean> {
  let [nearest, since] = [Infinity, Date.now()];
  for (;;) {
    const left = await behind();
    if (left === 0) return true;
    if (left < nearest) [nearest, since] = [left, Date.now()];
    if (Date.now() - since > patience) return false;
    tell(left);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}
