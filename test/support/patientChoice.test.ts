import { mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { startOidc, type Oidc } from '../../local/oidc/startOidc.ts';
import { patients } from '../../local/story.ts';
import { choosing, launch, refresh, type Choose } from './smartApp.ts';

/** The issuer's sign-in as an application sees it, with a FHIR endpoint that knows who may be read and no more. The whole product: test/integration/smartLaunch.test.ts. */
let server: Server;
let oidc: Oidc;
let before: string | undefined;
/** Who asks may read these. */
let readable: readonly string[] = [];
let status = 200;
const paths: string[] = [];
const person = (id: string) => ({ resourceType: 'Patient', id, name: [{ text: `Người ${id}` }], identifier: [{ system: 's', value: id }] });
const carer = patients.portalDown.id;

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    paths.push(request.url ?? '');
    if (path.startsWith('/oidc')) return void oidc.handle(request, response);
    const issuer = `http://${request.headers.host}/oidc`;
    const id = path.slice('/fhir/Patient/'.length);
    const body = path.endsWith('smart-configuration')
      ? { issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, capabilities: [] }
      : path.endsWith('_search') ? { resourceType: 'Bundle', entry: readable.map((one) => ({ resource: person(one) })) } : person(id);
    const refused = path.endsWith('smart-configuration') || path.endsWith('_search') || readable.includes(id) || id === carer ? status : 404;
    response.writeHead(path.endsWith('smart-configuration') ? 200 : refused, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  oidc = await startOidc({ baseUrl, web: 'lien-tuyen-web', audience: 'lien-tuyen-api' }, mkdtempSync(join(tmpdir(), 'oidc-')));
  before = process.env['LIEN_TUYEN_TARGET'];
  process.env['LIEN_TUYEN_TARGET'] = JSON.stringify({ baseUrl });
});
beforeEach(() => void ([readable, status] = [['p1', 'p2'], 200]));
afterAll(async () => {
  if (before === undefined) delete process.env['LIEN_TUYEN_TARGET'];
  else process.env['LIEN_TUYEN_TARGET'] = before;
  await oidc.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const scope = 'openid launch/patient offline_access patient/Observation.rs';
const chosenIn = (token: string) => decodeJwt(token)['launch_patient'];

describe('the page that asks for whom', () => {
  it('takes whom the API shows to the person, and every renewed token keeps it', async () => {
    const first = await launch('nurse', scope, choosing('p1'));
    const second = await refresh(first.refresh_token ?? '');
    const third = await refresh(second.refresh_token ?? '');
    for (const tokens of [first, second, third]) expect([tokens.patient, chosenIn(tokens.access_token), decodeJwt(tokens.access_token)['patient']]).toEqual(['p1', 'Patient/p1', undefined]);
  });

  it('takes nobody else, says so, and asks again', async () => {
    const tried: [number, boolean][] = [];
    const choose: Choose = async (_, ask) => {
      for (const patient of ['p3', '../metadata', 'p1/_history', '']) { const { status: got, text } = await ask({ patient }); tried.push([got, text.includes('role="alert"')]); }
      return { patient: 'p2' };
    };
    expect((await launch('nurse', scope, { choose })).patient).toBe('p2');
    expect(tried).toEqual([[403, true], [403, true], [403, true], [403, true]]);
    await expect(launch('nurse', scope, choosing('p3'))).rejects.toThrow('403');
  });

  it('keeps each choice to its own grant', async () => {
    const [one, two] = [await launch('nurse', scope, choosing('p1')), await launch('nurse', scope, choosing('p2'))];
    expect([(await refresh(one.refresh_token ?? '')).patient, (await refresh(two.refresh_token ?? '')).patient]).toEqual(['p1', 'p2']);
  });

  it('stands before patient/ scopes too, and not before others', async () => {
    expect((await launch('nurse', 'openid patient/Observation.rs', choosing('p1'))).patient).toBe('p1');
    const none = await launch('nurse', 'openid user/Observation.rs');
    expect([none.patient, chosenIn(none.access_token)]).toEqual([undefined, undefined]);
  });

  it('leads back where nobody is chosen, and where the sign-in is not good any more', async () => {
    await expect(launch('nurse', scope, { choose: () => ({ cancel: 'yes' }) })).rejects.toThrow('access_denied');
    status = 401;
    await expect(launch('nurse', scope, choosing('p1'))).rejects.toThrow('login_required');
  });

  it('takes nobody while the API does not answer', async () => {
    const choose: Choose = async (_, ask) => {
      status = 503;
      const answers = [await ask({ patient: 'p1' }), await ask({ text: 'nguoi' }), await ask({})];
      expect(answers.map((answer) => [answer.status, answer.text.includes('Chưa xem được danh sách')])).toEqual([[503, true], [503, true], [503, true]]);
      return { cancel: 'yes' };
    };
    await expect(launch('nurse', scope, { choose })).rejects.toThrow('access_denied');
  });

  it('is not shown to a patient with one record; with more there are these, and no search', async () => {
    readable = [];
    const own = await launch('portalDown', scope);
    expect([own.patient, chosenIn(own.access_token), decodeJwt(own.access_token)['patient']]).toEqual([carer, undefined, `Patient/${carer}`]);
    readable = ['p1'];
    let page = '';
    const cared = await launch('portalDown', scope, { choose: (shown) => { page = shown; return { patient: 'p1' }; } });
    expect([cared.patient, decodeJwt(cared.access_token)['patient'], page.includes(`value="${carer}"`), page.includes('name="text"')]).toEqual(['p1', `Patient/${carer}`, true, false]);
    expect(chosenIn((await launch('portalDown', scope, choosing(carer))).access_token)).toBe(`Patient/${carer}`);
  });

  it('puts no name and no search into an address, and escapes what it shows', async () => {
    let shown = '';
    await launch('nurse', scope, { choose: async (_, ask) => { ({ text: shown } = await ask({ text: '<b>Bí Mật' })); return { patient: 'p1' }; } });
    expect([shown.includes('<b>Bí'), paths.some((path) => /b%C3%AD|m%E1%BA%ADt|text=/i.test(path))]).toEqual([false, false]);
  });
});
