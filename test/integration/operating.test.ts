import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeleteItemCommand, PutItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Bundle, Patient, Task } from '@medplum/fhirtypes';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scan, placeOf, type Item } from '../../local/drill/items.ts';
import { operated, type Operated } from '../../local/product/operator.ts';
import { readRunning } from '../../local/product/running.ts';
import type { SimulatedSms } from '../../local/simulators/sms.ts';
import { facilities, patients, staff } from '../../local/story.ts';
import type { ConsultationView } from '../../shared/consultation/contract.ts';
import type { FreeSlots } from '../../shared/booking/contract.ts';
import type { CreationOptions, Passkeys, StepUpHelp } from '../../shared/identity/passkeys/contract.ts';
import type { Overview } from '../../shared/overview/contract.ts';
import { clientFor, type ApiClient } from '../support/client.ts';
import { runProduct, type ProductProcess } from '../support/productProcess.ts';
import { softwareAuthenticator } from '../support/softwareAuthenticator.ts';
import { aConclusion, aRequest } from '../support/story.ts';

/**
 * What an operator sets and types, on a product of its own that runs beside: the commands as they stand in
 * docs/recovery.md, and a deployment that lets nobody sign without a passkey.
 */
const folder = mkdtempSync(join(tmpdir(), 'lien-tuyen-operating-'));
const dataDir = join(folder, 'data');
let product: ProductProcess;
let operator: Operated;
let smsUrl = '';
let nurse: ApiClient;
let specialist: ApiClient;

type Run = { readonly code: number; readonly said: string };
const run = async (script: string, ...options: string[]) =>
  await new Promise<Run>((resolve) =>
    execFile(process.execPath, ['--disable-warning=ExperimentalWarning', `local/${script}.ts`, ...options], { env: { ...process.env, NODE_OPTIONS: '', DATA_DIR: dataDir } }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, said: stdout + stderr }),
    ),
  );
const tokenOf = async (user: string) => (await run('token', user)).said.trim();
const inbox = async (phone: string) => (await (await fetch(`${smsUrl}/inbox?phone=${phone}`)).json()) as readonly SimulatedSms[];
async function eventually(what: string, met: () => Promise<boolean>, within = 180_000): Promise<void> {
  for (const until = Date.now() + within; !(await met()); await new Promise((resolve) => setTimeout(resolve, 500))) if (Date.now() > until) throw new Error(`not in time: ${what}`);
}

beforeAll(async () => {
  const noWorker = { MEDIASOUP_WORKER_BIN: join(folder, 'absent'), XDG_CACHE_HOME: join(folder, 'cache') };
  product = runProduct({ port: 29_000 + (process.pid % 90) * 5, dataDir, env: { ...noWorker, SCENES: 'no', PASSKEYS: 'required', RATE_LIMIT_SCALE: '1000' } });
  await product.says('Ready:');
  operator = await operated({ ...process.env, TABLE_NAME: '', DATA_DIR: dataDir });
  smsUrl = (await readRunning(dataDir))?.smsUrl ?? '';
  [nurse, specialist] = [clientFor(await tokenOf('nurse'), product.baseUrl), clientFor(await tokenOf('specialist'), product.baseUrl)];
}, 180_000);
afterAll(async () => {
  product.send('SIGINT');
  await product.ended;
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function booked(patientId: string): Promise<ConsultationView> {
  const { slots } = await nurse.must<FreeSlots>('freeSlots', { query: { practitioner: staff.specialist.practitioner, limit: '5' } });
  return await nurse.must<ConsultationView>('consultationRequest', { body: { ...aRequest({ patientId }), practitionerId: staff.specialist.practitioner, when: { kind: 'slot', slotId: slots.at(-1)?.id } } });
}

describe('a message that can not be delivered', () => {
  const [poisoned, other] = [patients.expired, patients.patient];
  /** The gateway takes no such number. */
  const wrongPhone = '0100000199';
  async function setPhone(value: string): Promise<void> {
    const token = await tokenOf('system');
    const address = `${product.baseUrl}/fhir/Patient/${poisoned.id}`;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json', 'idempotency-key': randomUUID() };
    const patient = (await (await fetch(address, { headers })).json()) as Patient;
    const changed = await fetch(address, { method: 'PUT', headers, body: JSON.stringify({ ...patient, telecom: [{ system: 'phone', value, use: 'mobile' }] }) });
    expect([changed.status, await changed.text()]).toEqual([200, expect.any(String)]);
  }

  it('is given up after its tries and kept, while others’ messages go on', async () => {
    await setPhone(wrongPhone);
    await booked(poisoned.id);
    await eventually('given up', async () => (await run('replay')).said.includes('RetryAttemptsExhausted'));
    await booked(other.id);
    await eventually('the other patient is told', async () => (await inbox(other.phone)).length === 1);
    const listed = await run('replay');
    expect(listed).toMatchObject({ code: 0, said: expect.stringMatching(/waits/) });
    for (const personal of [poisoned.id, poisoned.name, wrongPhone]) expect(listed.said).not.toContain(personal);
  }, 300_000);

  it('stays as long as it fails, and after the fault is mended is carried out once', async () => {
    expect(await run('replay', '--all')).toMatchObject({ code: 1, said: expect.stringMatching(/[1-9]\d* still fail/) });
    await setPhone(poisoned.phone);
    expect(await run('replay', '--all', '--dry-run')).toMatchObject({ code: 0, said: expect.stringContaining('would be carried out') });
    expect(await inbox(poisoned.phone)).toEqual([]);
    const carriedOut = await run('replay', '--all');
    process.stdout.write(carriedOut.said);
    expect(carriedOut).toMatchObject({ code: 0, said: expect.stringMatching(/\b0 records still fail/) });
    expect(await inbox(poisoned.phone)).toHaveLength(1);
    expect(await run('replay', '--all')).toMatchObject({ code: 0, said: expect.stringContaining('Nothing waits.') });
    expect([await inbox(poisoned.phone), await inbox(other.phone)].map((all) => all.length)).toEqual([1, 1]);
  }, 300_000);
});

describe('the restore drill', () => {
  const figures = (said: string) => said.split('\n').filter((line) => /compared in|Everything|DIFFERENCES/.test(line)).join('; ');
  let restored = '';
  const itemAt = async (isIt: (place: string) => boolean): Promise<Item> => {
    for await (const item of scan(operator.dynamo, restored)) if (isIt(placeOf(item))) return item;
    throw new Error('no such item');
  };
  const keyOf = ({ pk, sk }: Item) => ({ pk: pk as AttributeValue, sk: sk as AttributeValue });
  const put = async (Item: Item) => void (await operator.dynamo.send(new PutItemCommand({ TableName: restored, Item })));
  const again = async () => await run('drill', '--restored', restored);

  it('exports the running product, restores it into an empty table and finds every record again', async () => {
    const drilled = await run('drill', '--keep');
    process.stdout.write(`${figures(drilled.said)}\n`);
    expect(drilled).toMatchObject({ code: 0, said: expect.stringContaining('Everything is there.') });
    restored = /into (\S+-drill-\S+)/.exec(drilled.said)?.[1] ?? '';
    const [, items = 0, records = 0] = /(\d+) items, (\d+) records/.exec(drilled.said) ?? [];
    expect(Number(items)).toBeGreaterThan(500);
    expect(Number(records)).toBeGreaterThan(100);
  }, 300_000);
  it('finds nothing in the restored table while the product goes on working', async () => {
    await nurse.must('personLookup', { body: { kind: 'number', citizenId: patients.patient.citizenId } });
    expect(await again()).toMatchObject({ code: 0 });
  }, 300_000);
  it('names a record that is missing, and one that was changed', async () => {
    const patient = await itemAt((place) => place === `${operator.tenant}#Patient/${patients.patient.id} #`);
    await operator.dynamo.send(new DeleteItemCommand({ TableName: restored, Key: keyOf(patient) }));
    const missing = await again();
    await put({ ...patient, t: { S: '2020-01-01T00:00:00.000Z' } });
    const changed = await again();
    await put(patient);
    expect(missing).toMatchObject({ code: 1, said: expect.stringMatching(new RegExp(`was exported and is not in the restored table: .*Patient/${patients.patient.id} #`)) });
    expect(changed).toMatchObject({ code: 1, said: expect.stringMatching(new RegExp(`is not what was exported: .*Patient/${patients.patient.id} #`)) });
    expect(await again()).toMatchObject({ code: 0 });
  }, 300_000);
});

describe('a deployment that wants passkeys (Passkeys=required)', () => {
  const device = () => softwareAuthenticator(new URL(product.baseUrl).origin);

  it('lets a specialist without one work, and sign nothing by however fresh a sign-in', async () => {
    expect(await specialist.must<Passkeys>('passkeys')).toEqual({ passkeys: [], required: true });
    const { id } = await nurse.must<ConsultationView>('consultationRequest', { body: aRequest({ patientId: patients.patient.id, when: { kind: 'written' } }) });
    await specialist.must('consultationAction', { params: { id }, body: { action: 'accept' } });
    const fresh = clientFor(await tokenOf('specialist'), product.baseUrl);
    const signing = { params: { id }, body: aConclusion(), idempotencyKey: randomUUID() };
    expect(await fresh.refused('conclusionSigning', signing)).toMatchObject({ status: 403, code: 'HTTP_PASSKEY_REQUIRED' });
    expect(await fresh.must<ConsultationView>('consultation', { params: { id } })).not.toMatchObject({ state: 'signed' });

    const hers = device();
    const options = await fresh.must<CreationOptions>('passkeyOptions', { body: {} });
    await fresh.must('passkeyCreation', { body: { name: 'Máy bàn', credential: hers.create(options) } });
    const { status, body } = await fresh.call<{ help: StepUpHelp & { readonly method: 'passkey' } }>('conclusionSigning', signing);
    expect([status, body.help.method]).toEqual([401, 'passkey']);
    await fresh.must('stepUp', { body: { id: body.help.id, credential: hers.get(body.help.options) } });
    expect(await fresh.must<ConsultationView>('conclusionSigning', signing)).toMatchObject({ state: 'signed' });
  });
  it('opens no record in an emergency without one either', async () => {
    expect(await nurse.refused('emergencyAccess', { params: { patientId: patients.birthDateDiffers.id }, body: { purpose: 'unconscious', reason: 'Bất tỉnh, cần biết dị ứng' } })).toMatchObject({ status: 403, code: 'HTTP_PASSKEY_REQUIRED' });
  });
});

describe('the figures of the health department', () => {
  const monthNow = () => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 7);
  /** When this file began; a month may end before its last case is asked. */
  const first = monthNow();
  const query = { from: first, get to() { return monthNow(); } };

  it('are those of the cases that were asked and taken here, as the records tell them, and name nobody', async () => {
    for (let i = 0; i < 5; i++) {
      const { id } = await nurse.must<ConsultationView>('consultationRequest', { body: aRequest({ patientId: patients.patient.id }) });
      await specialist.must('consultationAction', { params: { id }, body: { action: 'accept' } });
    }
    const headers = { authorization: `Bearer ${await tokenOf('system')}` };
    const found = (await (await fetch(`${product.baseUrl}/fhir/Task?requester=Organization/${facilities.station.id}&_count=100`, { headers })).json()) as Bundle<Task>;
    const cases = (found.entry ?? []).flatMap(({ resource }) => (resource?.focus?.reference?.startsWith('ServiceRequest/') ? [resource] : []));
    expect(cases.length).toBeGreaterThanOrEqual(8);

    const viewer = clientFor(await tokenOf('viewer'), product.baseUrl);
    let overview = await viewer.must<Overview>('overview', { query });
    await eventually('the stream has brought all of them', async () => (overview = await viewer.must<Overview>('overview', { query })).total.requests === cases.length && overview.total.inTime === 100);
    process.stdout.write(`overview: ${JSON.stringify(overview.total)}\n`);
    // One is signed: that it is one is not told.
    expect(overview.total).toMatchObject({ requests: cases.length, concluded: null, inTime: 100 });
    expect(overview.months.at(-1)?.month).toBe(monthNow());
    if (monthNow() === first) expect(overview.months).toMatchObject([{ month: first, requests: cases.length }]);
    expect(overview.stations).toMatchObject([{ id: facilities.station.id, name: facilities.station.name, requests: cases.length }]);
    expect(overview.facilities).toMatchObject([{ id: facilities.central.id, requests: cases.length }]);
    expect(overview.specialties).toMatchObject([{ specialty: 'cardiology', requests: cases.length }]);
    expect(overview.calls.stays).toBe(0);
    for (const { id } of [...Object.values(patients), ...cases]) if (id) expect(JSON.stringify(overview)).not.toContain(id);
  }, 300_000);
  it('are for the viewer alone', async () => {
    for (const who of [nurse, specialist]) expect(await who.refused('overview', { query })).toMatchObject({ status: 403, code: 'HTTP_FORBIDDEN' });
    expect((await clientFor(undefined, product.baseUrl).call('overview', { query })).status).toBe(401);
  });
});
