/** The FHIR function on fakes, as the tests beside it call it: one person, one request, one answer. */
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { Bundle, OperationOutcome, Patient } from '@medplum/fhirtypes';
import { fakeExportFiles } from '../../shared/export/exportFiles.fake.ts';
import { fakeBlobStore, fakeFileLinks } from '../../shared/fhir/blobs.ts';
import { fakeRepository } from '../../shared/fhir/fakeRepository.ts';
import type { FhirRepository } from '../../shared/fhir/repository.ts';
import type { Principal } from '../../shared/identity/policy.ts';
import { fixedClock, type Clock } from '../../shared/kernel/clock.ts';
import { countingIds } from '../../shared/kernel/ids.ts';
import { ok } from '../../shared/kernel/result.ts';
import { fakeSlots } from '../../shared/limits/slots.ts';
import { openGate } from '../_http/limits.ts';
import { fhirFunction } from './handler.ts';

const people: Record<string, Principal> = {
  system: { subject: 'system', name: 'Bộ kiểm thử', roles: ['system'] },
  nurse: { subject: 'nurse', name: 'Lò Thị Mẫu', roles: ['station'], practitioner: 'Practitioner/n', organization: 'Organization/tyt-muong-mau' },
  nurse2: { subject: 'nurse2', name: 'Giàng A Thử', roles: ['station'], practitioner: 'Practitioner/n2', organization: 'Organization/tyt-ban-thu' },
  patient: { subject: 'p', name: 'Vàng Thị Mẫu', roles: ['patient'], patient: 'Patient/p1' },
  patient2: { subject: 'p2', name: 'Đặng Văn Mẫu', roles: ['patient'], patient: 'Patient/p2' },
};
export const aPatient = (id: string, more: Partial<Patient> = {}): Patient & { id: string } => ({ resourceType: 'Patient', id, birthDate: '1985-03-14', managingOrganization: { reference: 'Organization/tyt-muong-mau' }, ...more });
export const anObservation = { resourceType: 'Observation', id: 'o1', status: 'final', code: { text: 'mạch' }, subject: { reference: 'Patient/p1' } } as const;
export const png = Buffer.from('89504e470d0a1a0a0000', 'hex');

export type Body = Pick<Bundle, 'entry' | 'total' | 'link'> & Partial<Pick<OperationOutcome, 'issue'>> & { resourceType: string; id?: string };
export type Call = { who?: string; headers?: Record<string, string>; body?: unknown; /** Milliseconds until the function is ended. */ timeLeft?: () => number };

export const setting = () => settingOn(fakeRepository({ clock: fixedClock('2026-11-22T00:00:00Z') }));

/** The same on any repository. */
export function settingOn<R extends FhirRepository>(repository: R, clock: Clock = fixedClock('2026-11-22T00:00:00Z'), others: Readonly<Record<string, Principal>> = {}, imports = 8) {
  const blobs = fakeBlobStore();
  const exportFiles = fakeExportFiles();
  const handler = fhirFunction({
    repository, blobs, links: fakeFileLinks(() => clock.now()), exportFiles, clock, newId: countingIds('new'), address: 'https://x.example/fhir', identifierBase: 'https://lien-tuyen.example', isTooLarge: () => false, discovery: () => Promise.resolve({ issuer: 'https://x.example/oidc', jwks_uri: 'https://x.example/oidc/jwks', token_endpoint: 'https://x.example/oidc/token' }),
    gate: openGate, imports: fakeSlots(imports),
    authenticate: async (token) => ok(others[token] ?? people[token] ?? { subject: token, name: token, roles: [] }),
  });
  async function call(method: string, address: string, { who = 'system', headers = {}, body, timeLeft }: Call = {}) {
    const url = new URL(`https://x.example/fhir${address}`);
    const multi: Record<string, string[]> = {};
    for (const [name, value] of url.searchParams) (multi[name] ??= []).push(value);
    const path = url.pathname.slice('/fhir/'.length);
    const raw = Buffer.isBuffer(body) ? body : typeof body === 'string' ? Buffer.from(body) : body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const event = {
      httpMethod: method, path: url.pathname, resource: path === 'metadata' ? '/fhir/metadata' : path ? '/fhir/{path+}' : '/fhir', pathParameters: path ? { path } : null,
      headers: { authorization: `Bearer ${who}`, 'content-type': 'application/fhir+json', ...headers }, multiValueQueryStringParameters: multi, body: raw?.toString('base64') ?? null, isBase64Encoded: true, requestContext: {},
    } as unknown as APIGatewayProxyEvent;
    const result = await handler(event, (timeLeft ? { getRemainingTimeInMillis: timeLeft } : {}) as Context);
    return { status: result.statusCode, headers: result.headers ?? {}, result, json: (result.isBase64Encoded || !result.body ? undefined : JSON.parse(result.body)) as Body };
  }
  const codeOf = ({ json }: Awaited<ReturnType<typeof call>>) => (json as Body | undefined)?.issue?.[0]?.details?.coding?.[0]?.code;
  return { repository, blobs, exportFiles, call, codeOf };
}
