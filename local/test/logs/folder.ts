import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Personal } from './personal.ts';

/** Everything that `npm test` logged, whoever wrote it, and who the people were that its tests made. */
export const keptLogs = resolve(import.meta.dirname, '../../../.local/test/logs');

/** Before the first phase: what a former run left tells nothing of this one. */
export function emptyKeptLogs(): void {
  rmSync(keptLogs, { recursive: true, force: true });
  mkdirSync(keptLogs, { recursive: true });
}

export function keepLog(name: string, text: string): void {
  mkdirSync(keptLogs, { recursive: true });
  appendFileSync(join(keptLogs, `${name}.log`), text);
}

/** The logs of a product that a test started, before its folder goes. */
export function keepLogsOf(dataDir: string): void {
  const folder = join(dataDir, 'logs');
  const name = dataDir.split('/').findLast((part) => part !== 'data') ?? 'product';
  for (const file of logsIn(folder)) keepLog(`${name}-${file.slice(0, -'.log'.length)}`, readFileSync(join(folder, file), 'utf8'));
}

export const logsIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.log'));
  } catch {
    return [];
  }
};

export function keepPeople(name: string, people: readonly Personal[]): void {
  mkdirSync(keptLogs, { recursive: true });
  writeFileSync(join(keptLogs, `${name}.people.json`), JSON.stringify(people));
}

export const keptPeople = (folder: string): readonly Personal[] =>
  readdirSync(folder).filter((name) => name.endsWith('.people.json')).flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Personal[]);
