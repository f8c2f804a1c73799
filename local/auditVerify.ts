/**
 * Checks that nobody touched the audit log: `npm run audit:verify` for the last 7 days, `npm run audit:verify --
 * --from 2026-11-01 --to 2026-11-22` for others (UTC). Of the running product, or of the deployment that the
 * environment names (docs/deploy.md). Exit code 0 only when nothing is wrong.
 */
import { parseArgs } from 'node:util';
import { eachDayOfInterval, formatISO, parseISO, subDays } from 'date-fns';
import type { JSONWebKeySet } from 'jose';
import { verifyDay, type DayReport } from '../shared/audit/verifyDays.ts';
import { dynamoChainStore } from '../shared/store/auditChain.ts';
import { s3SealStore } from '../shared/store/sealStore.ts';
import { operated } from './product/operator.ts';

const words: Readonly<Record<DayReport['faults'][number]['kind'], string>> = {
  broken: 'a link of the chain is missing or stands elsewhere',
  changed: 'the entry is not what was recorded',
  removed: 'the entry was taken away',
  truncated: 'the chain ends before its head says',
  unchained: 'the entry was put beside the chain',
  unsealed: 'the day ended and no seal covers all of it',
  'seal-invalid': 'the seal is not of one of our keys, or was changed',
  'seal-differs': 'the chain is not the one that was sealed',
  'seal-order': 'the seal does not follow the one of the day before',
};

const line = ({ day, entries, sealedUpTo, faults }: DayReport): string =>
  [
    `${day}  ${String(entries).padStart(7)} entries  ${String(sealedUpTo).padStart(7)} sealed  ${faults.length === 0 ? 'whole' : `${faults.length} FAULTS`}`,
    ...faults.map(({ kind, ...where }) => `    ${words[kind]} (${[kind, ...Object.entries(where).map(([name, value]) => `${name} ${value}`)].join(', ')})`),
  ].join('\n');

const { values } = parseArgs({ options: { from: { type: 'string' }, to: { type: 'string' } } });
const today = new Date().toISOString().slice(0, 10);
const to = values.to ?? today;
const from = values.from ?? formatISO(subDays(parseISO(to), 6), { representation: 'date' });
const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

try {
  if (!isDay(from) || !isDay(to) || from > to) throw new Error(`--from ${from} --to ${to}: two days as 2026-11-22, the first not after the last`);
  const { dynamo, s3, tableName, tenant, sealBucket, baseUrl } = await operated();
  const answer = await fetch(`${baseUrl}/api/keys`, { signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(`${baseUrl}/api/keys answered ${answer.status}`);
  const deps = { chain: dynamoChainStore({ client: dynamo, tableName, tenant }), seals: s3SealStore(s3, sealBucket, tenant), keys: (await answer.json()) as JSONWebKeySet };
  let faults = 0;
  for (const date of eachDayOfInterval({ start: parseISO(from), end: parseISO(to) })) {
    const report = await verifyDay(deps, formatISO(date, { representation: 'date' }), new Date());
    faults += report.faults.length;
    console.log(line(report));
  }
  console.log(faults === 0 ? 'The audit log is whole.' : `${faults} faults: the audit log was touched, or its delivery stands still.`);
  process.exitCode = faults === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
