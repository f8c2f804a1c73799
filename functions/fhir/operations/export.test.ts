import { describe, expect, it } from '@jest/globals';
import { fakeRepository } from '../../../shared/fhir/fakeRepository.ts';
import type { Principal } from '../../../shared/identity/policy.ts';
import { parseScopes } from '../../../shared/identity/smartScopes.ts';
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

describe('through an application of others', () => {
  const mother: Principal = { subject: 'm', name: 'M', roles: ['patient'], patient: 'Patient/m', client: 'app', scopes: parseScopes('patient/*.rs') };
  const child: Principal = { ...mother, chosenPatient: 'Patient/child' };
  const setting = () => settingOn(fakeRepository({ clock }), clock, { mother, child, elsewhere: { ...child, client: 'other' }, inPerson: { subject: 'm', name: 'M', roles: ['patient'], patient: 'Patient/m' } });
  const begin = async ({ call }: ReturnType<typeof setting>, who: string) => String((await call('GET', '/Patient/$export', { who, headers: { prefer: 'respond-async' } })).headers['content-location']).slice('https://x.example/fhir'.length);

  it('an export is of the patient in context: who was chosen, else the own record', async () => {
    const world = setting();
    await begin(world, 'child');
    await begin(world, 'mother');
    expect(world.repository.audits.filter(({ event }) => event === 'export-requested').map(({ patient }) => patient)).toEqual(['Patient/child', 'Patient/m']);
  });
  it('it is handed to that application for that patient, and to the person in our own client', async () => {
    const world = setting();
    const poll = await begin(world, 'child');
    const status = async (who: string) => (await world.call('GET', poll, { who })).status;
    expect([await status('child'), await status('mother'), await status('elsewhere'), await status('inPerson')]).toEqual([202, 404, 404, 202]);
  });
});
