import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Resource } from '@medplum/fhirtypes';
import { readPolicyPage } from '../support/matrix/page.ts';
import { patientItem, type Item } from '../support/matrix/world.ts';
import { codeOf, matrixSetting, mayBy, pairs, record, type Answer, type Fhir, type MatrixSetting, type Pair } from './support/matrixSetting.ts';

/**
 * The table of docs/policy.md is the test: everybody of the story asks the FHIR function, on a real database, for every
 * cell, in every relation that the table knows and in none. Whatever is refused must look as if it were not there.
 */
const page = readPolicyPage();
const allows = mayBy(page);
const may = (pair: Pair, item: Pick<Item, 'type'>, interaction: Parameters<typeof page.allows>[2]) => allows(pair, item.type, interaction);
let setting: MatrixSetting;
const fhir: Fhir = (...ask) => setting.fhir(...ask);

beforeAll(async () => {
  setting = await matrixSetting();
}, 120_000);
afterAll(async () => {
  await setting.stop();
});

const withoutId = (body: Resource) => ({ ...body, id: undefined });

describe('every cell of docs/policy.md, asked of the running function', () => {
  it.each(pairs)('$role $who on the record "$place" ($held)', async (pair) => {
    for (const item of record(pair.place)) {
      const expected: unknown[] = [];
      const got: unknown[] = [];
      const holds = (what: string, wanted: unknown, found: unknown) => {
        expected.push([item.type, what, wanted]);
        got.push([item.type, what, found]);
      };
      const readable = may(pair, item, 'read');
      const at = `/${item.type}/${item.id}`;
      const nothing = await fhir(pair.who, 'GET', `/${item.type}/mx-none`);
      const read = await fhir(pair.who, 'GET', at);
      holds('read', readable ? 200 : nothing.status, read.status);
      if (!readable) holds('read as if nothing', codeOf(nothing), codeOf(read));
      holds('history', may(pair, item, 'history') ? 200 : 404, (await fhir(pair.who, 'GET', `${at}/_history`)).status);
      holds('vread', may(pair, item, 'history') ? 200 : 404, (await fhir(pair.who, 'GET', `${at}/_history/1`)).status);
      if (item.search) {
        const found = await fhir(pair.who, 'GET', item.search);
        const shown = readable && may(pair, item, 'search');
        holds('search', shown, found.text.includes(item.mark));
        if (!shown && found.status === 200) holds('count of what is hidden', [0, undefined], [found.json.total, found.json.entry]);
      }
      await asksToWrite(pair, item, readable, holds);
      expect(got).toEqual(expected);
    }
  });
});

async function asksToWrite(pair: Pair, item: Item, readable: boolean, holds: (what: string, wanted: unknown, found: unknown) => void): Promise<void> {
  const system = pair.role === 'system';
  const byStep = page.bySteps.has(item.type) && !system;
  const writes = (interaction: 'create' | 'update' | 'delete') => !byStep && may(pair, item, interaction);
  const at = `/${item.type}/${item.id}`;
  const headers: Record<string, string> = item.type === 'Binary' ? { 'x-security-context': `Patient/${patientItem(pair.place).id}` } : {};
  const created = await fhir(pair.who, 'POST', `/${item.type}`, withoutId(item.body), headers);
  holds('create', writes('create') ? 201 : 403, created.status);
  const updated = await fhir(pair.who, 'PUT', at, item.body);
  holds('update', writes('update') ? 200 : readable ? 403 : 404, updated.status);
  const patched = item.type === 'Binary' ? undefined : await fhir(pair.who, 'PATCH', at, [{ op: 'test', path: '/id', value: item.id }], { 'content-type': 'application/json-patch+json' });
  if (patched) holds('patch', writes('update') ? 200 : readable ? 403 : 404, patched.status);
  if (!system) holds('delete', readable ? 403 : 404, (await fhir(pair.who, 'DELETE', at)).status);
  else if (created.json.id) holds('delete', 204, (await fhir(pair.who, 'DELETE', `/${item.type}/${created.json.id}`)).status);
}

describe('whatever way it is asked', () => {
  it.each(pairs)('$role $who learns of the record "$place" ($held) what the table allows and nothing else', async (pair) => {
    const items = record(pair.place);
    const hidden = items.filter((item) => !may(pair, item, 'read'));
    const patient = patientItem(pair.place).id;
    const leaks: string[] = [];
    const check = (how: string, { text, status, json }: Answer) => {
      for (const { mark, type } of hidden) if (text.includes(mark)) leaks.push(`${how}: ${type}`);
      if (status >= 500) leaks.push(`${how}: ${status}`);
      if (json.type === 'searchset' && json.total !== undefined && json.total !== (json.entry ?? []).filter((e) => e.search?.mode !== 'include').length && !how.includes('count')) leaks.push(`${how}: total ${json.total}`);
    };
    const get = async (path: string) => check(path, await fhir(pair.who, 'GET', path));
    for (const item of items) {
      await get(`/${item.type}/${item.id}?_summary=text`);
      await get(`/${item.type}?_id=${item.id}`);
      if (!item.search) continue;
      const counted = await fhir(pair.who, 'GET', `${item.search}&_summary=count`);
      check(`${item.search} count`, counted);
      if (hidden.includes(item) && counted.status === 200 && counted.json.total !== 0) leaks.push(`${item.type}: counted ${counted.json.total}`);
      check('_search', await fhir(pair.who, 'POST', `/${item.type}/_search`, item.search.split('?')[1] ?? '', { 'content-type': 'application/x-www-form-urlencoded' }));
    }
    for (const path of [
      `/Patient?_id=${patient}&_revinclude=Observation:patient&_revinclude=Condition:patient&_revinclude=Coverage:beneficiary&_revinclude=Consent:patient`,
      `/Observation?patient=${patient}&_include=Observation:subject&_include=*`,
      `/DocumentManifest?patient=${patient}&_include:iterate=DocumentManifest:item&_include=DocumentManifest:patient`,
      `/Organization?_id=bv-tinh-mau&_revinclude=Patient:organization`,
      `/Patient/${patient}/$everything`, `/Patient/${patient}/$summary`, `/Patient/${patient}/_history`, `/Binary/mx-${pair.place}-Binary`,
      `/Task?patient=${patient}`, `/AuditEvent?patient=Patient/${patient}`, `/EpisodeOfCare?patient=${patient}`,
    ]) await get(path);
    await tricks(pair, patient, hidden, check, leaks);
    expect(leaks).toEqual([]);
  });
});

/** Bundles, conditions, chains: nothing is told by a side door. */
async function tricks(pair: Pair, patient: string, hidden: readonly Item[], check: (how: string, answer: Answer) => void, leaks: string[]): Promise<void> {
  const gets = record(pair.place).map(({ type, id }) => ({ request: { method: 'GET', url: `${type}/${id}` } }));
  for (const type of ['batch', 'transaction']) check(type, await fhir(pair.who, 'POST', '', { resourceType: 'Bundle', type, entry: gets }));
  const sees = (type: string) => !hidden.some((item) => item.type === type);
  const chained: readonly (readonly [string, boolean])[] = [
    [`/Organization?_has:Patient:organization:_id=${patient}`, sees('Patient')],
    [`/Patient?_id=${patient}&_has:Observation:patient:code=8867-4`, sees('Patient') && sees('Observation')],
    [`/Observation?patient=${patient}&subject:Patient.birthdate=1980-01-01`, sees('Patient') && sees('Observation')],
  ];
  for (const [path, visible] of chained) {
    const answer = await fhir(pair.who, 'GET', path);
    check(path, answer);
    if (!visible && answer.status === 200 && (answer.json.total ?? 0) > 0) leaks.push(`${path}: ${answer.json.total}`);
  }
  for (const { type, search, mark } of hidden.filter((item) => item.search)) {
    const ifNoneExist = search.split('?')[1] ?? '';
    const answer = await fhir(pair.who, 'POST', `/${type}`, { resourceType: type, meta: { tag: [{ code: 'probe' }] } }, { 'if-none-exist': ifNoneExist, prefer: 'return=representation' });
    if (answer.status === 200 || answer.status === 412 || answer.text.includes(mark)) leaks.push(`if-none-exist ${type}: ${answer.status}`);
  }
}

it('asked the whole table', () => {
  const groups = new Set(pairs.flatMap(({ place }) => record(place)).map(({ type }) => page.groupOf(type)));
  process.stderr.write(`access matrix: ${page.cells} cells in docs/policy.md, ${pairs.length} people and records, ${groups.size} groups of a record, ${setting.asked()} requests\n`);
  expect(groups.size).toBeGreaterThanOrEqual(8);
});
