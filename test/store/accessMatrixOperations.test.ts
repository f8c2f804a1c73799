import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Subscription } from '@medplum/fhirtypes';
import { accessOf } from '../../functions/fhir/access.ts';
import { recordTypes } from '../../shared/fhir/record.ts';
import { referenceTo } from '../../shared/fhir/references.ts';
import { decide } from '../../shared/identity/policy.ts';
import { fakeConnectionStore } from '../../shared/subscription/connectionStore.fake.ts';
import { fakeHookSender } from '../../shared/subscription/hookSender.fake.ts';
import { notifyOf } from '../../shared/subscription/notify.ts';
import { answerMessage, openSocket } from '../../shared/subscription/socket.ts';
import { fakeSocketPoster } from '../../shared/subscription/socketPoster.fake.ts';
import { ownedBy } from '../../shared/subscription/subscription.ts';
import { summaryTypes } from '../../shared/summary/sections.ts';
import { readPolicyPage } from '../support/matrix/page.ts';
import { patientItem, standing, type Item } from '../support/matrix/world.ts';
import { base, codeOf, matrixSetting, mayBy, moving, pairs, principalOf, record, type Answer, type Fhir, type MatrixSetting, type Pair } from './support/matrixSetting.ts';

/** The table of docs/policy.md asked through operations, Subscriptions and by comparing what is hidden with what is not there. */
const page = readPolicyPage();
const may = mayBy(page);
let setting: MatrixSetting;
const fhir: Fhir = (...ask) => setting.fhir(...ask);

beforeAll(async () => {
  setting = await matrixSetting();
}, 120_000);
afterAll(async () => {
  await setting.stop();
  process.stderr.write(`access matrix, operations: ${setting.asked()} requests\n`);
});

const id = (pair: Pair) => patientItem(pair.place).id;
const marksIn = (text: string, items: readonly Item[]) => items.filter(({ mark }) => text.includes(mark)).map(({ type }) => type).toSorted();
/** The story's own patient is known by a phone, which no tag says. */
const isTag = ({ mark }: Item) => mark.startsWith('mark');
const typesOf = (items: readonly Item[]) => items.map(({ type }) => type).toSorted();
const inRecord = (items: readonly Item[]) => items.filter(({ type }) => type === 'Patient' || (recordTypes as readonly string[]).includes(type));
const parameters = (resource: object) => ({ resourceType: 'Parameters', parameter: [{ name: 'resource', resource }] });

describe('operations on a record give what the table allows and nothing else', () => {
  it.each(pairs)('$role $who on the record "$place" ($held)', async (pair) => {
    const items = record(pair.place);
    const readable = items.filter(({ type }) => may(pair, type, 'read'));
    const sees = (type: string) => may(pair, type, 'read');
    const whole = await fhir(pair.who, 'GET', `/Patient/${id(pair)}/$everything`);
    expect([whole.status, marksIn(whole.text, inRecord(items))]).toEqual(sees('Patient') ? [200, typesOf(inRecord(readable))] : [404, []]);
    expect(marksIn((await fhir(pair.who, 'POST', `/Patient/${id(pair)}/$everything`, { resourceType: 'Parameters', parameter: [{ name: '_type', valueCode: 'Observation' }] })).text, items)).toEqual(sees('Patient') && sees('Observation') ? ['Observation'] : []);

    const summary = await fhir(pair.who, 'GET', `/Patient/${id(pair)}/$summary`);
    expect(summary.status).toBe(!sees('Patient') ? 404 : summaryTypes.every((type) => sees(type)) ? 200 : 403);
    if (summary.status !== 200) expect(marksIn(summary.text, items)).toEqual([]);

    const person = { resourceType: 'Patient', name: [{ text: `Người Thử ${pair.place}` }], birthDate: '1980-01-01' };
    const match = await fhir(pair.who, 'POST', '/Patient/$match', parameters(person));
    expect(match.status).toBe(may(pair, 'Patient', 'create') ? 200 : 403);
    if (!sees('Patient') || match.status !== 200) expect(marksIn(match.text, items)).toEqual([]);
    await graph(pair, items);
  });
});

/** By id, by list, along a reference, back along one, and on the resource itself. */
async function graph(pair: Pair, items: readonly Item[]): Promise<void> {
  const ask = async (query: string, at = '') => await fhir(pair.who, 'POST', `${at}/$graphql`, { query }, { 'content-type': 'application/json' });
  const sees = (type: string) => may(pair, type, 'read');
  const searches = (type: string) => sees(type) && may(pair, type, 'search');
  const patient = id(pair);
  const fields = 'id meta { tag { code } }';
  for (const item of items) {
    const one = await ask(`{ ${item.type}(id: "${item.id}") { ${fields} } }`);
    expect([item.type, marksIn(one.text, [item]).length]).toEqual([item.type, sees(item.type) && isTag(item) ? 1 : 0]);
    const at = await ask(`{ ${fields} }`, `/${item.type}/${item.id}`);
    expect([item.type, at.status]).toEqual([item.type, sees(item.type) ? 200 : 404]);
    const parameter = /\?(patient|beneficiary)=/.exec(item.search)?.[1];
    if (!parameter) continue;
    const list = await ask(`{ ${item.type}List(${parameter}: "Patient/${patient}") { ${fields} } }`);
    expect([item.type, marksIn(list.text, items)]).toEqual([item.type, searches(item.type) ? [item.type] : []]);
    const pages = await ask(`{ ${item.type}Connection(${parameter}: "Patient/${patient}", _count: 1) { pagesize next edges { resource { id } } } }`);
    if (!searches(item.type)) expect([item.type, /"pagesize":[1-9]|"next":"/.test(pages.text)]).toEqual([item.type, false]);
    const back = await ask(`{ Patient(id: "${patient}") { ${item.type}List(_reference: ${parameter}) { ${fields} } } }`);
    expect([item.type, marksIn(back.text, [item])]).toEqual([item.type, sees('Patient') && searches(item.type) ? [item.type] : []]);
  }
  const along = await ask(`{ Observation(id: "mx-${pair.place}-Observation") { subject { resource { ... on Patient { ${fields} birthDate } } } } }`);
  if (!sees('Observation') || !sees('Patient')) expect(along.text).not.toContain('birthDate');
}

describe('exports', () => {
  it.each(Object.keys(standing))('are begun by whoever may: %s', async (who) => {
    const role = standing[who]?.role;
    const begin = async (path: string) => (await fhir(who, 'GET', path, undefined, { prefer: 'respond-async' })).status;
    expect([await begin('/$export?_type=Basic'), await begin('/Group/mx-none/$export')]).toEqual(role === 'system' ? [202, 404] : [403, 403]);
    expect(await begin('/Patient/$export?_type=Basic')).toBe(role === 'system' || role === 'patient' ? 202 : 403);
  });
  it('of another are like none: neither their state, nor their files, nor their end', async () => {
    const begun = await fhir('nameDiffers', 'GET', '/Patient/$export?_type=Basic', undefined, { prefer: 'respond-async' });
    const job = /_jobId=([\w-]+)/.exec(String(begun.headers['content-location']))?.[1] ?? '';
    expect(job).not.toBe('');
    for (const who of Object.keys(standing).filter((one) => one !== 'nameDiffers'))
      for (const [method, path] of [['GET', '$export-poll-status?_jobId=X'], ['DELETE', '$export-poll-status?_jobId=X'], ['GET', '$export-file?_jobId=X&_file=0']] as const) {
        const [real, none] = await Promise.all([fhir(who, method, `/${path.replace('X', job)}`), fhir(who, method, `/${path.replace('X', 'mx-none')}`)]);
        expect([who, path, real.status, codeOf(real)]).toEqual([who, path, none.status, codeOf(none)]);
      }
    expect((await fhir('nameDiffers', 'GET', `/$export-poll-status?_jobId=${job}`)).status).toBe(202);
  });
});

const wanted = (place: string, more: Partial<Subscription> = {}): Subscription => ({ resourceType: 'Subscription', status: 'requested', reason: 'matrix', criteria: `Observation?patient=${patientItem(place).id}`, channel: { type: 'websocket' }, ...more });

describe('Subscriptions', () => {
  it.each(Object.entries(standing).map(([who, { role }]) => ({ who, role })))('$role $who: written, read, bound and ended by whoever wrote it, within the table', async ({ who, role }) => {
    const allowed = page.allows(role, 'subscription', 'create', ['own-subscription']);
    const made = await fhir(who, 'POST', '/Subscription', wanted('stranger'));
    expect(made.status).toBe(allowed ? 201 : 403);
    if (!allowed) return;
    const at = `/Subscription/${made.json.id}`;
    const connections = fakeConnectionStore();
    const socket = { repository: setting.repository, connections, clock: moving, base };
    const bind = async (one: string) => {
      await openSocket(socket, one, principalOf(one));
      return await answerMessage(socket, one, principalOf(one), `bind ${made.json.id}`);
    };
    for (const other of Object.keys(standing).filter((one) => one !== who && standing[one]?.role !== 'system')) {
      const [read, put, gone] = [await fhir(other, 'GET', at), await fhir(other, 'PUT', at, { ...wanted('stranger'), id: made.json.id }), await fhir(other, 'DELETE', at)];
      expect([other, read.status, put.status, gone.status]).toEqual([other, 404, 404, 404]);
      const found = await fhir(other, 'GET', '/Subscription?status=requested');
      expect([other, found.text.includes(String(made.json.id))]).toEqual([other, false]);
      expect([other, await bind(other)]).toEqual([other, 'error not-found']);
    }
    expect(await bind(who)).toBe(`bound ${made.json.id}`);
    expect((await fhir(who, 'GET', at)).status).toBe(200);
    expect((await fhir(who, 'DELETE', at)).status).toBe(204);
  });
  it('of a person go over the socket and not to an address, name another as owner in vain, and are ten at most', async () => {
    const hook = await fhir('nurse2', 'POST', '/Subscription', wanted('stranger', { channel: { type: 'rest-hook', endpoint: 'https://hooks.example/x' } }));
    expect([hook.status, codeOf(hook)]).toEqual([422, 'FHIR_SUBSCRIPTION_INVALID']);
    const stolen = ownedBy({ ...wanted('taken'), id: 'x' }, principalOf('specialist'), base);
    const made = await fhir('nurse2', 'POST', '/Subscription', { ...stolen, id: undefined });
    expect(made.status).toBe(201);
    expect((await fhir('specialist', 'GET', `/Subscription/${made.json.id}`)).status).toBe(404);
    for (let i = 1; i < 10; i += 1) expect((await fhir('nurse2', 'POST', '/Subscription', wanted('stranger'))).status).toBe(201);
    expect((await fhir('nurse2', 'POST', '/Subscription', wanted('stranger'))).status).toBe(422);
  });
  it.each(pairs)('$role $who is told of the record "$place" ($held) what may be read at that moment', async (pair) => {
    const principal = principalOf(pair.who);
    const connections = fakeConnectionStore();
    const sockets = fakeSocketPoster();
    await connections.open('c', principal, new Date(Date.now() + 60_000));
    const mayRead: Parameters<typeof notifyOf>[0]['mayRead'] = async (who, resource) => await accessOf(setting.repository, who, { clock: moving, identifierBase: base }).allowed('read', resource);
    const deps = { repository: setting.repository, clock: moving, base, connections, sockets, hooks: fakeHookSender(), newId: () => crypto.randomUUID(), mayRead };
    for (const item of record(pair.place).filter(({ type }) => type !== 'Binary')) {
      const stored = await setting.repository.read(referenceTo(item.body));
      const one = { ...ownedBy({ ...wanted(pair.place), id: `mx-sub-${item.type}`, status: 'active', criteria: item.search.slice(1) }, principal, base), meta: { extension: ownedBy({ ...wanted(pair.place), id: 'x' }, principal, base).meta?.extension ?? [], versionId: '1', lastUpdated: new Date().toISOString() } };
      await connections.bind('c', one.id, 20, new Date());
      const told = stored ? await notifyOf(deps, [one], stored) : 0;
      expect([item.type, told]).toEqual([item.type, stored && may(pair, item.type, 'read') ? 1 : 0]);
    }
    expect(sockets.posted.every(({ text }) => /^ping mx-sub-\w+$/.test(text))).toBe(true);
  });
});

/** What is hidden answers, to whatever it is asked, like what is not there. */
describe('nothing tells what is hidden from what is not there', () => {
  it.each(pairs.filter(({ role }) => role !== 'system'))('$role $who and the record "$place" ($held)', async (pair) => {
    const differences: string[] = [];
    for (const item of record(pair.place).filter(({ type }) => !may(pair, type, 'read')))
      await Promise.all(asksOf(pair, item).filter(({ what }) => everyWay.has(item.type) || inShort.has(what)).map(async (ask) => {
        const [hidden, absent] = [await ask.of(item.id), await ask.of('mx-none-at-all')];
        const same = (answer: Answer) => [answer.status, codeOf(answer), answer.headers['etag'], answer.text.replaceAll(/mx-[\w-]+|[0-9a-f-]{36}|patient-[\w-]+/g, 'ID')];
        if (JSON.stringify(same(hidden)) !== JSON.stringify(same(absent))) differences.push(`${ask.what} ${item.type}: ${hidden.status} ${codeOf(hidden)} / ${absent.status} ${codeOf(absent)} ${firstDifference(String(same(hidden)[3]), String(same(absent)[3]))}`);
      }));
    expect(differences).toEqual([]);
  }, 240_000);
});

function firstDifference(a: string, b: string): string {
  const at = a.split('').findIndex((letter, i) => letter !== b[i]);
  return at < 0 ? '' : `…${a.slice(Math.max(0, at - 40), at + 80)} / ${b.slice(at, at + 80)}`;
}

/** Three kinds are asked in every way; the others, which go the same ways, in these. */
const everyWay: ReadonlySet<string> = new Set(['Patient', 'Observation', 'Binary']);
const inShort: ReadonlySet<string> = new Set(['GET', 'PUT', 'DELETE', 'PATCH of nonsense', '_history', 'search ', 'search &_include=*']);

type Asking = { readonly what: string; readonly of: (id: string) => Promise<Answer> };
function asksOf({ who }: Pair, { type, body }: Item): readonly Asking[] {
  const asks: Asking[] = [];
  const ask = (what: string, method: string, path: (id: string) => string, content?: (id: string) => unknown, headers: Record<string, string> = {}) =>
    asks.push({ what, of: async (one) => await fhir(who, method, path(one), content?.(one), headers) });
  const at = (one: string) => `/${type}/${one}`;
  const patch = 'application/json-patch+json';
  for (const method of ['GET', 'HEAD', 'DELETE']) ask(method, method, at);
  ask('If-None-Match', 'GET', at, undefined, { 'if-none-match': 'W/"1"' });
  ask('If-Modified-Since', 'GET', at, undefined, { 'if-modified-since': 'Fri, 01 Jan 2100 00:00:00 GMT' });
  ask('If-Match', 'PUT', at, (one) => ({ ...body, id: one }), { 'if-match': 'W/"99"' });
  ask('PUT', 'PUT', at, (one) => ({ ...body, id: one }));
  ask('PUT of another kind', 'PUT', at, () => ({ resourceType: 'Basic' }));
  ask('PUT of nonsense', 'PUT', at, (one) => ({ resourceType: type, id: one, nonsense: true }));
  if (type !== 'Binary') {
    ask('PATCH that tests a value', 'PATCH', at, () => [{ op: 'test', path: '/status', value: 'final' }], { 'content-type': patch });
    ask('PATCH of nonsense', 'PATCH', at, () => 'nonsense', { 'content-type': patch });
    ask('PATCH of no known kind', 'PATCH', at, () => '<xml/>', { 'content-type': 'application/xml' });
    ask('FHIRPath Patch', 'PATCH', at, () => ({ resourceType: 'Parameters', parameter: [{ name: 'operation', part: [{ name: 'type', valueCode: 'delete' }, { name: 'path', valueString: `${type}.meta` }] }] }));
    ask('FHIRPath Patch of nonsense', 'PATCH', at, () => ({ resourceType: 'Parameters', parameter: [{ name: 'x' }] }));
  }
  for (const path of ['_history', '_history/1', '_history/9', '_history?_count=0', '$validate', '$graphql?query=%7Bid%7D', '$nonsense', '$everything', '$summary']) ask(path, 'GET', (one) => `${at(one)}/${path}`);
  for (const query of ['', '&_summary=count', '&_total=accurate', '&_elements=id', '&_count=1', '&_count=0', '&_include=*', '&_include:iterate=*', '&_revinclude=Provenance:target', '&_revinclude=Task:patient', '&_lastUpdated=gt2000-01-01', '&_sort=_lastUpdated']) ask(`search ${query}`, 'GET', (one) => `/${type}?_id=${one}${query}`);
  ask('If-None-Exist', 'POST', () => `/${type}`, () => ({ resourceType: type, meta: { tag: [{ code: 'probe' }] }, nonsense: 1 }), { 'if-none-exist': '_id=mx-none-at-all' });
  for (const [method, more] of [['GET', {}], ['PUT', {}], ['DELETE', {}], ['GET', { ifNoneMatch: 'W/"1"' }], ['PUT', { ifMatch: 'W/"99"' }], ['DELETE', { ifMatch: 'W/"99"' }], ['PATCH', {}]] as const)
    for (const kind of ['batch', 'transaction'])
      ask(`${kind} ${method} ${JSON.stringify(more)}`, 'POST', () => '', (one) => ({ resourceType: 'Bundle', type: kind, entry: [{ request: { method, url: `${type}/${one}`, ...more }, ...(method === 'PUT' ? { resource: { ...body, id: one } } : method === 'PATCH' ? { resource: { resourceType: 'Binary', contentType: patch, data: Buffer.from('[{"op":"test","path":"/status","value":"final"}]').toString('base64') } } : {}) }] }));
  for (const method of ['PUT', 'PATCH', 'DELETE']) ask(`${method} by condition`, method, (one) => `/${type}?_id=${one}`, method === 'DELETE' ? undefined : () => (method === 'PATCH' ? [{ op: 'test', path: '/status', value: 'final' }] : { ...body, id: undefined, nonsense: 1 }), method === 'PATCH' ? { 'content-type': patch } : {});
  ask('conditional reference', 'POST', () => '', (one) => ({ resourceType: 'Bundle', type: 'transaction', entry: [{ request: { method: 'POST', url: 'Basic' }, resource: { resourceType: 'Basic', code: { text: 'x' }, subject: { reference: `${type}?_id=${one}` } } }] }));
  ask('by its owner’s history', 'GET', (one) => `/${type}/_history?_count=1000&x=${one}`);
  return asks;
}

it('the notification asks the same policy as the reading', () => {
  const subscriber = principalOf('nurse');
  expect(decide({ principal: subscriber, interaction: 'read', resourceType: 'Subscription', relations: ['none'] }).allowed).toBe(false);
});
