import { describe, expect, it } from '@jest/globals';
import type { Condition, Observation } from '@medplum/fhirtypes';
import { aPatient, setting } from '../handler.test.support.ts';

const subject = { reference: 'Patient/p1' };
const pulse = (id: string, day: string): Observation & { id: string } => ({ resourceType: 'Observation', id, status: 'final', code: { text: 'mạch' }, subject, effectiveDateTime: day, performer: [{ reference: 'Practitioner/n' }] });
const illness = (id: string): Condition & { id: string } => ({ resourceType: 'Condition', id, subject });

function world() {
  const all = setting();
  all.repository.seed(aPatient('p1'), aPatient('p2'), { resourceType: 'Practitioner', id: 'n' }, illness('c1'), illness('c2'), ...Array.from({ length: 9 }, (_, i) => pulse(`o${i}`, `2026-11-0${i + 1}`)), { ...pulse('other', '2026-11-01'), subject: { reference: 'Patient/p2' } });
  return all;
}
const everything = '/Patient/p1/$everything';

describe('$everything', () => {
  const matches = (json: { entry?: { resource?: { id?: string }; search?: { mode?: string } }[] }) => (json.entry ?? []).filter((e) => e.search?.mode === 'match').map((e) => e.resource?.id ?? '');

  it.each([1, 2, 3, 5, 12, 100])('brings all of the record once, in pages of %i', async (count) => {
    const { call } = world();
    const seen: string[] = [];
    let address: string | undefined = `${everything}?_count=${count}`;
    for (let pages = 0; address && pages < 40; pages += 1) {
      const { status, json }: Awaited<ReturnType<typeof call>> = await call('GET', address, { who: 'nurse' });
      expect(status).toBe(200);
      expect(matches(json).length).toBeLessThanOrEqual(count);
      seen.push(...matches(json));
      address = json.link?.find((l) => l.relation === 'next')?.url.replace('https://x.example/fhir', '');
    }
    expect(seen.toSorted()).toEqual(['p1', 'c1', 'c2', ...Array.from({ length: 9 }, (_, i) => `o${i}`)].toSorted());
    expect(new Set(seen).size).toBe(seen.length);
  });
  it('keeps to the types, the time of care and the time of change asked for', async () => {
    const { call } = world();
    const found = async (query: string) => matches((await call('GET', `${everything}?${query}`)).json).toSorted();
    expect(await found('_type=Condition')).toEqual(['c1', 'c2']);
    expect(await found('_type=Observation&start=2026-11-03&end=2026-11-04')).toEqual(['o2', 'o3']);
    expect(await found('_since=2026-11-23T00:00:00Z')).toEqual([]);
    expect((await call('GET', `${everything}?_type=Observation&_count=1`)).json.entry?.some((e) => e.resource?.resourceType === 'Practitioner')).toBe(false);
  });
  it('takes its parameters from a Parameters resource too', async () => {
    const { call } = world();
    const body = { resourceType: 'Parameters', parameter: [{ name: '_type', valueCode: 'Condition' }] };
    expect(matches((await call('POST', everything, { body })).json).toSorted()).toEqual(['c1', 'c2']);
  });
  it.each(['_cont=1', '_count=0', '_count=x', '_since=gestern', '_type=Nothing', '_cursor=x', '_cursor=eyJ0Ijo5OTl9', 'start=2026-13-01'])('refuses %s by name', async (query) => {
    const { call } = world();
    expect((await call('GET', `${everything}?${query}`)).status).toBe(400);
  });
  it('is the same for a stranger as for a record that is not there', async () => {
    const { call, repository } = world();
    const [stranger, none] = [await call('GET', everything, { who: 'patient2' }), await call('GET', '/Patient/none/$everything', { who: 'patient2' })];
    expect([stranger.status, none.status]).toEqual([404, 404]);
    expect(repository.audits.map((a) => [a.event, a.outcome])).toContainEqual(['fhir-everything', 'refused']);
  });
  it('is one of the operations that the statement lists, and nothing else answers', async () => {
    const { call } = world();
    const { json } = await call('GET', '/metadata');
    expect(JSON.stringify(json)).toContain('Patient-everything');
    for (const address of ['/$everything', '/Observation/o1/$everything', '/Patient/$everything', '/Patient/p1/$nothing', '/Patient/p1/x/$everything', '/$']) expect((await call('GET', address)).status).toBe(404);
    expect((await call('DELETE', everything)).status).toBe(405);
  });
});
