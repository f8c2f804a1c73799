import { afterAll, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startDatabase } from '../../local/product/database.ts';

const folder = mkdtempSync(join(tmpdir(), 'stream-index-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As the embedded database asks, of every write and of every reader of its stream. */
it.each([
  ['the next number', 'SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1 FROM _stream_records WHERE table_name = ?1'],
  ['the records after one', 'SELECT new_image FROM _stream_records WHERE table_name = ?1 AND shard_id = ?2 AND CAST(sequence_number AS INTEGER) > ?3 ORDER BY CAST(sequence_number AS INTEGER) ASC LIMIT ?4'],
])('the stream is not read through for %s', async (_, question) => {
  const { stop } = await startDatabase(folder);
  try {
    const file = new DatabaseSync(join(folder, 'records.sqlite'), { readOnly: true });
    const [step, ...more] = file.prepare(`EXPLAIN QUERY PLAN ${question}`).all().map(({ detail }) => String(detail));
    file.close();
    expect([step?.startsWith('SEARCH _stream_records USING'), step?.includes('stream_order'), more]).toEqual([true, true, []]);
  } finally {
    await stop();
  }
});
