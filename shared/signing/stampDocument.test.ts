import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Bundle, Task } from '@medplum/fhirtypes';
import { startTimeStampAuthority } from '../../local/simulators/timeStampAuthority.ts';
import { newAuthority, type AuthorityKeys } from '../../local/simulators/timeStampKeys.ts';
import { fakeRepository } from '../fhir/fakeRepository.ts';
import { dueWork } from '../fhir/pendingWork.ts';
import { timeStampAuthority } from '../gateways/timeStamps.ts';
import { fixedClock } from '../kernel/clock.ts';
import { refuse, valueOf } from '../kernel/result.ts';
import { documents } from './documents.ts';
import { fakeKeySigner } from './keySigner.fake.ts';
import type { KeySigner, TimeStamper } from './ports.ts';
import { stampAgain, stampReleased } from './stampDocument.ts';
import { verifyDocument } from './verify.ts';

const base = 'https://lien-tuyen.example';
const down: TimeStamper = { stamp: () => Promise.resolve(refuse('unavailable')) };
const seconds = (iso: string, more = 0): number => Math.floor(Date.parse(iso) / 1000) + more;

let authority: AuthorityKeys;
let stamper: TimeStamper;
let stop: () => Promise<void>;
beforeAll(async () => {
  authority = await newAuthority();
  const served = await startTimeStampAuthority(0, authority);
  stamper = timeStampAuthority({ url: served.url, authorities: [authority.authority], timeoutMilliseconds: 30_000 });
  stop = async () => await served.stop();
});
afterAll(async () => await stop());

async function aSignedOne() {
  const signer: KeySigner = await fakeKeySigner();
  const clock = fixedClock(new Date().toISOString());
  const repository = fakeRepository({ clock });
  const { writes, events } = valueOf(await documents({ repository, signer, base }).sign({
    documentId: 'doc-1', consultationId: 'c-1', patient: { id: 'p-1', name: 'Vàng Thị Mẫu' }, author: { id: 'dr-1', name: 'BS. Hoà' }, facility: { id: 'bv-1', name: 'Bệnh viện' }, station: { id: 'tyt-1', name: 'Trạm' },
    specialty: 'cardiology', signedAt: clock.now().toISOString(), answers: [{ number: 1, question: 'Gì?', text: 'Không' }], diagnoses: [{ code: 'I10', display: 'Tăng huyết áp', main: true, known: true }], advice: 'Ăn nhạt',
  }));
  await repository.commit({ writes, events, audit: { actor: { subject: 't', name: 't', role: 'specialist' }, action: 'update', outcome: 'success', event: 'test', entities: [], correlationId: 'test' } });
  const event = repository.events[0];
  if (!event) throw new Error('a released document is told');
  const stored = () => repository.all().find((r): r is typeof r & Bundle => r.resourceType === 'Bundle') as Bundle;
  const keys = [await signer.publicJwk()];
  const check = async (more: object = {}) => await verifyDocument(stored(), { keys: keys.map((key) => ({ ...key, ...more })), authorities: [authority.authority] });
  return { repository, clock, event, stored, check, deps: (timeStamps: TimeStamper | undefined) => ({ repository, clock, base, timeStamps }) };
}

describe('a released document', () => {
  it('is time-stamped, and its signature stays what it was', async () => {
    const { event, deps, check } = await aSignedOne();
    expect(await stampReleased(deps(stamper), event)).toBe('stamped');
    expect(await check()).toMatchObject({ valid: true, signatures: [{ timeStamp: { state: 'good', authority: 'TSA Mau (mo phong)' } }] });
    // The same event again changes nothing.
    expect(await stampReleased(deps(stamper), event)).toBe('nothing');
  });
  it('is valid without a time-stamp while the authority is away, and gets it later by itself', async () => {
    const { repository, clock, event, deps, check } = await aSignedOne();
    expect(await stampReleased(deps(down), event)).toBe('unavailable');
    expect(await check()).toMatchObject({ valid: true, signatures: [{ timeStamp: { state: 'none' } }] });
    for (const timeStamps of [down, down, down, down, down, down, down, down, down, down, stamper]) {
      clock.advance(65 * 60_000);
      const [work] = await dueWork({ repository, base, now: clock.now() });
      if (!work) throw new Error('is not given up');
      await stampAgain(deps(timeStamps), work);
    }
    expect(await check()).toMatchObject({ valid: true, signatures: [{ timeStamp: { state: 'good' } }] });
    expect(repository.all().filter((r) => r.resourceType === 'Task').map((task) => (task as Task).status)).toEqual(['completed']);
  });
  it('is left alone where no authority is configured', async () => {
    const { event, deps } = await aSignedOne();
    expect(await stampReleased(deps(undefined), event)).toBe('nothing');
  });
});

describe('a key that was revoked', () => {
  it('still vouches for what an authority saw before, and for nothing else', async () => {
    const { event, deps, check } = await aSignedOne();
    const now = new Date().toISOString();
    const revoked = (at: number) => ({ revoked: { revoked_at: at, reason: 'compromised' } });
    expect(await check(revoked(seconds(now, 3600)))).toMatchObject({ valid: false, fault: 'key-revoked' });
    await stampReleased(deps(stamper), event);
    expect(await check(revoked(seconds(now, 3600)))).toMatchObject({ valid: true });
    expect(await check(revoked(seconds(now, -3600)))).toMatchObject({ valid: false, fault: 'key-revoked' });
  });
  it('is told apart from one that was only retired, which vouches for what it signed in its time', async () => {
    const { check } = await aSignedOne();
    const now = new Date().toISOString();
    expect(await check({ retired: true, exp: seconds(now, 60) })).toMatchObject({ valid: true });
    expect(await check({ exp: seconds(now, -60) })).toMatchObject({ valid: false, fault: 'key-not-in-force' });
    expect(await check({ nbf: seconds(now, 60) })).toMatchObject({ valid: false, fault: 'key-not-in-force' });
  });
});
