import { describe, expect, it } from '@jest/globals';
import { fakeRepository } from '../../shared/fhir/fakeRepository.ts';
import { aPatient, setting, settingOn } from './handler.test.support.ts';

const number = 'https://lien-tuyen.example/sid/citizen-id|012185000001';
const identifier = [{ system: 'https://lien-tuyen.example/sid/citizen-id', value: '012185000001' }];
const person = { resourceType: 'Patient', identifier };
const transaction = (...entry: object[]) => ({ resourceType: 'Bundle', type: 'transaction', entry });
const makePerson = { fullUrl: 'urn:uuid:1', resource: person, request: { method: 'POST', url: 'Patient', ifNoneExist: `identifier=${number}` } };
const pulseOf = (reference: string) => ({ resource: { resourceType: 'Observation', status: 'final', code: { text: 'mạch' }, subject: { reference } }, request: { method: 'POST', url: 'Observation' } });

describe('what depends on a condition', () => {
  it('makes one of many creates, updates and transactions with one condition at the same time', async () => {
    const { repository, call } = setting();
    const answers = await Promise.all([
      ...Array.from({ length: 4 }, () => call('POST', '/Patient', { body: person, headers: { 'if-none-exist': `identifier=${number}` } })),
      ...Array.from({ length: 4 }, () => call('POST', '', { body: transaction(makePerson, pulseOf('urn:uuid:1')) })),
      call('PUT', `/Patient?identifier=${number}`, { body: person }),
    ]);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    expect(repository.all().filter((r) => r.resourceType === 'Patient')).toHaveLength(1);
    const [one] = repository.all().filter((r) => r.resourceType === 'Patient');
    const pulses = repository.all().filter((r) => r.resourceType === 'Observation');
    expect(pulses.map((r) => r.resourceType === 'Observation' && r.subject?.reference)).toEqual(Array.from({ length: 4 }, () => `Patient/${one?.id}`));
  });
  it('makes it again when it has gone', async () => {
    const { call } = setting();
    const create = async () => (await call('POST', '/Patient', { body: person, headers: { 'if-none-exist': `identifier=${number}` } })).status;
    expect([await create(), await create()]).toEqual([201, 200]);
    expect((await call('DELETE', `/Patient?identifier=${number}`)).status).toBe(204);
    expect(await create()).toBe(201);
  });
});

describe('conditional references of a transaction', () => {
  it('become the one that matches, stored before or made by the same transaction', async () => {
    const { repository, call } = setting();
    repository.seed(aPatient('p1', { identifier }));
    expect((await call('POST', '', { body: transaction(pulseOf(`Patient?identifier=${number}`)) })).status).toBe(200);
    const other = [{ system: 'urn:x', value: '7' }];
    const made = await call('POST', '', { body: transaction({ resource: { ...person, identifier: other }, request: { method: 'POST', url: 'Patient' } }, pulseOf('Patient?identifier=urn:x|7')) });
    const id = made.json.entry?.[0]?.resource?.id;
    expect(made.status).toBe(200);
    expect(repository.all().flatMap((r) => (r.resourceType === 'Observation' ? [r.subject?.reference] : []))).toEqual(['Patient/p1', `Patient/${id}`]);
  });
  it('refuse the whole when nothing matches, or several do', async () => {
    const { repository, call, codeOf } = setting();
    repository.seed(aPatient('p1', { identifier }), aPatient('p2', { identifier }));
    const several = await call('POST', '', { body: transaction(pulseOf(`Patient?identifier=${number}`)) });
    expect([several.status, codeOf(several)]).toEqual([412, 'FHIR_MULTIPLE_MATCHES']);
    const none = await call('POST', '', { body: transaction(pulseOf('Patient/p1'), pulseOf('Patient?identifier=urn:x|7')) });
    expect([none.status, codeOf(none)]).toEqual([412, 'FHIR_REFERENCE_NOT_FOUND']);
    expect(repository.all().filter((r) => r.resourceType === 'Observation')).toEqual([]);
  });
});

describe('an import', () => {
  const clock = { now: () => new Date('2026-11-22T00:00:00Z') };
  const people = (count: number) => Array.from({ length: count }, () => ({ resource: { resourceType: 'Patient' }, request: { method: 'POST', url: 'Patient' } }));
  const busy = () => settingOn(fakeRepository({ clock }), clock, {}, 0);
  it('of more than fifty entries is told when to come again while as many as can be are worked on', async () => {
    const { call, codeOf, repository } = busy();
    for (const type of ['transaction', 'batch']) {
      const refused = await call('POST', '', { body: { resourceType: 'Bundle', type, entry: people(51) } });
      expect([refused.status, codeOf(refused), refused.headers['retry-after']]).toEqual([429, 'FHIR_IMPORTS_AT_ONCE', '2']);
    }
    expect(repository.all()).toEqual([]);
    expect((await call('POST', '', { body: transaction(...people(50)) })).status).toBe(200);
  });
  it('gives its place back, whatever became of it', async () => {
    const { call } = settingOn(fakeRepository({ clock }), clock, {}, 1);
    const invalid = { resource: { resourceType: 'Patient', gender: 'x' }, request: { method: 'POST', url: 'Patient' } };
    expect((await call('POST', '', { body: transaction(...people(60), invalid) })).status).toBe(422);
    expect((await call('POST', '', { body: transaction(...people(60)) })).status).toBe(200);
    expect((await call('POST', '', { body: transaction(...people(60)) })).status).toBe(200);
  });
  it('that there is no time for is not begun, and says so', async () => {
    const { call, repository } = setting();
    const late = await call('POST', '', { body: transaction(...people(2)), timeLeft: () => 5_000 });
    expect([late.status, late.headers['retry-after'], repository.all()]).toEqual([503, '2', []]);
    const half = await call('POST', '', { body: { resourceType: 'Bundle', type: 'batch', entry: people(4) }, timeLeft: () => (repository.all().length === 0 ? 7_000 : 5_000) });
    expect(half.json.entry?.map(({ response }) => response?.status)).toEqual(['201', '503', '503', '503']);
    expect(repository.all().filter((r) => r.resourceType === 'Patient')).toHaveLength(1);
  });
  it('that takes until the function is ended is answered before that', async () => {
    const repository = fakeRepository({ clock });
    const { call, codeOf } = settingOn({ ...repository, commit: () => new Promise<never>(() => undefined) }, clock);
    const late = await call('POST', '', { body: transaction(...people(2)), timeLeft: () => 600 });
    expect([late.status, codeOf(late), late.headers['retry-after']]).toEqual([503, 'HTTP_UNAVAILABLE', '2']);
  });
});
