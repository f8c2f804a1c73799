/**
 * What could not be delivered to the end (messages to patients, rooms, the audit chain, notifications, documents):
 *   npm run replay                  lists it, with counts and the reason; changes nothing
 *   npm run replay -- --all         carries it out, oldest first;   --key <key>  just one;   --dry-run  only says what it would do
 * Of the running product, or of the deployment that the environment names (docs/recovery.md). Exit code 0 only when
 * nothing is left that fails. Prints ids and counts, never content.
 */
import { parseArgs } from 'node:util';
import { operated } from './product/operator.ts';
import { deadLetters } from './replay/deadLetters.ts';

const { values } = parseArgs({ options: { all: { type: 'boolean' }, key: { type: 'string' }, 'dry-run': { type: 'boolean' } } });

try {
  const { s3, lambda, deadLetterBucket } = await operated();
  if (!deadLetterBucket) throw new Error('DEAD_LETTER_BUCKET not set');
  const letters = deadLetters(s3, await lambda(), deadLetterBucket);
  const found = (await letters.list()).filter(({ key }) => !values.key || key === values.key);
  if (values.key && found.length === 0) throw new Error(`there is no ${values.key}`);
  const carryOut = (values.all ?? values.key !== undefined) && !values['dry-run'];
  let left = 0;
  for (const letter of found) {
    const { key, since, functionArn, reason, records } = letter;
    const outcome = carryOut ? await letters.replay(letter) : undefined;
    if (typeof outcome === 'object') left += outcome.stillFailing;
    const word = outcome === undefined ? (values.all || values.key ? 'would be carried out' : 'waits') : outcome === 'carried-out' ? 'carried out' : `${outcome.stillFailing} still fail`;
    console.log(`${since}  ${functionArn.split(':').at(-1)}  ${reason}  ${records.length} records  ${word}\n    ${key}`);
  }
  console.log(found.length === 0 ? 'Nothing waits.' : `${found.length} batches, ${found.reduce((sum, { records }) => sum + records.length, 0)} records${carryOut ? `, ${left} records still fail` : ''}`);
  process.exitCode = left === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
