import { DatabaseSync } from 'node:sqlite';

/**
 * The embedded database numbers its stream's records by looking for the largest number, and has no index to find it:
 * every write would read the whole stream of the last day, and a table's ten-thousandth write take twenty times the
 * first one's time. Its file is SQLite, so the index that its two questions need can be given to it. The file must exist
 * already; the running database takes notice by itself.
 */
export function indexStream(file: string): void {
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA busy_timeout = 10000');
    database.exec('CREATE INDEX IF NOT EXISTS stream_order ON _stream_records (table_name, CAST(sequence_number AS INTEGER))');
  } finally {
    database.close();
  }
}
