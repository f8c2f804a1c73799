/**
 * What an operator gives as `RetiredKeys` after a rotation or a revocation, made from what is published and printed;
 * changes nothing by itself (docs/deploy.md, "Keys").
 *
 *   npm run --silent keys -- list                             every document key, with its time and its state
 *   npm run --silent keys -- retire                           before a new key: the present one goes into the list
 *   npm run --silent keys -- ended <kid> [instant]            after a new key signs: the old one ended, now or then
 *   npm run --silent keys -- revoke <kid> <reason> [instant]  compromised | superseded | unspecified
 *
 * BASE_URL names the deployment (http://127.0.0.1:8080).
 */
import type { JWK } from 'jose';
import type { KeyHistory, KeyStanding, SignedKeyHistory } from '../shared/signing/contract.ts';
import { statedKeys } from '../shared/signing/keyStatement.ts';

type Key = JWK & KeyStanding;
const reasons = ['compromised', 'superseded', 'unspecified'] as const;

/** The list of retired keys after one step; throws with words where the step makes no sense. Pure. */
export function retiredAfter(history: KeyHistory, [step, kid, ...rest]: readonly string[], now: Date): readonly Key[] {
  const current = history.keys.filter(({ retired }) => retired !== true);
  const listed = history.keys.filter((key) => key.retired === true || key.nbf !== undefined || key.revoked !== undefined);
  const change = (more: KeyStanding): readonly Key[] => {
    const key = history.keys.find((one) => one.kid === kid);
    if (!key) throw new Error(`no document key ${kid ?? '(none given)'}: npm run keys -- list`);
    return [...listed.filter((one) => one.kid !== kid), { ...key, ...more }].map(bare);
  };
  switch (step ?? '') {
    case 'retire':
      return [...listed, ...current.filter((key) => !listed.includes(key))].map(bare);
    case 'ended':
      if (current.some((key) => key.kid === kid)) throw new Error('this key still signs: deploy the new one first');
      return change({ exp: secondsOf(rest[0], now) });
    case 'revoke': {
      const reason = reasons.find((one) => one === rest[0]);
      if (!reason) throw new Error(`why: ${reasons.join(', ')}`);
      return change({ revoked: { revoked_at: secondsOf(rest[1], now), reason } });
    }
    default:
      throw new Error('list, retire, ended or revoke');
  }
}

/** What the parameter takes: the public half and its standing, and nothing that is added when it is read. */
const bare = ({ kty, crv, x, y, kid, nbf, exp, revoked }: Key): Key => ({ kty, crv, x, y, kid, ...(nbf === undefined ? {} : { nbf }), ...(exp === undefined ? {} : { exp }), ...(revoked ? { revoked } : {}) });

function secondsOf(instant: string | undefined, now: Date): number {
  const at = instant === undefined ? now.getTime() : Date.parse(instant);
  if (Number.isNaN(at)) throw new Error(`${instant ?? ''} is no instant, e.g. 2026-11-22T09:00:00+07:00`);
  return Math.floor(at / 1000);
}

/** A line a key, newest words first. */
export function keyLines({ keys }: KeyHistory): readonly string[] {
  const day = (seconds: number | undefined) => (seconds === undefined ? '…' : new Date(seconds * 1000).toISOString());
  return keys.map(({ kid, retired, nbf, exp, revoked }) => {
    const state = revoked ? `REVOKED ${day(revoked.revoked_at)} (${revoked.reason})` : retired === true ? 'retired' : 'signs';
    return `${kid ?? ''}  ${day(nbf)} to ${day(exp)}  ${state}`;
  });
}

if (import.meta.main) {
  const [step = 'list', ...rest] = process.argv.slice(2);
  const answer = await fetch(`${process.env['BASE_URL'] ?? 'http://127.0.0.1:8080'}/api/keys/history`, { signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(`/api/keys/history answered ${answer.status}`);
  try {
    const stated = await statedKeys((await answer.json()) as SignedKeyHistory);
    // What is written into the next deployment must be what this one has signed.
    if (!stated.ok) throw new Error(`/api/keys/history: ${stated.error}`);
    const { history } = stated.value;
    console.log(step === 'list' ? keyLines(history).join('\n') : JSON.stringify(retiredAfter(history, [step, ...rest], new Date())));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 2;
  }
}
