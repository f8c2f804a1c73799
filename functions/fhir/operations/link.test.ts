import { describe, expect, it } from '@jest/globals';
import type { AuditEvent, Parameters } from '@medplum/fhirtypes';
import { aPatient, png, setting } from '../handler.test.support.ts';

async function withPhoto(type = 'image/png', bytes = png) {
  const world = setting();
  world.repository.seed(aPatient('p1'), aPatient('p2', { managingOrganization: { reference: 'Organization/tyt-ban-thu' } }));
  const made = await world.call('POST', '/Binary', { body: bytes, headers: { 'content-type': type, 'x-security-context': 'Patient/p1' } });
  const accesses = () => world.repository.all().filter((r): r is AuditEvent & typeof r => r.resourceType === 'AuditEvent').length;
  const url = (json: unknown) => (json as Parameters).parameter?.find(({ name }) => name === 'url')?.valueUrl ?? '';
  return { ...world, id: made.json.id ?? '', accesses, url };
}

describe('Binary/{id}/$link', () => {
  it('gives whoever may read the file an address on the origin of files, for two minutes', async () => {
    const { call, id, url } = await withPhoto();
    const answer = await call('GET', `/Binary/${id}/$link`, { who: 'nurse' });
    expect([answer.status, url(answer.json)]).toEqual([200, expect.stringMatching(/^https:\/\/files\.example\/sha256-[0-9a-f]{64}\?contentType=image%2Fpng&shown=true$/)]);
    expect((answer.json as unknown as Parameters).parameter?.[1]).toEqual({ name: 'expires', valueInstant: '2026-11-22T00:02:00.000Z' });
  });
  it.each(['nurse2', 'patient2'])('is not found by %s, who may not read the file, like one that is not there', async (who) => {
    const { call, id, codeOf } = await withPhoto();
    const [there, absent] = [await call('GET', `/Binary/${id}/$link`, { who }), await call('GET', '/Binary/none/$link', { who })];
    expect([there.status, codeOf(there)]).toEqual([absent.status, codeOf(absent)]);
    expect(there.status).toBe(404);
  });
  it('is recorded as an access to the file, refused or not', async () => {
    const { call, id, accesses } = await withPhoto();
    const before = accesses();
    await call('GET', `/Binary/${id}/$link`, { who: 'nurse' });
    await call('GET', `/Binary/${id}/$link`, { who: 'nurse2' });
    expect(accesses()).toBe(before + 2);
  });
  it('lets a browser draw pictures only: a PDF is saved', async () => {
    const { call, id, url } = await withPhoto('application/pdf', Buffer.from('%PDF-1.7'));
    expect(url((await call('GET', `/Binary/${id}/$link`)).json)).toContain('shown=false');
  });
  it('gives what the service client put as anything it likes an address without that type', async () => {
    const { call, url } = await withPhoto();
    await call('PUT', '/Binary/b9', { body: { resourceType: 'Binary', id: 'b9', contentType: 'text/html', data: Buffer.from('<script>').toString('base64'), securityContext: { reference: 'Patient/p1' } } });
    expect(url((await call('GET', '/Binary/b9/$link')).json)).toMatch(/contentType=application%2Foctet-stream&shown=false$/);
  });
  it('knows no parameters and no other method', async () => {
    const { call, id } = await withPhoto();
    expect([(await call('GET', `/Binary/${id}/$link?expires=99999`)).status, (await call('POST', `/Binary/${id}/$link`)).status]).toEqual([400, 405]);
  });
});
