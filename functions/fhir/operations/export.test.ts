import { expect, it } from '@jest/globals';
import { fakeRepository } from '../../../shared/fhir/fakeRepository.ts';
import type { Principal } from '../../../shared/identity/policy.ts';
import { fixedClock } from '../../../shared/kernel/clock.ts';
import { settingOn } from '../handler.test.support.ts';

const clock = fixedClock('2026-11-22T00:00:00Z');
const owner: Principal = { subject: 'bulk', issuer: 'https://issuer.example', name: 'Bộ kiểm thử', roles: ['system'] };

it('an export is its owner’s: the same subject of another issuer finds none, and it is not counted as theirs', async () => {
  const { call, repository } = settingOn(fakeRepository({ clock }), clock, { owner, namesake: { ...owner, issuer: 'https://other.example' } });
  const begin = async (who: string) => await call('GET', '/$export', { who, headers: { prefer: 'respond-async' } });
  const begun = await begin('owner');
  expect(begun.status).toBe(202);
  const poll = new URL(String(begun.headers['content-location'])).href.slice('https://x.example/fhir'.length);
  expect((await call('GET', poll, { who: 'owner' })).status).toBe(202);
  for (const method of ['GET', 'DELETE']) expect((await call(method, poll, { who: 'namesake' })).status).toBe(404);
  expect(repository.audits).toContainEqual(expect.objectContaining({ event: 'export-read', outcome: 'refused' }));
  await begin('owner');
  await begin('owner');
  expect((await begin('owner')).status).toBe(429);
  expect((await begin('namesake')).status).toBe(202);
});
